-- Files that were taken in, by what they hold: the primary key is what makes two
-- imports of one file at once end as one work.
CREATE TABLE taken (
  sha256 {{key}} PRIMARY KEY,
  work_id {{int}} REFERENCES works (id) ON DELETE CASCADE,
  at {{int}} NOT NULL
){{strict}};
CREATE INDEX taken_work ON taken (work_id);
