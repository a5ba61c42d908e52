-- Which versions show which pictures: an old version keeps its pictures. A version's
-- text never changes, so it is looked into once; pictured says that it was.
CREATE TABLE version_pictures (
  version_id {{int}} NOT NULL REFERENCES chapter_versions (id) ON DELETE CASCADE,
  name {{key}} NOT NULL,
  PRIMARY KEY (version_id, name)
){{strict}};
CREATE INDEX version_pictures_name ON version_pictures (name);
ALTER TABLE chapter_versions ADD COLUMN pictured {{bool}} NOT NULL DEFAULT FALSE;
CREATE INDEX chapter_versions_pictured ON chapter_versions (chapter_id) WHERE NOT pictured;

-- Which working copies show which pictures, and at which save that was looked up.
CREATE TABLE draft_pictures (
  chapter_id {{int}} NOT NULL REFERENCES chapters (id) ON DELETE CASCADE,
  name {{key}} NOT NULL,
  PRIMARY KEY (chapter_id, name)
){{strict}};
CREATE INDEX draft_pictures_name ON draft_pictures (name);
CREATE TABLE draft_looks (
  chapter_id {{int}} PRIMARY KEY REFERENCES chapters (id) ON DELETE CASCADE,
  rev {{int}} NOT NULL
){{strict}};

-- Pictures of works that nothing names, and since when that is known.
CREATE TABLE loose_pictures (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  name {{key}} NOT NULL,
  since {{int}} NOT NULL,
  PRIMARY KEY (work_id, name)
){{strict}};
CREATE INDEX loose_pictures_name ON loose_pictures (name);
CREATE INDEX loose_pictures_since ON loose_pictures (since);
CREATE INDEX sent_pictures_name ON sent_pictures (name);

-- How far the walk along each shelf of files has come.
CREATE TABLE shelf_walks (
  shelf {{key}} PRIMARY KEY,
  after_name {{key}} NOT NULL
){{strict}};
