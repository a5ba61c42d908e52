-- What becomes of the works of somebody who leaves: by rule for those that they sign
-- alone and for those that others sign too, and for single works.
CREATE TABLE leavings (
  account_id {{int}} PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  alone {{key}} NOT NULL,
  shared {{key}} NOT NULL,
  asked_at {{int}} NOT NULL
){{strict}};

-- answer is what the one who is to have a work said: '' nothing yet, yes, no.
CREATE TABLE leaving_works (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES leavings (account_id) ON DELETE CASCADE,
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  fate {{key}} NOT NULL,
  to_id {{int}} REFERENCES pseuds (id) ON DELETE SET NULL,
  answer {{key}} NOT NULL DEFAULT '',
  UNIQUE (account_id, work_id)
){{strict}};
CREATE INDEX leaving_works_work ON leaving_works (work_id);
CREATE INDEX leaving_works_to ON leaving_works (to_id);
