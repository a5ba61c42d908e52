-- Browsers on which an account has signed in before; their log-ins are limited apart.
CREATE TABLE devices (
  token_hash {{blob}} NOT NULL,
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  seen_at {{int}} NOT NULL,
  PRIMARY KEY (token_hash, account_id)
){{strict}};
CREATE INDEX devices_account ON devices (account_id, seen_at);
