-- error: 2:1: error: PRAGMA temp_store_directory is not allowed in a migration
PRAGMA temp_store_directory = '/';
