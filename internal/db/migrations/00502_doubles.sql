-- The same story in several files of one import. story is the key of the first work
-- that told it, 0 for one that was not compared; doubles is set for all files of it
-- but the one that is offered to be taken. likeness is what its words look like.
-- mute counts pictures that nobody has described; outline shows how the text is cut.
ALTER TABLE import_works ADD COLUMN story {{int}} NOT NULL DEFAULT 0;
ALTER TABLE import_works ADD COLUMN doubles {{bool}} NOT NULL DEFAULT FALSE;
ALTER TABLE import_works ADD COLUMN mute {{int}} NOT NULL DEFAULT 0;
ALTER TABLE import_works ADD COLUMN likeness {{blob}};
ALTER TABLE import_works ADD COLUMN outline TEXT NOT NULL DEFAULT '[]';
CREATE INDEX import_works_story ON import_works (import_id, story);
-- All that is counted on each look at an import, beside the long reports.
CREATE INDEX import_works_counts ON import_works (import_id, state, part, words, needs, asks, seen, unrated, doubles, mute, decision);

-- Numbers of which works that tell one story most likely share one.
CREATE TABLE import_prints (
  import_id {{int}} NOT NULL,
  print {{int}} NOT NULL,
  work_id {{int}} NOT NULL REFERENCES import_works (id) ON DELETE CASCADE,
  PRIMARY KEY (import_id, print, work_id)
){{strict}};
CREATE INDEX import_prints_work ON import_prints (work_id);

-- What waits is read once more, to be compared.
UPDATE import_files SET state = 'waiting' WHERE state = 'read'
  AND EXISTS (SELECT 1 FROM import_works x WHERE x.file_id = import_files.id AND x.state = 'open');
