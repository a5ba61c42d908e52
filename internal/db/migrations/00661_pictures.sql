-- Which chapters show which pictures. What a work shows to readers is told from it,
-- so that a picture taken out of every text is served to strangers no more.
CREATE TABLE chapter_pictures (
  chapter_id {{int}} NOT NULL REFERENCES chapters (id) ON DELETE CASCADE,
  name {{key}} NOT NULL REFERENCES pictures (name),
  PRIMARY KEY (chapter_id, name)
){{strict}};
CREATE INDEX chapter_pictures_name ON chapter_pictures (name);
INSERT INTO chapter_pictures (chapter_id, name) SELECT c.id, wp.name FROM work_pictures wp
  JOIN chapters c ON c.work_id = wp.work_id JOIN chapter_texts t ON t.chapter_id = c.id
  WHERE t.html || c.summary || c.notes_before || c.notes_after LIKE '%/pictures/' || wp.name || '%';

-- Pictures that people sent for a work, with the words for those who can't see
-- them. They count against the quota of who sent them, each distinct picture once.
CREATE TABLE sent_pictures (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  name {{key}} NOT NULL REFERENCES pictures (name),
  account_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  alt TEXT NOT NULL DEFAULT '',
  created_at {{int}} NOT NULL,
  PRIMARY KEY (work_id, name)
){{strict}};
CREATE INDEX sent_pictures_account ON sent_pictures (account_id, name);

-- The one picture that stands for a work.
CREATE TABLE work_covers (
  work_id {{int}} PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE,
  name {{key}} NOT NULL REFERENCES pictures (name),
  alt TEXT NOT NULL,
  set_at {{int}} NOT NULL
){{strict}};
CREATE INDEX work_covers_name ON work_covers (name);
