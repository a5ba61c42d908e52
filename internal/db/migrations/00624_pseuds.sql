-- What is told about a pseud: words, and a square picture of 200 px whose file has
-- the name icon; its half is beside it. "" is none.
ALTER TABLE pseuds ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE pseuds ADD COLUMN icon TEXT NOT NULL DEFAULT '';
ALTER TABLE pseuds ADD COLUMN icon_alt TEXT NOT NULL DEFAULT '';
CREATE INDEX pseuds_icon ON pseuds (icon) WHERE icon <> '';

-- What people tell about themselves; accounts.profile has the text. links has one
-- address a line.
ALTER TABLE accounts ADD COLUMN profile_title TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN profile_links TEXT NOT NULL DEFAULT '';
