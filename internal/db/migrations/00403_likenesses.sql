-- How a story is known again, whatever file it comes in and from whatever address.
-- source_key is source_url without what differs between two ways to write it;
-- likeness_version tells what has been remembered already: 0 is nothing.
ALTER TABLE works ADD COLUMN source_key {{key}} NOT NULL DEFAULT '';
ALTER TABLE works ADD COLUMN likeness_version {{int}} NOT NULL DEFAULT 0;
CREATE INDEX works_source_key ON works (source_key) WHERE source_key <> '';
CREATE INDEX works_likeness ON works (likeness_version, id);

-- What a work's words look like, of the whole text and of its opening, to tell how
-- alike two texts are; opening is NULL where the opening is all there is.
CREATE TABLE likenesses (
  work_id {{int}} PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE,
  whole {{blob}} NOT NULL,
  opening {{blob}}
){{strict}};

-- At most sixteen numbers for each work; works that share one may be alike.
CREATE TABLE likeness_prints (
  print {{int}} NOT NULL,
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  PRIMARY KEY (print, work_id)
){{strict}};
CREATE INDEX likeness_prints_work ON likeness_prints (work_id);
