CREATE TABLE t (a TEXT DEFAULT '${known}', b TEXT DEFAULT ${unknown.one});
CREATE TABLE u (a TEXT DEFAULT ${unknown.one}, b TEXT DEFAULT '${other}');
