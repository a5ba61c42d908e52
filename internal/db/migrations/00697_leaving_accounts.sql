-- When an account is to be deleted, NULL for one that stays. Signing in empties it.
ALTER TABLE accounts ADD COLUMN leaving_at {{int}};
CREATE INDEX accounts_leaving ON accounts (leaving_at) WHERE leaving_at IS NOT NULL;

-- Names of accounts that are gone, which nobody can take for a while: as hashes, so
-- that the names themselves are nowhere.
CREATE TABLE held_names (
  name_hash {{blob}} PRIMARY KEY,
  until {{int}} NOT NULL
){{strict}};
CREATE INDEX held_names_until ON held_names (until);
