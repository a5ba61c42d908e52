-- What was counted of a chapter follows it into another work.
CREATE INDEX daily_chapter ON daily (chapter_id);
