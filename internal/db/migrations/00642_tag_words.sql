-- The words of each tag's name, so that what is typed is found by an index however
-- many tags there are. In scripts without spaces each end of a run of characters
-- counts as a word. worded is FALSE for tags whose words are still to be written.
CREATE TABLE tag_words (
  type {{key}} NOT NULL,
  word {{key}} NOT NULL,
  tag_id {{int}} NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (type, word, tag_id)
){{strict}};
CREATE INDEX tag_words_tag ON tag_words (tag_id);

ALTER TABLE tags ADD COLUMN worded {{bool}} NOT NULL DEFAULT FALSE;
CREATE INDEX tags_unworded ON tags (id) WHERE worded = FALSE;
