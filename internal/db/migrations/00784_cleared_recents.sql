-- When somebody last had the filters forgotten that they used: what was used before, and is
-- written down only now, stays forgotten.
ALTER TABLE preset_choices ADD COLUMN cleared_at {{int}} NOT NULL DEFAULT 0;
