-- What people prefer besides how a text is set: JSON of viewer.Prefs.
ALTER TABLE accounts ADD COLUMN prefs TEXT NOT NULL DEFAULT '{}';
