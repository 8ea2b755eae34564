-- warning: 3:23: warning: "nobody" is taken for a string, as there is no column of this name
CREATE TABLE t(a);
INSERT INTO t VALUES ("nobody");
