-- Names that hurt: hostile.md T01 to T15, typing.md 59.
CREATE TABLE "order" ("select" INTEGER PRIMARY KEY, "default" TEXT, class TEXT, errno INTEGER, st_atime INTEGER,
  linux TEXT, "NULL" TEXT, template TEXT, "my col" TEXT, "1st" TEXT, "naïve" TEXT, "" TEXT, "a""b" TEXT,
  createdAt TEXT, HTTPServer TEXT, db TEXT, call TEXT, row TEXT, cursor TEXT, rc TEXT, "out" TEXT, copy TEXT,
  reader TEXT, at TEXT, size INTEGER, stmt TEXT, "int" INTEGER, bool INTEGER, int64_t INTEGER, "true" TEXT,
  "x*/y" TEXT, "%s%n" TEXT, "q??/" TEXT);
CREATE INDEX order_by_row ON "order" (row, "default", size);
CREATE INDEX order_by_locals ON "order" (db, call, cursor, rc, "out");
CREATE TABLE stat (id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('', '-', 'a b', '2nd', 'É', '%d', '"', '*/')));
CREATE TABLE "group" (id INTEGER PRIMARY KEY);
CREATE TABLE "Camel Case-Table" (id INTEGER PRIMARY KEY, "reply-to" TEXT);
CREATE TABLE "a*/b" (id INTEGER PRIMARY KEY);
CREATE TABLE "_AToB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL, UNIQUE ("A", "B"));
CREATE TABLE "new
#define line" (id INTEGER PRIMARY KEY, v TEXT DEFAULT '*/ // ??/ \ %s "');
CREATE TABLE entries (id INTEGER PRIMARY KEY);
CREATE TABLE class (id INTEGER PRIMARY KEY, private TEXT);
CREATE TABLE statuses (id INTEGER PRIMARY KEY);
CREATE TABLE call (id INTEGER PRIMARY KEY);
CREATE TABLE row (id INTEGER PRIMARY KEY, "row" TEXT);
CREATE TABLE tasks_and_a_very_long_name_that_goes_on_and_on_and_on_until_it_has_more_than_one_hundred_and_twenty_eight_characters_in_all_of_it
  (id INTEGER PRIMARY KEY, column_with_a_very_long_name_that_goes_on_and_on_and_on_until_it_has_more_than_one_hundred_and_twenty_characters TEXT);
