-- How each member came in. inviter_id is who brought them, NULL for nobody.
CREATE TABLE joins (
  account_id {{int}} PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  inviter_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  way {{key}} NOT NULL,
  created_at {{int}} NOT NULL
){{strict}};
CREATE INDEX joins_inviter ON joins (inviter_id, account_id);

-- What staff gave or took of somebody's invitations; the row that is locked while
-- one is made.
CREATE TABLE inviters (
  account_id {{int}} PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  more {{int}} NOT NULL DEFAULT 0
){{strict}};

-- Wishes to join. code_hash is of the link by which the applicant looks at the
-- answer, and joins once it is yes.
CREATE TABLE applications (
  id {{id}},
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  words TEXT NOT NULL,
  code_hash {{blob}} NOT NULL UNIQUE,
  state {{key}} NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  created_at {{int}} NOT NULL,
  decided_at {{int}},
  decided_by {{int}} REFERENCES accounts (id) ON DELETE SET NULL
){{strict}};
CREATE INDEX applications_state ON applications (state, id);

-- Codes that let one person join. account_id is who made it, NULL for an
-- application that staff accepted; such a one may have two codes, of which one is
-- used. address is where it was sent, '' for a link that was handed over.
CREATE TABLE invitations (
  id {{id}},
  account_id {{int}} REFERENCES accounts (id) ON DELETE CASCADE,
  application_id {{int}} REFERENCES applications (id) ON DELETE CASCADE,
  code_hash {{blob}} NOT NULL UNIQUE,
  address TEXT NOT NULL DEFAULT '',
  created_at {{int}} NOT NULL,
  expires_at {{int}} NOT NULL,
  withdrawn_at {{int}},
  used_at {{int}},
  used_by {{int}} REFERENCES accounts (id) ON DELETE SET NULL
){{strict}};
CREATE INDEX invitations_account ON invitations (account_id, id);
CREATE INDEX invitations_application ON invitations (application_id);

-- What was tried lately, by network, account and address, so that limits hold over
-- restarts and nodes.
CREATE TABLE join_tries (
  id {{id}},
  subject {{key}} NOT NULL,
  at {{int}} NOT NULL
){{strict}};
CREATE INDEX join_tries_subject ON join_tries (subject, at);
CREATE INDEX join_tries_at ON join_tries (at);
