-- Working copies: what is being written in a chapter and not yet in its text. One
-- for each chapter, shared by its creators; rev goes up with each save, and a save
-- from an older one is a conflict. text is as it was typed, not cleaned. tab and n
-- name the last save, so that the same one sent twice is one.
CREATE TABLE drafts (
  chapter_id {{int}} PRIMARY KEY REFERENCES chapters (id) ON DELETE CASCADE,
  rev {{int}} NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  notes_before TEXT NOT NULL,
  notes_after TEXT NOT NULL,
  text TEXT NOT NULL,
  words {{int}} NOT NULL,
  account_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  tab {{key}} NOT NULL DEFAULT '',
  n {{int}} NOT NULL DEFAULT 0,
  began_at {{int}} NOT NULL,
  saved_at {{int}} NOT NULL
){{strict}};
CREATE INDEX drafts_saved ON drafts (saved_at);
