-- Blocks are of bits, which take a quarter less room. Texts are indexed anew when the
-- archive starts; until then only entries are found.
INSERT INTO search_rebuild (id, work_id, chapter_id) SELECT 1, 0, 0 WHERE EXISTS (SELECT 1 FROM search_passages) ON CONFLICT (id) DO UPDATE SET work_id = 0, chapter_id = 0;
TRUNCATE search_blocks, search_runs, search_passages;
