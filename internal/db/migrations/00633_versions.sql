-- Versions: every text of a chapter that is worth going back to. packed is the whole
-- chapter, deflated by zstd against the version base_id, which is the next newer one,
-- so that many that hardly differ take little room; base_id is NULL for one that
-- stands by itself, as the newest does. chain is the place in such a line. digest
-- tells texts apart. Rows from before there were kinds have their text in html.
ALTER TABLE chapter_versions RENAME TO old_chapter_versions;

CREATE TABLE chapter_versions (
  id {{id}},
  chapter_id {{int}} NOT NULL REFERENCES chapters (id) ON DELETE CASCADE,
  kind {{key}} NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  account_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  words {{int}} NOT NULL,
  created_at {{int}} NOT NULL,
  digest {{int}} NOT NULL DEFAULT 0,
  base_id {{int}},
  chain {{int}} NOT NULL DEFAULT 0,
  packed {{blob}},
  title TEXT,
  html TEXT
){{strict}};

INSERT INTO chapter_versions (chapter_id, kind, words, created_at, title, html)
SELECT chapter_id, 'published', words, created_at, title, html FROM old_chapter_versions ORDER BY chapter_id, version;

DROP TABLE old_chapter_versions;

CREATE INDEX chapter_versions_chapter ON chapter_versions (chapter_id, id);
CREATE INDEX chapter_versions_account ON chapter_versions (account_id);
CREATE INDEX chapter_versions_kind ON chapter_versions (kind, created_at);
