-- Filters of lists that somebody has saved under a name: address is that of the list.
-- default_for is all or tag (the lists of default_tag) where it is taken when a list is
-- opened without a filter. share and feed are the secret parts of addresses, NULL while
-- there is none; they are kept as they are, since whoever made them is to see them again.
CREATE TABLE presets (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  name_key {{key}} NOT NULL,
  address TEXT NOT NULL,
  default_for {{key}} NOT NULL DEFAULT '',
  default_tag {{int}} REFERENCES tags (id) ON DELETE SET NULL,
  share {{key}} UNIQUE,
  share_named {{bool}} NOT NULL DEFAULT FALSE,
  feed {{key}} UNIQUE,
  feed_mine {{bool}} NOT NULL DEFAULT FALSE,
  created_at {{int}} NOT NULL,
  updated_at {{int}} NOT NULL,
  UNIQUE (account_id, name_key)
){{strict}};
CREATE INDEX presets_tag ON presets (default_tag);

-- The filters that somebody used last, and whether they want them noted. Who writes
-- either writes the choice first, so that others who do wait.
CREATE TABLE preset_choices (
  account_id {{int}} PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  unnoted {{bool}} NOT NULL DEFAULT FALSE
){{strict}};
CREATE TABLE preset_recents (
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  sum {{key}} NOT NULL,
  address TEXT NOT NULL,
  used_at {{int}} NOT NULL,
  PRIMARY KEY (account_id, sum)
){{strict}};
