-- People. An account without a password is a place kept for somebody whose
-- stories were brought here by another; it can be claimed later.
CREATE TABLE accounts (
  id {{id}},
  name TEXT NOT NULL,
  name_key {{key}} NOT NULL UNIQUE,
  email TEXT,
  email_key {{key}} UNIQUE,
  password TEXT,
  role TEXT NOT NULL DEFAULT 'member',
  adult {{bool}} NOT NULL DEFAULT FALSE,
  reading TEXT NOT NULL DEFAULT '{}',
  profile TEXT NOT NULL DEFAULT '',
  created_at {{int}} NOT NULL,
  suspended_at {{int}}
){{strict}};

CREATE TABLE pseuds (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id),
  name TEXT NOT NULL,
  name_key {{key}} NOT NULL,
  is_default {{bool}} NOT NULL DEFAULT FALSE,
  created_at {{int}} NOT NULL,
  UNIQUE (account_id, name_key)
){{strict}};
CREATE INDEX pseuds_name ON pseuds (name_key);

CREATE TABLE sessions (
  id {{id}},
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  token_hash {{blob}} NOT NULL UNIQUE,
  agent TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at {{int}} NOT NULL,
  seen_at {{int}} NOT NULL,
  expires_at {{int}} NOT NULL
){{strict}};
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Failed log-ins, by network and by name, so that limits hold over restarts and nodes.
CREATE TABLE login_tries (
  id {{id}},
  subject {{key}} NOT NULL,
  at {{int}} NOT NULL
){{strict}};
CREATE INDEX login_tries_subject ON login_tries (subject, at);
CREATE INDEX login_tries_at ON login_tries (at);

-- Links that work once: making the keeper's account.
CREATE TABLE one_time_links (
  id {{id}},
  token_hash {{blob}} NOT NULL UNIQUE,
  purpose TEXT NOT NULL,
  account_id {{int}} REFERENCES accounts (id) ON DELETE CASCADE,
  created_at {{int}} NOT NULL,
  expires_at {{int}} NOT NULL,
  used_at {{int}}
){{strict}};

-- Tags. merger_id points from a synonym to its canonical tag.
CREATE TABLE tags (
  id {{id}},
  type {{key}} NOT NULL,
  name TEXT NOT NULL,
  name_key {{key}} NOT NULL UNIQUE,
  canonical {{bool}} NOT NULL DEFAULT FALSE,
  merger_id {{int}} REFERENCES tags (id),
  created_at {{int}} NOT NULL
){{strict}};
CREATE INDEX tags_type ON tags (type, name_key);
CREATE INDEX tags_merger ON tags (merger_id);

-- A character, relationship or freeform belongs to fandoms; a fandom to media.
CREATE TABLE tag_parents (
  tag_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  parent_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (tag_id, parent_id)
){{strict}};
CREATE INDEX tag_parents_parent ON tag_parents (parent_id);

-- Broader and narrower tags of one type. Rows with direct = FALSE are the closure.
CREATE TABLE meta_tags (
  sub_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  meta_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  direct {{bool}} NOT NULL,
  PRIMARY KEY (sub_id, meta_id)
){{strict}};
CREATE INDEX meta_tags_meta ON meta_tags (meta_id);

