-- How far the filters of a change are: of so many works that have the tag so many are
-- done. A tag that is done stays until all are, so that the whole can be told.
ALTER TABLE refilter_tags ADD COLUMN works {{int}} NOT NULL DEFAULT 0;
ALTER TABLE refilter_tags ADD COLUMN done {{int}} NOT NULL DEFAULT 0;
ALTER TABLE refilter_tags ADD COLUMN ended {{bool}} NOT NULL DEFAULT FALSE;
UPDATE refilter_tags SET works = (SELECT COUNT(*) FROM work_tags wt WHERE wt.tag_id = refilter_tags.tag_id AND wt.work_id > refilter_tags.done_to);

-- Who writes filters, and until when without a sign of life.
ALTER TABLE refilter_state ADD COLUMN busy_by TEXT NOT NULL DEFAULT '';
ALTER TABLE refilter_state ADD COLUMN busy_until {{int}} NOT NULL DEFAULT 0;

-- Works that were saved while the graph of tags was changing: their filters are
-- written once more.
CREATE TABLE refilter_late (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE
){{strict}};
CREATE INDEX refilter_late_work ON refilter_late (work_id);
