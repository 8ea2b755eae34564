SELECT 'it''s', x'00FF', 1_000, 0x1F, 1.5e-3, .5, NULL, TRUE -- comment
/* and /* another */