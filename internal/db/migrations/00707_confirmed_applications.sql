-- Whether the address of an application belongs to who applied: confirm_hash is of the
-- link in the first letter, which is used once, until confirm_until.
ALTER TABLE applications ADD COLUMN confirm_hash {{blob}};
ALTER TABLE applications ADD COLUMN confirm_until {{int}};
ALTER TABLE applications ADD COLUMN confirmed_at {{int}};
CREATE UNIQUE INDEX applications_confirm ON applications (confirm_hash);
