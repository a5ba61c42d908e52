-- Works whose filters are to be written anew are no longer noted one by one: a tag's
-- works are walked along, and done_to is the last that was done. What was under way
-- begins again, with every tag of those works.
ALTER TABLE refilter_tags ADD COLUMN done_to {{int}} NOT NULL DEFAULT 0;
INSERT INTO refilter_tags (tag_id) SELECT DISTINCT wt.tag_id FROM work_tags wt WHERE wt.work_id IN (SELECT work_id FROM refilter_works)
  OR wt.work_id IN (SELECT f.work_id FROM work_filters f WHERE f.tag_id IN (SELECT tag_id FROM refilter_tags)) ON CONFLICT DO NOTHING;
DROP TABLE refilter_works;

-- Tags that find other works than the filters say, until these are written: lists are
-- told by the tags on works themselves. ended_at is when the last filter was written.
CREATE TABLE turned_tags (
  tag_id {{int}} PRIMARY KEY REFERENCES tags (id) ON DELETE CASCADE,
  at {{int}} NOT NULL,
  ended_at {{int}}
){{strict}};

-- The works whose filters were written anew, a batch a row, in JSON. They are no
-- changes that anybody waits for, so the change feed has none of them. The one row of
-- refilter_state has the number of the newest batch; who writes one holds it.
CREATE TABLE refilter_batches (
  n {{int}} PRIMARY KEY,
  works TEXT NOT NULL,
  at {{int}} NOT NULL
){{strict}};
CREATE TABLE refilter_state (
  id {{int}} PRIMARY KEY,
  n {{int}} NOT NULL
){{strict}};
INSERT INTO refilter_state (id, n) VALUES (1, 0);
