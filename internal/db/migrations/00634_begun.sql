-- Forms that begin a work or a chapter: the same one sent twice leads to what it
-- began the first time.
CREATE TABLE begun (
  account_id {{int}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  form {{key}} NOT NULL,
  work_id {{int}} REFERENCES works (id) ON DELETE CASCADE,
  chapter_id {{int}} REFERENCES chapters (id) ON DELETE CASCADE,
  created_at {{int}} NOT NULL,
  PRIMARY KEY (account_id, form)
){{strict}};
CREATE INDEX begun_created ON begun (created_at);
CREATE INDEX begun_work ON begun (work_id);
CREATE INDEX begun_chapter ON begun (chapter_id);
