-- Which tags are other than they were, with the number that tag_graph had reached: what is
-- kept of tags in memory reads those above the number it knows. A row for each tag at most.
CREATE TABLE tag_changes (
  tag_id INTEGER PRIMARY KEY REFERENCES tags (id) ON DELETE CASCADE,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX tag_changes_at ON tag_changes (at);

-- +goose StatementBegin
CREATE TRIGGER tags_changed AFTER UPDATE OF type, name, canonical, merger_id ON tags BEGIN
  INSERT INTO tag_changes (tag_id, at) SELECT NEW.id, changes FROM tag_graph WHERE TRUE
    ON CONFLICT (tag_id) DO UPDATE SET at = excluded.at;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER tag_parents_came AFTER INSERT ON tag_parents BEGIN
  INSERT INTO tag_changes (tag_id, at) SELECT NEW.tag_id, changes FROM tag_graph WHERE TRUE
    ON CONFLICT (tag_id) DO UPDATE SET at = excluded.at;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER tag_parents_went AFTER DELETE ON tag_parents BEGIN
  INSERT INTO tag_changes (tag_id, at) SELECT t.id, g.changes FROM tags t, tag_graph g WHERE t.id = OLD.tag_id
    ON CONFLICT (tag_id) DO UPDATE SET at = excluded.at;
END;
-- +goose StatementEnd
