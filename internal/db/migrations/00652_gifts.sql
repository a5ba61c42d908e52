-- What became of a work that was given to somebody, apart from the gift itself,
-- which its giver may take back and give again: a refusal outlives that. told_at is
-- when the letter went; it waits until the work can be read.
CREATE TABLE gift_answers (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  refused {{bool}} NOT NULL DEFAULT FALSE,
  given_at {{int}} NOT NULL,
  told_at {{int}},
  PRIMARY KEY (work_id, account_id)
){{strict}};
CREATE INDEX gift_answers_account ON gift_answers (account_id);
CREATE INDEX gift_answers_untold ON gift_answers (given_at) WHERE told_at IS NULL;
CREATE INDEX gifts_name ON gifts (name);
