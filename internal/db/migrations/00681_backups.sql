-- The names under which backups know works, so that one that is taken in twice is
-- there once. A copy that somebody else took in has the same name. whole is unset
-- while earlier versions of its chapters are still to come; chapter and version count
-- those that are in, so that a stopped one goes on there.
CREATE TABLE work_uids (
  work_id {{int}} PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE,
  uid {{key}} NOT NULL,
  whole {{bool}} NOT NULL DEFAULT TRUE,
  chapter {{int}} NOT NULL DEFAULT 0,
  version {{int}} NOT NULL DEFAULT 0
){{strict}};
CREATE INDEX work_uids_uid ON work_uids (uid);

-- Backups that people asked for: made by a job, kept for a week. lies names the file
-- on the shelf of backups; far and works say how far it is.
CREATE TABLE backups (
  id {{id}},
  account_id {{int}} NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
  state {{key}} NOT NULL,
  far {{int}} NOT NULL DEFAULT 0,
  works {{int}} NOT NULL DEFAULT 0,
  size {{int}} NOT NULL DEFAULT 0,
  lies {{key}} NOT NULL DEFAULT '',
  asked_at {{int}} NOT NULL,
  made_at {{int}},
  busy_until {{int}} NOT NULL DEFAULT 0
){{strict}};

-- Who has a backup made by itself each month, and when the next is due.
CREATE TABLE backup_wishes (
  account_id {{int}} PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  next_at {{int}} NOT NULL
){{strict}};
CREATE INDEX backup_wishes_next ON backup_wishes (next_at);

-- Backups that people brought, to be taken in: the file on the shelf of backups, how
-- far it is, and what became of its works, as JSON.
CREATE TABLE backup_takes (
  id {{id}},
  account_id {{int}} NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
  state {{key}} NOT NULL,
  lies {{key}} NOT NULL DEFAULT '',
  far {{int}} NOT NULL DEFAULT 0,
  works {{int}} NOT NULL DEFAULT 0,
  report TEXT NOT NULL DEFAULT '[]',
  trouble TEXT NOT NULL DEFAULT '',
  brought_at {{int}} NOT NULL,
  busy_until {{int}} NOT NULL DEFAULT 0
){{strict}};
