-- A working copy that was settled stays as a row without text, so that its rev is
-- never given twice: a tab that was left open knows that it is behind. base is the
-- version of the chapter when it was settled; what changes the chapter afterwards
-- counts as a save.
ALTER TABLE drafts ADD COLUMN live {{bool}} NOT NULL DEFAULT TRUE;
ALTER TABLE drafts ADD COLUMN base {{int}} NOT NULL DEFAULT 0;
