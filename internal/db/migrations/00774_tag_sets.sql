-- Sets of tags that are taken in by the page: lines, in JSON and in the order in which
-- they go in, of which so many are done. Who works on one has it until busy_until.
CREATE TABLE tag_sets (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  hash {{key}} NOT NULL,
  lines TEXT NOT NULL,
  total {{int}} NOT NULL,
  done {{int}} NOT NULL DEFAULT 0,
  made {{int}} NOT NULL DEFAULT 0,
  changed {{int}} NOT NULL DEFAULT 0,
  at {{int}} NOT NULL,
  ended_at {{int}},
  busy_by TEXT NOT NULL DEFAULT '',
  busy_until {{int}} NOT NULL DEFAULT 0
){{strict}};
CREATE INDEX tag_sets_account ON tag_sets (account_id, hash);

-- Lines that were passed by, and why: a sentence with what stands in it, in JSON.
CREATE TABLE tag_set_wrong (
  set_id {{int}} NOT NULL REFERENCES tag_sets (id) ON DELETE CASCADE,
  place {{int}} NOT NULL,
  at {{int}} NOT NULL,
  name TEXT NOT NULL,
  told TEXT NOT NULL,
  PRIMARY KEY (set_id, place)
){{strict}};
