-- What can be searched of a work besides its text, as plain text for the marked
-- passages of a result; the words themselves are in search_entry_words.
CREATE TABLE search_entries (
  work_id INTEGER PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  names TEXT NOT NULL,
  tags TEXT NOT NULL,
  summary TEXT NOT NULL,
  notes TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search_entry_words USING fts5 (title, names, tags, summary, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Windows of a chapter's text, or of a work's notes where chapter_id is NULL.
-- The text stays where it is; the words are in search_words under the same id.
CREATE TABLE search_passages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  chapter_id INTEGER REFERENCES chapters (id) ON DELETE CASCADE,
  first_anchor TEXT NOT NULL,
  last_anchor TEXT NOT NULL
) STRICT;
CREATE INDEX search_passages_work ON search_passages (work_id, id);
CREATE INDEX search_passages_chapter ON search_passages (chapter_id);
CREATE VIRTUAL TABLE search_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

-- However a work or chapter goes, its words go with it.
-- +goose StatementBegin
CREATE TRIGGER search_entries_gone AFTER DELETE ON search_entries BEGIN
  DELETE FROM search_entry_words WHERE rowid = old.work_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_passages_gone AFTER DELETE ON search_passages BEGIN
  DELETE FROM search_words WHERE rowid = old.id;
END;
-- +goose StatementEnd

-- How far a rebuilding of the index has come, so that it can go on after a stop.
CREATE TABLE search_rebuild (
  id INTEGER PRIMARY KEY,
  work_id INTEGER NOT NULL,
  chapter_id INTEGER NOT NULL
) STRICT;
