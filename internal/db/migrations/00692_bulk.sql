-- Changes of many works at once: looked at first, then made, and for a while undone.
CREATE TABLE bulk_changes (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  changes TEXT NOT NULL,
  state {{key}} NOT NULL,
  made_at {{int}} NOT NULL,
  done_at {{int}}
){{strict}};
CREATE INDEX bulk_changes_account ON bulk_changes (account_id, id);
CREATE INDEX bulk_changes_made ON bulk_changes (made_at);

-- The works of one change. seen is the minor version that was looked at; before and
-- after are what the change found and left, to be undone by.
CREATE TABLE bulk_works (
  change_id {{int}} NOT NULL REFERENCES bulk_changes (id) ON DELETE CASCADE,
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  seen {{int}} NOT NULL,
  before TEXT NOT NULL DEFAULT '',
  after TEXT NOT NULL DEFAULT '',
  outcome {{key}} NOT NULL DEFAULT '',
  why TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (change_id, work_id)
){{strict}};
CREATE INDEX bulk_works_work ON bulk_works (work_id);
