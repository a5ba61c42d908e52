-- Letters to people: the inbox on the site shows them all, and the outbox is those
-- that wait to go by mail. account_id is NULL for somebody who has no account;
-- address is empty for who has given none. secret is a link that only the mail may
-- hold; it is emptied once the letter is gone.
CREATE TABLE letters (
  id {{id}},
  account_id {{int}} REFERENCES accounts (id) ON DELETE CASCADE,
  address TEXT NOT NULL DEFAULT '',
  kind {{key}} NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  path TEXT NOT NULL DEFAULT '',
  secret TEXT NOT NULL DEFAULT '',
  created_at {{int}} NOT NULL,
  read_at {{int}},
  state {{key}} NOT NULL,
  tries {{int}} NOT NULL DEFAULT 0,
  next_at {{int}} NOT NULL,
  sent_at {{int}},
  trouble TEXT NOT NULL DEFAULT ''
){{strict}};
CREATE INDEX letters_inbox ON letters (account_id, id);
CREATE INDEX letters_outbox ON letters (state, next_at);
