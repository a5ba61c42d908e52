-- Styles that authors wrote. css is as it was typed; clean is what is served, under
-- an address that holds its sum. shared is no, asked, yes or refused; staff look at
-- a skin before others are shown it. origin says whose skin it began as a copy of.
CREATE TABLE work_skins (
  id {{id}},
  account_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  title TEXT NOT NULL,
  title_key {{key}} NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  origin TEXT NOT NULL DEFAULT '',
  css TEXT NOT NULL,
  clean TEXT NOT NULL,
  sum {{key}} NOT NULL,
  shared {{key}} NOT NULL DEFAULT 'no',
  answer TEXT NOT NULL DEFAULT '',
  created_at {{int}} NOT NULL,
  updated_at {{int}} NOT NULL
){{strict}};
CREATE UNIQUE INDEX work_skins_account ON work_skins (account_id, title_key);
CREATE INDEX work_skins_shared ON work_skins (shared, title_key);

-- The one skin of a work.
CREATE TABLE skins_of_works (
  work_id {{int}} PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE,
  skin_id {{int}} NOT NULL REFERENCES work_skins (id) ON DELETE CASCADE
){{strict}};
CREATE INDEX skins_of_works_skin ON skins_of_works (skin_id);

-- The archive's pictures that a skin shows, which are served with it.
CREATE TABLE skin_pictures (
  skin_id {{int}} NOT NULL REFERENCES work_skins (id) ON DELETE CASCADE,
  name {{key}} NOT NULL REFERENCES pictures (name),
  PRIMARY KEY (skin_id, name)
){{strict}};
CREATE INDEX skin_pictures_name ON skin_pictures (name);
