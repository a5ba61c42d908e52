-- When somebody was last written to about drafts that they have not touched for long.
CREATE TABLE draft_reminders (
  account_id {{int}} PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  at {{int}} NOT NULL
){{strict}};
