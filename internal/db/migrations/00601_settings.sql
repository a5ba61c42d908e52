-- What keepers choose while the archive runs: one row, as JSON.
CREATE TABLE site_settings (
  id {{int}} PRIMARY KEY,
  body TEXT NOT NULL,
  updated_at {{int}} NOT NULL
){{strict}};
