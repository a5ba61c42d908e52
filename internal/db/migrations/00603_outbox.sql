-- rank tells which letters go first: 0 what somebody waits for, 1 all others.
-- went_to is the address that a letter was last given to a mail server for, and
-- refused is set when the server would not have it for good.
ALTER TABLE letters ADD COLUMN rank {{int}} NOT NULL DEFAULT 1;
ALTER TABLE letters ADD COLUMN went_to {{key}} NOT NULL DEFAULT '';
ALTER TABLE letters ADD COLUMN refused {{bool}} NOT NULL DEFAULT FALSE;
DROP INDEX letters_outbox;
CREATE INDEX letters_outbox ON letters (state, rank, next_at, id);
CREATE INDEX letters_kind ON letters (kind, state, created_at);
CREATE INDEX letters_unread ON letters (account_id) WHERE read_at IS NULL;
CREATE INDEX letters_went ON letters (went_to, id) WHERE went_to <> '';
CREATE INDEX letters_secret ON letters (created_at) WHERE secret <> '';

-- The key of the links in letters by which a kind of them is turned off without
-- signing in: one row, made when the first such letter goes.
CREATE TABLE mail_keys (
  id {{int}} PRIMARY KEY,
  body {{blob}} NOT NULL
){{strict}};
