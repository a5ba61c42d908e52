-- How often the list of those whom an account does not want to see has changed:
-- what was counted for it is kept for that number.
ALTER TABLE accounts ADD COLUMN mute_changes {{int}} NOT NULL DEFAULT 0;
