-- What a letter is about and who caused it, so that nobody gets one twice for the same
-- thing, and nobody floods others with them. topic is '' for letters that are never too
-- many.
ALTER TABLE letters ADD COLUMN topic {{key}} NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN from_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL;
CREATE INDEX letters_topic ON letters (account_id, topic) WHERE topic <> '';
CREATE INDEX letters_from ON letters (from_id, created_at) WHERE from_id IS NOT NULL;
