-- What people have read, each for themselves alone. histories has a row for everybody who
-- has read something: who writes what somebody read writes it first, so that others who
-- do wait. cleared_at is when they last cleared all: what was read until then is not
-- written any more.
CREATE TABLE histories (
  account_id {{int}} PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  written_at {{int}} NOT NULL,
  cleared_at {{int}} NOT NULL DEFAULT 0
){{strict}};

-- A work that somebody has read. The row outlives the work, and has nothing of it but
-- its key: what is gone, or is not shown any more, is told by the date alone. chapter_id
-- is the chapter opened last, 0 for the entire work, and chapters how many there were to
-- read then. removed_at is when the row was taken off the list, NULL while it is on it.
CREATE TABLE readings (
  account_id {{int}} NOT NULL REFERENCES histories (account_id) ON DELETE CASCADE,
  work_id {{int}} NOT NULL,
  first_at {{int}} NOT NULL,
  last_at {{int}} NOT NULL,
  times {{int}} NOT NULL,
  chapter_id {{int}} NOT NULL,
  chapters {{int}} NOT NULL,
  removed_at {{int}},
  PRIMARY KEY (account_id, work_id)
){{strict}};
CREATE INDEX readings_last ON readings (account_id, last_at DESC, work_id DESC) WHERE removed_at IS NULL;
CREATE INDEX readings_removed ON readings (removed_at) WHERE removed_at IS NOT NULL;
