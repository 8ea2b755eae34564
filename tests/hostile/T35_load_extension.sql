-- error: 2:8: error: load_extension is not allowed in a migration
SELECT load_extension('stolen');
