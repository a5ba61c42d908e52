-- The number that the change feed had reached when the index of words was brought together.
CREATE TABLE search_tidied (
  id INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL
) STRICT;
INSERT INTO search_tidied (id, change_id) VALUES (1, -1);

-- Two parts of a size are merged when there is time for it; while somebody saves, four as before.
INSERT INTO search_words (search_words, rank) VALUES ('usermerge', 2);
INSERT INTO search_entry_words (search_entry_words, rank) VALUES ('usermerge', 2);
