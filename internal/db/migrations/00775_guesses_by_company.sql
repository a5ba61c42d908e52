-- Guesses by the company that a tag keeps: on how many works like the tag's own the guess
-- stands in its place, and beside which tag of theirs.
ALTER TABLE tag_guesses ADD COLUMN works {{int}} NOT NULL DEFAULT 0;
ALTER TABLE tag_guesses ADD COLUMN beside_id {{int}} REFERENCES tags (id) ON DELETE SET NULL;
CREATE INDEX tag_guesses_beside ON tag_guesses (beside_id);
UPDATE tags SET guessed = FALSE WHERE id IN (SELECT tag_id FROM tag_queue);
