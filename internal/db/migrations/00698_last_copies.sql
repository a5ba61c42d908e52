-- The text of a removed work for each of those who made it: a page of HTML, deflated.
CREATE TABLE last_copies (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  page {{blob}} NOT NULL,
  made_at {{int}} NOT NULL
){{strict}};
CREATE INDEX last_copies_account ON last_copies (account_id, id);
CREATE INDEX last_copies_made ON last_copies (made_at);
