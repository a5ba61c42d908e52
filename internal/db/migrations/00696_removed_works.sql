-- Works that readers could see and that were removed: their addresses say so.
CREATE TABLE removed_works (
  work_id {{int}} PRIMARY KEY,
  at {{int}} NOT NULL
){{strict}};

-- Files of what was removed, to be removed too where nothing else needs them.
CREATE TABLE loose_files (
  shelf {{key}} NOT NULL,
  name {{key}} NOT NULL,
  at {{int}} NOT NULL,
  PRIMARY KEY (shelf, name)
){{strict}};
CREATE INDEX loose_files_at ON loose_files (at);
