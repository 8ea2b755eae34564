-- error: 2:1: error: PRAGMA data_store_directory is not allowed in a migration
PRAGMA data_store_directory = '/';
