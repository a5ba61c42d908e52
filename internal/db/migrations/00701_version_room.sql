-- What each version weighs, in bytes as it is packed. It stands in the row, and in the
-- index beside what versions are counted by, so that counting and summing read no
-- texts.
ALTER TABLE chapter_versions ADD COLUMN size {{int}} NOT NULL DEFAULT 0;
UPDATE chapter_versions SET size = COALESCE(LENGTH(packed), OCTET_LENGTH(html), 0);
CREATE INDEX chapter_versions_kept ON chapter_versions (chapter_id, kind, created_at, size);
DROP INDEX chapter_versions_account;
CREATE INDEX chapter_versions_writer ON chapter_versions (account_id, kind, created_at);
