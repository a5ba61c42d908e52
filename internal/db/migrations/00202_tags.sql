-- The one row that every change of the tag graph locks first, so that two
-- wranglers at once can neither close a circle nor lose a part of the closure.
-- Its number tells whether the graph has changed.
CREATE TABLE tag_graph (
  id {{int}} PRIMARY KEY,
  changes {{int}} NOT NULL
){{strict}};
INSERT INTO tag_graph (id, changes) VALUES (1, 0);

-- The fixed lists: warnings and categories.
INSERT INTO tags (type, name, name_key, canonical, created_at) VALUES
  ('warning', 'Creator Chose Not To Use Archive Warnings', 'creator chose not to use archive warnings', TRUE, 0),
  ('warning', 'No Archive Warnings Apply', 'no archive warnings apply', TRUE, 0),
  ('warning', 'Graphic Depictions Of Violence', 'graphic depictions of violence', TRUE, 0),
  ('warning', 'Major Character Death', 'major character death', TRUE, 0),
  ('warning', 'Rape/Non-Con', 'rape/non-con', TRUE, 0),
  ('warning', 'Underage Sex', 'underage sex', TRUE, 0),
  ('category', 'Gen', 'gen', TRUE, 0),
  ('category', 'F/M', 'f/m', TRUE, 0),
  ('category', 'M/M', 'm/m', TRUE, 0),
  ('category', 'F/F', 'f/f', TRUE, 0),
  ('category', 'Multi', 'multi', TRUE, 0),
  ('category', 'Other', 'other', TRUE, 0);
