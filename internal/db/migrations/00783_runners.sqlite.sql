-- Programs that run jobs; each counts its signs of life.
CREATE TABLE job_runners (
  name TEXT PRIMARY KEY,
  signs INTEGER NOT NULL
) STRICT;
