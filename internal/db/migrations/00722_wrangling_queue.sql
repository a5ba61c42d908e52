-- Tags that wait to be sorted in, as the job that guesses last found them. uses are
-- works that members see.
CREATE TABLE tag_queue (
  tag_id {{int}} PRIMARY KEY REFERENCES tags (id) ON DELETE CASCADE,
  type {{key}} NOT NULL,
  fandom_id {{int}} REFERENCES tags (id) ON DELETE SET NULL,
  uses {{int}} NOT NULL,
  guessed_at {{int}} NOT NULL
){{strict}};
CREATE INDEX tag_queue_uses ON tag_queue (uses, tag_id);
CREATE INDEX tag_queue_fandom ON tag_queue (fandom_id, type, uses);
CREATE INDEX tag_queue_guessed ON tag_queue (guessed_at, tag_id);

-- What a tag may mean, the best guess first. score is in hundredths.
CREATE TABLE tag_guesses (
  tag_id {{int}} NOT NULL REFERENCES tag_queue (tag_id) ON DELETE CASCADE,
  place {{int}} NOT NULL,
  guess_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  score {{int}} NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (tag_id, place)
){{strict}};
CREATE INDEX tag_guesses_guess ON tag_guesses (guess_id);

-- Who has a tag before them, so that nobody else gets it; and who passed one by.
CREATE TABLE tag_leases (
  tag_id {{int}} PRIMARY KEY REFERENCES tags (id) ON DELETE CASCADE,
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  until {{int}} NOT NULL
){{strict}};
CREATE INDEX tag_leases_account ON tag_leases (account_id);
CREATE TABLE tag_skips (
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  tag_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  at {{int}} NOT NULL,
  PRIMARY KEY (account_id, tag_id)
){{strict}};
CREATE INDEX tag_skips_tag ON tag_skips (tag_id);

-- Tags whose guesses are still to be made.
ALTER TABLE tags ADD COLUMN guessed {{bool}} NOT NULL DEFAULT FALSE;
CREATE INDEX tags_unguessed ON tags (id) WHERE guessed = FALSE;
