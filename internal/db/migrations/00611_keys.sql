-- When somebody last proved that a session is theirs, and whether the second step of
-- signing in was taken in it.
ALTER TABLE sessions ADD COLUMN confirmed_at {{int}} NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN strong {{bool}} NOT NULL DEFAULT FALSE;

-- Log-ins whose password was right and whose second step is to come.
CREATE TABLE pending_logins (
  token_hash {{blob}} NOT NULL PRIMARY KEY,
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  stay {{int}} NOT NULL,
  next TEXT NOT NULL,
  expires_at {{int}} NOT NULL
){{strict}};
CREATE INDEX pending_logins_account ON pending_logins (account_id);

-- Authenticator apps. The program needs the secret itself to know the codes.
-- last_step is the step of time of the newest code that was used: none before it,
-- and not it again, is taken. A trial is an app being set up, of no use yet.
CREATE TABLE authenticators (
  account_id {{int}} PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  secret TEXT NOT NULL,
  last_step {{int}} NOT NULL,
  created_at {{int}} NOT NULL
){{strict}};
CREATE TABLE authenticator_trials (
  account_id {{int}} PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  secret TEXT NOT NULL,
  created_at {{int}} NOT NULL
){{strict}};

-- Codes that stand in for a second step, each once: a used one is deleted.
CREATE TABLE recovery_codes (
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  code_hash {{blob}} NOT NULL,
  PRIMARY KEY (account_id, code_hash)
){{strict}};

-- Passkeys; record is what the library needs to know one again, as JSON.
CREATE TABLE passkeys (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  credential {{blob}} NOT NULL UNIQUE,
  name TEXT NOT NULL,
  record TEXT NOT NULL,
  created_at {{int}} NOT NULL,
  used_at {{int}}
){{strict}};
CREATE INDEX passkeys_account ON passkeys (account_id);

-- Questions put to a passkey that wait for the answer; account_id is NULL while
-- nobody knows who answers.
CREATE TABLE passkey_questions (
  token_hash {{blob}} NOT NULL PRIMARY KEY,
  account_id {{int}} REFERENCES accounts (id) ON DELETE CASCADE,
  purpose {{key}} NOT NULL,
  record TEXT NOT NULL,
  expires_at {{int}} NOT NULL
){{strict}};
CREATE INDEX passkey_questions_expiry ON passkey_questions (expires_at);

-- Accounts elsewhere by which people sign in here.
CREATE TABLE provider_accounts (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  issuer {{key}} NOT NULL,
  subject {{key}} NOT NULL,
  label TEXT NOT NULL,
  created_at {{int}} NOT NULL,
  used_at {{int}},
  UNIQUE (issuer, subject)
){{strict}};
CREATE INDEX provider_accounts_account ON provider_accounts (account_id);

-- People who are at a provider and are to come back; account_id is set when they
-- went there to link it.
CREATE TABLE provider_visits (
  token_hash {{blob}} NOT NULL PRIMARY KEY,
  issuer {{key}} NOT NULL,
  nonce TEXT NOT NULL,
  verifier TEXT NOT NULL,
  account_id {{int}} REFERENCES accounts (id) ON DELETE CASCADE,
  next TEXT NOT NULL,
  expires_at {{int}} NOT NULL
){{strict}};
CREATE INDEX provider_visits_expiry ON provider_visits (expires_at);

-- People who came from a provider and have no account here yet.
CREATE TABLE provider_newcomers (
  token_hash {{blob}} NOT NULL PRIMARY KEY,
  issuer {{key}} NOT NULL,
  subject {{key}} NOT NULL,
  label TEXT NOT NULL,
  next TEXT NOT NULL,
  expires_at {{int}} NOT NULL
){{strict}};
CREATE INDEX provider_newcomers_expiry ON provider_newcomers (expires_at);

-- Names that people had before: links with them lead on.
ALTER TABLE accounts ADD COLUMN renamed_at {{int}} NOT NULL DEFAULT 0;
CREATE TABLE old_names (
  name_key {{key}} NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  left_at {{int}} NOT NULL
){{strict}};
CREATE INDEX old_names_account ON old_names (account_id);

-- Changes of e-mail addresses: confirmed by a link that goes to the new one, undone
-- by one that goes to the old one.
CREATE TABLE address_changes (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  old_address TEXT NOT NULL,
  address TEXT NOT NULL,
  confirm_hash {{blob}} NOT NULL UNIQUE,
  stop_hash {{blob}} NOT NULL UNIQUE,
  created_at {{int}} NOT NULL,
  expires_at {{int}} NOT NULL,
  done_at {{int}}
){{strict}};
CREATE INDEX address_changes_account ON address_changes (account_id);
