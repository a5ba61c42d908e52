-- Where the addresses of chapters lead that have moved: chapter_id, once read in
-- work_id, is read in to_chapter now, which is another chapter when the two became
-- one and the same chapter when it went to another work.
CREATE TABLE chapter_moves (
  chapter_id {{int}} NOT NULL,
  work_id {{int}} NOT NULL,
  to_chapter {{int}} NOT NULL REFERENCES chapters (id) ON DELETE CASCADE,
  at {{int}} NOT NULL,
  PRIMARY KEY (chapter_id, work_id)
){{strict}};
CREATE INDEX chapter_moves_to ON chapter_moves (to_chapter);

-- Chapters that are to be posted at a time. A row is gone once its chapter is
-- posted; state is waiting, or failed with what is in the way in trouble.
CREATE TABLE schedules (
  chapter_id {{int}} PRIMARY KEY REFERENCES chapters (id) ON DELETE CASCADE,
  due_at {{int}} NOT NULL,
  zone TEXT NOT NULL,
  silent {{bool}} NOT NULL,
  account_id {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  state {{key}} NOT NULL,
  trouble TEXT NOT NULL DEFAULT '',
  made_at {{int}} NOT NULL
){{strict}};
CREATE INDEX schedules_due ON schedules (state, due_at);

-- The sign between the scenes of a work, one of a fixed list, and the notes with
-- which each new chapter of it begins.
ALTER TABLE works ADD COLUMN ornament TEXT NOT NULL DEFAULT '';
ALTER TABLE works ADD COLUMN usual_before TEXT NOT NULL DEFAULT '';
ALTER TABLE works ADD COLUMN usual_after TEXT NOT NULL DEFAULT '';

-- What a relationship is to the work: main, side or background; '' is not said.
ALTER TABLE work_tags ADD COLUMN weight TEXT NOT NULL DEFAULT '';
