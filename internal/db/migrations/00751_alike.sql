-- Works that have nearly the same text, for those who look after the archive.
-- alike_run has one row: how far the look through all works has come. It goes by
-- work_id; last_id is the work it has done last.
CREATE TABLE alike_run (
  id {{int}} PRIMARY KEY,
  last_id {{int}} NOT NULL DEFAULT 0,
  looked {{int}} NOT NULL DEFAULT 0,
  total {{int}} NOT NULL DEFAULT 0,
  started_at {{int}},
  ended_at {{int}},
  stopped {{bool}} NOT NULL DEFAULT FALSE
){{strict}};
INSERT INTO alike_run (id) VALUES (1);

-- What a work's likeness was when it was compared with all others: the same sum is
-- not compared again.
CREATE TABLE alike_looks (
  work_id {{int}} PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE,
  sum {{int}} NOT NULL
){{strict}};

-- Two works that are alike; a_id is the lower. share is in thousandths of their
-- phrases. decision is '' while nobody has said what it is; decided_share is how
-- alike they were when somebody did.
CREATE TABLE alike_pairs (
  a_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  b_id {{int}} NOT NULL REFERENCES works (id) ON DELETE CASCADE,
  share {{int}} NOT NULL,
  kind {{key}} NOT NULL,
  found_at {{int}} NOT NULL,
  decision {{key}} NOT NULL DEFAULT '',
  decided_share {{int}} NOT NULL DEFAULT 0,
  decided_by {{int}} REFERENCES accounts (id) ON DELETE SET NULL,
  decided_at {{int}},
  PRIMARY KEY (a_id, b_id)
){{strict}};
CREATE INDEX alike_pairs_open ON alike_pairs (decision, share DESC, a_id, b_id);
CREATE INDEX alike_pairs_b ON alike_pairs (b_id);
