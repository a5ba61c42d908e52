-- What happened to works, by day: counts alone, nobody's name. day counts from 1
-- January 1970 UTC; chapter_id is 0 for what is about the work as a whole.
CREATE TABLE daily (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  chapter_id {{int}} NOT NULL,
  kind {{key}} NOT NULL,
  day {{int}} NOT NULL,
  n {{int}} NOT NULL,
  PRIMARY KEY (work_id, day, kind, chapter_id)
){{strict}};
