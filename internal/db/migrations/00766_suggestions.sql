-- Tags that were suggested for a work's text and that its author does not want: they are
-- not suggested for it again. kind is a tag's type, or rating.
CREATE TABLE suggestions_refused (
  work_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  kind {{key}} NOT NULL,
  name_key {{key}} NOT NULL,
  PRIMARY KEY (work_id, kind, name_key)
){{strict}};

-- The same for a work that waits in an import. It goes along when the work is taken in.
CREATE TABLE import_suggestions_refused (
  found_id {{int}} NOT NULL REFERENCES import_works (id) ON DELETE CASCADE,
  kind {{key}} NOT NULL,
  name_key {{key}} NOT NULL,
  PRIMARY KEY (found_id, kind, name_key)
){{strict}};
