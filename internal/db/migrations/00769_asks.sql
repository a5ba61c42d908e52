-- What people ask the archive: a story that they half remember, by the clues of
-- /find. fandom_key is folded as tags are; digest tells that the same is asked twice.
-- found_at is when the asker said that it is found: in found_work_id or, elsewhere,
-- in found_title; both are empty once that work is gone. found_by suggested it.
CREATE TABLE asks (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  subject TEXT NOT NULL,
  fandom TEXT NOT NULL DEFAULT '',
  fandom_key {{key}} NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  digest {{key}} NOT NULL,
  asked_at {{int}} NOT NULL,
  found_at {{int}},
  found_work_id {{int}} REFERENCES works (id) ON DELETE SET NULL,
  found_title TEXT NOT NULL DEFAULT '',
  found_by {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  hidden_at {{int}}
){{strict}};
CREATE UNIQUE INDEX asks_digest ON asks (account_id, digest);
CREATE INDEX asks_asked ON asks (asked_at DESC, id DESC);
CREATE INDEX asks_fandom ON asks (fandom_key) WHERE fandom_key <> '';
CREATE INDEX asks_found ON asks (found_work_id);
CREATE INDEX asks_found_by ON asks (found_by);

CREATE TABLE ask_clues (
  ask_id {{int}} NOT NULL REFERENCES asks (id) ON DELETE CASCADE,
  field {{key}} NOT NULL,
  said TEXT NOT NULL,
  maybe {{bool}} NOT NULL,
  PRIMARY KEY (ask_id, field)
){{strict}};

-- The words that a request is found by, each by one of its forms.
CREATE TABLE ask_words (
  word {{key}} NOT NULL,
  ask_id {{int}} NOT NULL REFERENCES asks (id) ON DELETE CASCADE,
  PRIMARY KEY (word, ask_id)
){{strict}};
CREATE INDEX ask_words_request ON ask_words (ask_id);

-- Works of which the asker says that it is not the one.
CREATE TABLE ask_nots (
  ask_id {{int}} NOT NULL REFERENCES asks (id) ON DELETE CASCADE,
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  PRIMARY KEY (ask_id, work_id)
){{strict}};
CREATE INDEX ask_nots_work ON ask_nots (work_id);

-- What others think it is: a work here, or the title of one elsewhere.
CREATE TABLE ask_suggestions (
  id {{id}},
  ask_id {{int}} NOT NULL REFERENCES asks (id) ON DELETE CASCADE,
  account_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  work_id {{int}} REFERENCES works (id) ON DELETE CASCADE,
  title TEXT NOT NULL DEFAULT '',
  title_key {{key}} NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '',
  made_at {{int}} NOT NULL,
  refused {{bool}} NOT NULL DEFAULT FALSE,
  hidden_at {{int}}
){{strict}};
CREATE UNIQUE INDEX ask_suggestions_work ON ask_suggestions (ask_id, work_id) WHERE work_id IS NOT NULL;
CREATE UNIQUE INDEX ask_suggestions_title ON ask_suggestions (ask_id, title_key) WHERE work_id IS NULL;
CREATE INDEX ask_suggestions_of_work ON ask_suggestions (work_id);
CREATE INDEX ask_suggestions_account ON ask_suggestions (account_id, made_at);