-- Works. audience is the visibility rule: 0 everyone, 1 members, 2 only creators
-- and staff. It is computed here so that no two queries can disagree about it.
CREATE TABLE works (
  id {{id}},
  title TEXT NOT NULL,
  sort_title {{key}} NOT NULL,
  summary TEXT NOT NULL DEFAULT '',
  notes_before TEXT NOT NULL DEFAULT '',
  notes_after TEXT NOT NULL DEFAULT '',
  language {{key}} NOT NULL,
  rating {{key}} NOT NULL,
  chapter_total {{int}},
  chapter_count {{int}} NOT NULL DEFAULT 0,
  chapters_made {{int}} NOT NULL DEFAULT 0,
  words {{int}} NOT NULL DEFAULT 0,
  complete {{bool}} NOT NULL DEFAULT FALSE,
  crossover {{bool}} NOT NULL DEFAULT FALSE,
  posted {{bool}} NOT NULL DEFAULT FALSE,
  restricted {{bool}} NOT NULL DEFAULT FALSE,
  hidden {{bool}} NOT NULL DEFAULT FALSE,
  unrevealed {{bool}} NOT NULL DEFAULT FALSE,
  anonymous {{bool}} NOT NULL DEFAULT FALSE,
  audience {{int}} NOT NULL GENERATED ALWAYS AS (CASE WHEN NOT posted OR hidden OR unrevealed THEN 2 WHEN restricted THEN 1 ELSE 0 END) STORED,
  source_url TEXT NOT NULL DEFAULT '',
  source_posted_at {{int}},
  posted_at {{int}},
  revised_at {{int}} NOT NULL,
  major {{int}} NOT NULL DEFAULT 0,
  minor {{int}} NOT NULL DEFAULT 0,
  clean_version {{int}} NOT NULL,
  created_at {{int}} NOT NULL,
  updated_at {{int}} NOT NULL
){{strict}};
CREATE INDEX works_revised ON works (revised_at DESC, id DESC) WHERE audience < 2;
CREATE INDEX works_posted ON works (posted_at DESC, id DESC) WHERE audience < 2;
CREATE INDEX works_words ON works (words, id) WHERE audience < 2;
CREATE INDEX works_title ON works (sort_title, id) WHERE audience < 2;
CREATE INDEX works_source ON works (source_url) WHERE source_url <> '';

CREATE TABLE work_creators (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  pseud_id {{int}} NOT NULL REFERENCES pseuds (id),
  position {{int}} NOT NULL,
  approved {{bool}} NOT NULL,
  PRIMARY KEY (work_id, pseud_id)
){{strict}};
CREATE INDEX work_creators_pseud ON work_creators (pseud_id, work_id);

-- Chapters. The text is apart from the row, so that lists never load it.
CREATE TABLE chapters (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  position {{int}} NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL DEFAULT '',
  notes_before TEXT NOT NULL DEFAULT '',
  notes_after TEXT NOT NULL DEFAULT '',
  words {{int}} NOT NULL,
  version {{int}} NOT NULL DEFAULT 1,
  posted {{bool}} NOT NULL,
  posted_at {{int}},
  created_at {{int}} NOT NULL,
  updated_at {{int}} NOT NULL
){{strict}};
CREATE INDEX chapters_work ON chapters (work_id, position);

CREATE TABLE chapter_creators (
  chapter_id {{int}} NOT NULL REFERENCES chapters (id) ON DELETE CASCADE,
  pseud_id {{int}} NOT NULL REFERENCES pseuds (id),
  position {{int}} NOT NULL,
  PRIMARY KEY (chapter_id, pseud_id)
){{strict}};
CREATE INDEX chapter_creators_pseud ON chapter_creators (pseud_id);

-- html is the text, clean and anchored; source is what the author sent when that
-- differs; packed is html ready for a page, deflated once at save.
CREATE TABLE chapter_texts (
  chapter_id {{int}} PRIMARY KEY REFERENCES chapters (id) ON DELETE CASCADE,
  html TEXT NOT NULL,
  source TEXT,
  packed {{blob}} NOT NULL,
  packed_size {{int}} NOT NULL,
  packed_sum {{int}} NOT NULL,
  next_anchor {{int}} NOT NULL,
  clean_version {{int}} NOT NULL
){{strict}};
CREATE INDEX chapter_texts_cleaned ON chapter_texts (clean_version);

-- Earlier texts of chapters that were published.
CREATE TABLE chapter_versions (
  id {{id}},
  chapter_id {{int}} NOT NULL REFERENCES chapters (id) ON DELETE CASCADE,
  version {{int}} NOT NULL,
  title TEXT NOT NULL,
  html TEXT NOT NULL,
  words {{int}} NOT NULL,
  created_at {{int}} NOT NULL,
  UNIQUE (chapter_id, version)
){{strict}};

