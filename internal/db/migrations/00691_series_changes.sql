-- Counts the changes of a series, so that one who changes it from an older form is told.
ALTER TABLE series ADD COLUMN changes {{int}} NOT NULL DEFAULT 0;
