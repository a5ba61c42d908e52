-- People who were asked to sign a work and have not answered. Nothing that shows a
-- work looks in here. chapter_id is NULL for the whole work.
CREATE TABLE creator_invitations (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  chapter_id {{int}} REFERENCES chapters (id) ON DELETE CASCADE,
  pseud_id {{int}} NOT NULL REFERENCES pseuds (id) ON DELETE CASCADE,
  by_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at {{int}} NOT NULL,
  UNIQUE (work_id, pseud_id)
){{strict}};
CREATE INDEX creator_invitations_pseud ON creator_invitations (pseud_id);

-- The account under which works are that their makers left to the archive: one row,
-- empty until the first of them.
CREATE TABLE orphanage (
  id {{int}} PRIMARY KEY,
  account_id {{int}} REFERENCES accounts (id)
){{strict}};
INSERT INTO orphanage (id) VALUES (1);

-- Who left a work to the archive: for staff, for three days.
CREATE TABLE orphaned (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  account_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  name TEXT NOT NULL,
  at {{int}} NOT NULL
){{strict}};
CREATE INDEX orphaned_work ON orphaned (work_id);
CREATE INDEX orphaned_at ON orphaned (at);
