-- Tags that nobody is to sort in: they stay as their authors wrote them.
ALTER TABLE tags ADD COLUMN unwrangleable {{bool}} NOT NULL DEFAULT FALSE;

-- Names that tags had before: addresses with them go on.
CREATE TABLE tag_old_names (
  name_key {{key}} PRIMARY KEY,
  tag_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE
){{strict}};
CREATE INDEX tag_old_names_tag ON tag_old_names (tag_id);

-- Works whose filters are to be written anew, since what their tags mean has changed:
-- first the tags whose works are still to be told, then the works themselves.
CREATE TABLE refilter_tags (
  tag_id {{int}} PRIMARY KEY REFERENCES tags (id) ON DELETE CASCADE
){{strict}};
CREATE TABLE refilter_works (
  work_id {{int}} PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE
){{strict}};

-- What wranglers did: who, when, what and why. diff is all that it changed in the
-- graph, to be undone by.
CREATE TABLE tag_acts (
  id {{id}},
  account_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  kind {{key}} NOT NULL,
  why TEXT NOT NULL,
  diff TEXT NOT NULL,
  at {{int}} NOT NULL,
  undone_at {{int}},
  undone_by_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL
){{strict}};
CREATE INDEX tag_acts_account ON tag_acts (account_id, id);

-- The tags that an act was about; other_id is what they were put under or made into.
CREATE TABLE tag_act_tags (
  act_id {{int}} NOT NULL REFERENCES tag_acts (id) ON DELETE CASCADE,
  tag_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  other_id {{int}} REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (act_id, tag_id)
){{strict}};
CREATE INDEX tag_act_tags_tag ON tag_act_tags (tag_id, act_id);
CREATE INDEX tag_act_tags_other ON tag_act_tags (other_id, act_id);

-- What wranglers say to each other about a tag.
CREATE TABLE tag_notes (
  id {{id}},
  tag_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  account_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  words TEXT NOT NULL,
  at {{int}} NOT NULL
){{strict}};
CREATE INDEX tag_notes_tag ON tag_notes (tag_id, id);

-- Members who wrangle. One without fandoms wrangles everything but fandoms and media.
CREATE TABLE wranglers (
  account_id {{int}} PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  named_at {{int}} NOT NULL
){{strict}};
CREATE TABLE wrangler_fandoms (
  account_id {{int}} NOT NULL REFERENCES wranglers (account_id) ON DELETE CASCADE,
  tag_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, tag_id)
){{strict}};
CREATE INDEX wrangler_fandoms_tag ON wrangler_fandoms (tag_id);
