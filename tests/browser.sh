#!/bin/sh
# The page of docs in a real browser: it says nothing on its console, and all of it is there, also where names
# and comments mean harm. Usage: browser.sh SQLGEN; passed over where there is no chromium.
. "$(dirname "$0")/cli/claims.sh"

chromium=$(command -v chromium || command -v chromium-browser) || exit 77

# Loads a page; what is there afterwards is in $page, what the console says in $said.
load() {
	timeout 120 "$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
		--disable-background-networking --disable-component-update --disable-sync \
		--user-data-dir="$work/profile" --enable-logging=stderr --dump-dom "file://$PWD/$1" \
		>"$work/page" 2>"$work/log" </dev/null
	page=$(cat "$work/page")
	said=$(grep CONSOLE "$work/log")
	rm -rf "$work/profile"
}

# counted WHAT PART EXPECTED: so many of it are there
counted() {
	equal "$1" "$(grep -o -- "$2" "$work/page" | grep -c .)" "$3"
}

project() {
	mkdir migrations
	cat >migrations/0001_init.sql <<'SQL'
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE tasks (id INTEGER PRIMARY KEY, owner INT REFERENCES users, after INT REFERENCES tasks);
SQL
	echo 'ALTER TABLE users ADD COLUMN mail TEXT;' >migrations/0002_mail.sql
}

claim "the page is loaded whole, and nothing is said"
project
sqlgen docs -q
load docs/index.html
equal console "$said" ""
counted boxes '<a class="box"' 2
counted lines '<g class="wire' 2
counted sections '<section class="card"' 4
counted rows '<th scope="row">' 2
holds end "$page" '</html>'

claim "a page with a script is noticed"
project
sqlgen docs -q
sed 's|</main>|<script>console.log(1)</script></main>|' docs/index.html >docs/other.html
load docs/other.html
holds console "$said" "Content Security Policy"

claim "names and comments do nothing"
mkdir migrations
cat >migrations/0001_init.sql <<'SQL'
-- <img src=x onerror="alert(1)"> </style><style>* { display: none }</style>

-- </section></main><h1>over</h1> &lt;b&gt;
CREATE TABLE "</title></svg><script>alert(1)</script>" (
  "' onmouseover='alert(1)" INTEGER PRIMARY KEY, -- <script>alert(2)</script>
  "]]>" TEXT DEFAULT '<iframe src="javascript:alert(3)">' CHECK ("]]>" IN ('<u>', '"')),
  "<!--" INT REFERENCES "</title></svg><script>alert(1)</script>"
);
SQL
sqlgen docs -q
load docs/index.html
equal console "$said" ""
counted boxes '<a class="box"' 1
counted lines '<g class="wire' 1
counted sections '<section class="card"' 2
counted headings '<h1' 1
for part in '<script' '<img' '<iframe' '<u>' '<!--'; do
	lacks "$part" "$page" "$part"
done

summary
