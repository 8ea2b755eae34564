-- typing.md 10, 11, 13, 16 to 18, 71 to 73, 75, 78: what SQLite makes of types as people write them.
CREATE TABLE things (
  Id integer primary key,
  code varchar(36) NOT NULL UNIQUE ON CONFLICT IGNORE,
  chars CHARINT, point FLOATING POINT, word STRING,
  price DECIMAL(10,2), seen DateTime, size Real NOT NULL, is_new boolean, any_of_all,
  empty TEXT DEFAULT null,
  twice INTEGER AS (chars * 2)
);
CREATE TABLE exact (n INT NOT NULL, a ANY) STRICT;
CREATE TABLE copies AS SELECT id, code, size, any_of_all FROM things;
