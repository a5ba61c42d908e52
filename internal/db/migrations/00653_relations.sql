-- What a work was inspired by or is a translation of: another work here (local),
-- whose parent_id is NULL once it is gone, or something elsewhere with an address.
-- approved is the word of the other work's creators: then it is listed there too.
CREATE TABLE relations (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  local {{bool}} NOT NULL,
  parent_id {{int}} REFERENCES works (id) ON DELETE SET NULL,
  url TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  author TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  translation {{bool}} NOT NULL,
  approved {{bool}} NOT NULL DEFAULT FALSE,
  told_at {{int}},
  created_at {{int}} NOT NULL,
  UNIQUE (work_id, parent_id)
){{strict}};
CREATE INDEX relations_parent ON relations (parent_id);
CREATE INDEX relations_untold ON relations (created_at) WHERE local AND told_at IS NULL;

-- Whose page also shows something of another work: it changes when that does.
CREATE TABLE ties (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  other_id {{int}} NOT NULL,
  PRIMARY KEY (work_id, other_id)
){{strict}};
