CREATE VIRTUAL TABLE notes USING fts5(title, body, author UNINDEXED);
CREATE VIRTUAL TABLE forgotten USING fts5(body, content='');
CREATE TABLE articles (id INTEGER PRIMARY KEY, headline TEXT NOT NULL, body TEXT);
CREATE VIRTUAL TABLE article_search USING fts5(headline, body, content='articles', content_rowid='id');
CREATE TRIGGER articles_insert AFTER INSERT ON articles BEGIN
  INSERT INTO article_search (rowid, headline, body) VALUES (new.id, new.headline, new.body);
END;
CREATE VIRTUAL TABLE letters USING fts4(text, "rowid");
CREATE VIRTUAL TABLE boxes USING rtree(id, min_x, max_x, min_y, max_y, +label TEXT, +count INTEGER);
CREATE VIRTUAL TABLE spans USING rtree_i32(span, first, last);
CREATE VIEW note_titles AS SELECT rowid AS note, title FROM notes;
CREATE VIRTUAL TABLE terms USING fts5vocab(notes, 'row');
