-- error: 2:8: error: fts3_tokenizer is not allowed in a migration
SELECT fts3_tokenizer('simple', x'4141414141414141');
