-- Works whose authors leave their text out of the search for quotes and of what is
-- half remembered. They are still found by title, names, tags, summary and notes.
ALTER TABLE works ADD COLUMN unquoted {{bool}} NOT NULL DEFAULT FALSE;
