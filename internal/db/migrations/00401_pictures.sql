-- Whether a part of the work that readers may see shows the picture: one that only
-- a draft chapter shows is for those who may edit the work.
ALTER TABLE work_pictures ADD COLUMN shown {{bool}} NOT NULL DEFAULT TRUE;
