-- Imports by the page: files that people brought and that wait to be looked at and
-- accepted, for as long as it takes. busy_by has a lease on an import until
-- busy_until: one program at a time reads its files and takes its works in.
CREATE TABLE imports (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  stopped {{bool}} NOT NULL DEFAULT FALSE,
  round {{int}} NOT NULL DEFAULT 0,
  busy_by {{key}} NOT NULL DEFAULT '',
  busy_until {{int}} NOT NULL DEFAULT 0,
  created_at {{int}} NOT NULL,
  touched_at {{int}} NOT NULL
){{strict}};
CREATE INDEX imports_account ON imports (account_id, touched_at);

-- lies names a file on the shelf of incoming files while it is needed. A file inside
-- a zip has none: zip_id is the zip, whose bytes are read. sha256 is NULL until such
-- a file is read; the same bytes are in an import once.
CREATE TABLE import_files (
  id {{id}},
  import_id {{int}} NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  zip_id {{int}} REFERENCES import_files (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  sha256 {{key}},
  size {{int}} NOT NULL,
  lies {{key}} NOT NULL DEFAULT '',
  state {{key}} NOT NULL,
  choices TEXT NOT NULL DEFAULT '{}',
  UNIQUE (import_id, sha256)
){{strict}};
CREATE INDEX import_files_state ON import_files (import_id, state, id);
CREATE INDEX import_files_zip ON import_files (zip_id);
CREATE INDEX import_files_lies ON import_files (lies) WHERE lies <> '';

-- What was found in the files: a row for each work, and one with part 0 for a file
-- that can't be read. needs counts what somebody should look at; asks is set while
-- it is open whether this is a work that is here already.
CREATE TABLE import_works (
  id {{id}},
  import_id {{int}} NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  file_id {{int}} NOT NULL REFERENCES import_files (id) ON DELETE CASCADE,
  part {{int}} NOT NULL,
  title TEXT NOT NULL,
  words {{int}} NOT NULL,
  chapters {{int}} NOT NULL,
  unrated {{bool}} NOT NULL,
  needs {{int}} NOT NULL,
  asks {{bool}} NOT NULL,
  seen {{bool}} NOT NULL DEFAULT FALSE,
  report TEXT NOT NULL,
  corrections TEXT NOT NULL DEFAULT '{}',
  undo TEXT NOT NULL DEFAULT '[]',
  minor {{int}} NOT NULL DEFAULT 0,
  decision {{key}} NOT NULL DEFAULT '',
  into_id {{int}} REFERENCES works (id) ON DELETE SET NULL,
  readers {{key}} NOT NULL DEFAULT '',
  pseud_id {{int}} REFERENCES pseuds (id) ON DELETE SET NULL,
  for_name TEXT NOT NULL DEFAULT '',
  state {{key}} NOT NULL,
  work_id {{int}} REFERENCES works (id) ON DELETE SET NULL,
  reason TEXT NOT NULL DEFAULT '',
  UNIQUE (file_id, part)
){{strict}};
CREATE INDEX import_works_state ON import_works (import_id, state, id);
CREATE INDEX import_works_into ON import_works (into_id);
CREATE INDEX import_works_work ON import_works (work_id);
CREATE INDEX import_works_pseud ON import_works (pseud_id);
