-- Who reads a work before others do: somebody with an account, or whoever has a
-- link. newest shows the working copy as it stands; else what was given stays.
CREATE TABLE betas (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  by_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  pseud_id {{int}} REFERENCES pseuds (id) ON DELETE CASCADE,
  token_hash {{blob}} UNIQUE,
  label TEXT NOT NULL,
  newest {{bool}} NOT NULL,
  credited {{bool}} NOT NULL DEFAULT FALSE,
  created_at {{int}} NOT NULL,
  expires_at {{int}} NOT NULL,
  ended_at {{int}}
){{strict}};
CREATE INDEX betas_work ON betas (work_id, id);
CREATE INDEX betas_pseud ON betas (pseud_id);

-- The text that a reader was given of a chapter, clean and anchored.
CREATE TABLE beta_chapters (
  id {{id}},
  beta_id {{int}} NOT NULL REFERENCES betas (id) ON DELETE CASCADE,
  chapter_id {{int}} NOT NULL REFERENCES chapters (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  html TEXT NOT NULL,
  next_anchor {{int}} NOT NULL,
  rev {{int}} NOT NULL,
  given_at {{int}} NOT NULL,
  UNIQUE (beta_id, chapter_id)
){{strict}};
CREATE INDEX beta_chapters_chapter ON beta_chapters (chapter_id);

-- What was said of a passage. replacement is what a suggestion would put in the
-- place of quote. thread_id is the remark that this answers. account_id is NULL for
-- who came by link without an account.
CREATE TABLE beta_remarks (
  id {{id}},
  copy_id {{int}} NOT NULL REFERENCES beta_chapters (id) ON DELETE CASCADE,
  thread_id {{int}} REFERENCES beta_remarks (id) ON DELETE CASCADE,
  account_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  name TEXT NOT NULL,
  anchor {{key}} NOT NULL,
  quote TEXT NOT NULL,
  words TEXT NOT NULL,
  replacement TEXT,
  state {{key}} NOT NULL,
  created_at {{int}} NOT NULL
){{strict}};
CREATE INDEX beta_remarks_copy ON beta_remarks (copy_id, id);
CREATE INDEX beta_remarks_thread ON beta_remarks (thread_id);
