-- A reader who is asked by name says first whether they want to: accepted_at is NULL
-- until then. Links were asked for. credit_name is how the credits name a reader, and
-- uncredited that they took their name off: then nobody puts it there again.
ALTER TABLE betas ADD COLUMN accepted_at {{int}};
UPDATE betas SET accepted_at = created_at;
ALTER TABLE betas ADD COLUMN credit_name TEXT NOT NULL DEFAULT '';
ALTER TABLE betas ADD COLUMN uncredited {{bool}} NOT NULL DEFAULT FALSE;
