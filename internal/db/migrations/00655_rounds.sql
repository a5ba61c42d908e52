-- Works whose next chapter others may write. who is anyone or invited; at_once posts
-- what is handed in, else the work's creators look first.
CREATE TABLE rounds (
  work_id {{int}} PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE,
  open {{bool}} NOT NULL,
  invited {{bool}} NOT NULL,
  at_once {{bool}} NOT NULL,
  days {{int}} NOT NULL,
  guide TEXT NOT NULL,
  updated_at {{int}} NOT NULL
){{strict}};

CREATE TABLE round_guests (
  work_id {{int}} NOT NULL REFERENCES rounds (work_id) ON DELETE CASCADE,
  pseud_id {{int}} NOT NULL REFERENCES pseuds (id) ON DELETE CASCADE,
  created_at {{int}} NOT NULL,
  PRIMARY KEY (work_id, pseud_id)
){{strict}};
CREATE INDEX round_guests_pseud ON round_guests (pseud_id);

-- Whose turn it is or was. One turn of a work is under way at a time.
CREATE TABLE round_turns (
  id {{id}},
  work_id {{int}} NOT NULL REFERENCES rounds (work_id) ON DELETE CASCADE,
  chapter_id {{int}} NOT NULL REFERENCES chapters (id) ON DELETE CASCADE,
  pseud_id {{int}} NOT NULL REFERENCES pseuds (id) ON DELETE CASCADE,
  state {{key}} NOT NULL,
  began_at {{int}} NOT NULL,
  until {{int}} NOT NULL
){{strict}};
CREATE INDEX round_turns_work ON round_turns (work_id, id);
CREATE INDEX round_turns_chapter ON round_turns (chapter_id);
CREATE INDEX round_turns_pseud ON round_turns (pseud_id);
CREATE UNIQUE INDEX round_turns_one ON round_turns (work_id) WHERE state IN ('writing', 'handed');
