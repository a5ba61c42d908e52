-- A file may hold several works: each is taken by itself, so that an import that
-- was stopped in the middle of a collection goes on with the next of them. owner is
-- the account that brought the file, 0 for the command: what one person brought
-- says nothing to another who has the same file.
CREATE TABLE taken_parts (
  sha256 {{key}} NOT NULL,
  part {{int}} NOT NULL,
  owner {{int}} NOT NULL,
  parts {{int}} NOT NULL,
  work_id {{int}} REFERENCES works (id) ON DELETE CASCADE,
  at {{int}} NOT NULL,
  PRIMARY KEY (sha256, part, owner)
){{strict}};
INSERT INTO taken_parts (sha256, part, owner, parts, work_id, at) SELECT sha256, 1, 0, 1, work_id, at FROM taken;
DROP TABLE taken;
ALTER TABLE taken_parts RENAME TO taken;
CREATE INDEX taken_work ON taken (work_id);
