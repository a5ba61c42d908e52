-- account_id will not hear from other_id: no comments, kudos, gifts or invitations.
CREATE TABLE blocks (
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  other_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at {{int}} NOT NULL,
  PRIMARY KEY (account_id, other_id)
){{strict}};
CREATE INDEX blocks_other ON blocks (other_id);

-- account_id does not want to see what other_id makes.
CREATE TABLE mutes (
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  other_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at {{int}} NOT NULL,
  PRIMARY KEY (account_id, other_id)
){{strict}};
CREATE INDEX mutes_other ON mutes (other_id);
