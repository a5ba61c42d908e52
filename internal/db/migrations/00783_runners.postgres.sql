-- Programs that run jobs; each counts its signs of life.
CREATE TABLE job_runners (
  name TEXT PRIMARY KEY,
  signs BIGINT NOT NULL
);

-- The windows of a run as the first and last of each that are in a row. Texts are indexed
-- anew when the archive starts; until then only entries are found.
INSERT INTO search_rebuild (id, work_id, chapter_id) SELECT 1, 0, 0 WHERE EXISTS (SELECT 1 FROM search_passages) ON CONFLICT (id) DO UPDATE SET work_id = 0, chapter_id = 0;
TRUNCATE search_blocks, search_runs, search_passages;
ALTER TABLE search_runs DROP COLUMN windows;
ALTER TABLE search_runs ADD COLUMN ranges BIGINT[] NOT NULL;