-- Tags as the author gave them, and what they mean for filters: each tag's
-- canonical tag and every broader one. audience and revised_at repeat the work's
-- so that a tag's page is one walk along an index.
CREATE TABLE work_tags (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  tag_id {{int}} NOT NULL REFERENCES tags (id),
  position {{int}} NOT NULL,
  PRIMARY KEY (work_id, tag_id)
){{strict}};
CREATE INDEX work_tags_tag ON work_tags (tag_id, work_id);

CREATE TABLE work_filters (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  tag_id {{int}} NOT NULL REFERENCES tags (id),
  type {{key}} NOT NULL,
  inherited {{bool}} NOT NULL,
  audience {{int}} NOT NULL,
  revised_at {{int}} NOT NULL,
  PRIMARY KEY (work_id, tag_id)
){{strict}};
CREATE INDEX work_filters_newest ON work_filters (tag_id, revised_at DESC, work_id DESC, audience);
CREATE INDEX work_filters_type ON work_filters (type, audience, tag_id);

CREATE TABLE credits (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  position {{int}} NOT NULL,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL
){{strict}};
CREATE INDEX credits_work ON credits (work_id, position);

-- Dedications and gifts, to a person here or to a name.
CREATE TABLE gifts (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  position {{int}} NOT NULL,
  kind TEXT NOT NULL,
  pseud_id {{int}} REFERENCES pseuds (id),
  name TEXT NOT NULL,
  refused {{bool}} NOT NULL DEFAULT FALSE
){{strict}};
CREATE INDEX gifts_work ON gifts (work_id, position);
CREATE INDEX gifts_pseud ON gifts (pseud_id);

-- What somebody asked for; prompt_id will point to a prompt when there are prompts.
CREATE TABLE requests (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  position {{int}} NOT NULL,
  words TEXT NOT NULL,
  prompt_id {{int}}
){{strict}};
CREATE INDEX requests_work ON requests (work_id, position);

CREATE TABLE series (
  id {{id}},
  title TEXT NOT NULL,
  title_key {{key}} NOT NULL,
  summary TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '',
  complete {{bool}} NOT NULL DEFAULT FALSE,
  created_at {{int}} NOT NULL,
  updated_at {{int}} NOT NULL
){{strict}};
CREATE INDEX series_title ON series (title_key);

CREATE TABLE series_creators (
  series_id {{int}} NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  pseud_id {{int}} NOT NULL REFERENCES pseuds (id),
  position {{int}} NOT NULL,
  PRIMARY KEY (series_id, pseud_id)
){{strict}};
CREATE INDEX series_creators_pseud ON series_creators (pseud_id);

CREATE TABLE series_works (
  series_id {{int}} NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  position {{int}} NOT NULL,
  PRIMARY KEY (series_id, work_id)
){{strict}};
CREATE INDEX series_works_work ON series_works (work_id);

-- Files as they came. The bytes are in the blob store under their SHA-256.
CREATE TABLE originals (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  sha256 {{key}} NOT NULL,
  file TEXT NOT NULL,
  size {{int}} NOT NULL,
  took_at {{int}} NOT NULL
){{strict}};
CREATE INDEX originals_sha256 ON originals (sha256);
CREATE INDEX originals_work ON originals (work_id);

CREATE TABLE pictures (
  name {{key}} PRIMARY KEY,
  type TEXT NOT NULL,
  width {{int}} NOT NULL,
  height {{int}} NOT NULL,
  size {{int}} NOT NULL,
  created_at {{int}} NOT NULL
){{strict}};

CREATE TABLE work_pictures (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  name {{key}} NOT NULL REFERENCES pictures (name),
  PRIMARY KEY (work_id, name)
){{strict}};
CREATE INDEX work_pictures_name ON work_pictures (name);

-- The change feed: one row for each time that what people see of a work changes.
CREATE TABLE changes (
  seq {{id}},
  work_id {{int}} NOT NULL,
  at {{int}} NOT NULL
){{strict}};
CREATE INDEX changes_work ON changes (work_id, seq);
