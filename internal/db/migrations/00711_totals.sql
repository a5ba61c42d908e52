-- What happened to works in all, of what lists can be sorted by: the sums of daily.
-- at is when a sum changed, by which the catalogue in memory finds what is new.
CREATE TABLE totals (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  kind {{key}} NOT NULL,
  n {{int}} NOT NULL,
  at {{int}} NOT NULL,
  PRIMARY KEY (work_id, kind)
){{strict}};
CREATE INDEX totals_at ON totals (at);
INSERT INTO totals (work_id, kind, n, at)
  SELECT work_id, kind, SUM(n), 0 FROM daily WHERE kind IN ('hits', 'kudos', 'comments', 'bookmarks') GROUP BY work_id, kind;
