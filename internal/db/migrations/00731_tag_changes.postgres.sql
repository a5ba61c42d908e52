-- Which tags are other than they were, with the number that tag_graph had reached: what is
-- kept of tags in memory reads those above the number it knows. A row for each tag at most.
CREATE TABLE tag_changes (
  tag_id BIGINT PRIMARY KEY REFERENCES tags (id) ON DELETE CASCADE,
  at BIGINT NOT NULL
);
CREATE INDEX tag_changes_at ON tag_changes (at);

-- +goose StatementBegin
CREATE FUNCTION note_tag() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tag_changes (tag_id, at) SELECT NEW.id, changes FROM tag_graph
    ON CONFLICT (tag_id) DO UPDATE SET at = excluded.at;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION note_tag_parent() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tag_changes (tag_id, at) SELECT t.id, g.changes FROM tags t, tag_graph g
    WHERE t.id = CASE WHEN TG_OP = 'DELETE' THEN OLD.tag_id ELSE NEW.tag_id END
    ON CONFLICT (tag_id) DO UPDATE SET at = excluded.at;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER tags_changed AFTER UPDATE OF type, name, canonical, merger_id ON tags FOR EACH ROW EXECUTE FUNCTION note_tag();
CREATE TRIGGER tag_parents_changed AFTER INSERT OR DELETE ON tag_parents FOR EACH ROW EXECUTE FUNCTION note_tag_parent();
