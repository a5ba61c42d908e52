package job

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"github.com/ficstead/ficstead/internal/db"
)

// A program that runs jobs gives signs of life. The jobs of one that a crash cut off count as
// running, and as long as one does no other of its kind and arguments comes; River by itself
// waits for the limit of the job, and for an hour at least. So whoever runs jobs looks whether
// the others give signs, and takes on the jobs of those that do not. It counts how often it
// looked and saw none: clocks may differ, and while nobody can write none is dead.

// How often a program gives a sign, and after how many looks at the same one its jobs are
// run anew.
const (
	signEvery = 10 * time.Second
	deadAfter = 4
)

// signs are those that a program has seen others give.
type signs struct {
	me   string
	seen map[string]sign
}

// sign is the number of the last one that a program gave, and how often it was seen again.
type sign struct {
	n     int64
	again int
}

// watch gives signs and looks for those of others, until ctx ends.
func (q *Queue) watch(ctx context.Context) {
	s := signs{me: q.name, seen: map[string]sign{}}
	t := time.NewTicker(q.signEvery)
	defer t.Stop()
	for {
		if err := q.lookRound(ctx, &s); err != nil && ctx.Err() == nil {
			q.log.WarnContext(ctx, "jobs that were cut off are not looked for", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// lookRound gives a sign, and has the jobs of those run anew that gave none for long.
func (q *Queue) lookRound(ctx context.Context, s *signs) error {
	given, err := giveSign(ctx, q.d, s.me)
	if err != nil {
		return err
	}
	running, err := q.driver.GetExecutor().JobGetStuck(ctx, &riverdriver.JobGetStuckParams{StuckHorizon: time.Now().Add(24 * time.Hour), Max: 1000})
	if err != nil {
		return fmt.Errorf("job: running: %w", err)
	}
	s.look(given, running)
	of := map[string]bool{}
	var cut []*rivertype.JobRow
	for _, j := range running {
		by := runner(j)
		of[by] = true
		if s.dead(by) {
			cut = append(cut, j)
		}
	}
	for name, n := range given {
		if !of[name] && s.dead(name) {
			if err := q.d.Tx(ctx, func(tx *db.Tx) error {
				return tx.Exec(ctx, `DELETE FROM job_runners WHERE name = $1 AND signs = $2`, name, n)
			}); err != nil {
				return fmt.Errorf("job: %w", err)
			}
		}
	}
	return q.runAnew(ctx, cut)
}

// look takes in which signs were given, and none by others that have jobs.
func (s *signs) look(given map[string]int64, running []*rivertype.JobRow) {
	now := maps.Clone(given)
	for _, j := range running {
		if by := runner(j); by != "" {
			now[by] = given[by]
		}
	}
	for name, n := range now {
		if last, known := s.seen[name]; known && last.n == n {
			s.seen[name] = sign{n, last.again + 1}
		} else {
			s.seen[name] = sign{n: n}
		}
	}
	maps.DeleteFunc(s.seen, func(name string, _ sign) bool { _, there := now[name]; return !there })
}

// dead tells whether another program has given no sign for long.
func (s *signs) dead(name string) bool { return name != s.me && s.seen[name].again >= deadAfter }

// runner is the program that runs a job.
func runner(j *rivertype.JobRow) string {
	if len(j.AttemptedBy) == 0 {
		return ""
	}
	return j.AttemptedBy[len(j.AttemptedBy)-1]
}

// giveSign gives one, and the last ones of all.
func giveSign(ctx context.Context, d *db.DB, me string) (map[string]int64, error) {
	type row struct {
		name string
		n    int64
	}
	given := map[string]int64{}
	err := d.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `INSERT INTO job_runners (name, signs) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET signs = job_runners.signs + 1`, me); err != nil {
			return err
		}
		all, err := db.All(ctx, tx, func(r *sql.Rows, x *row) error { return r.Scan(&x.name, &x.n) }, `SELECT name, signs FROM job_runners`)
		for _, x := range all {
			given[x.name] = x.n
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("job: sign of life: %w", err)
	}
	return given, nil
}

// runAnew has jobs run that were cut off, those that were so often enough never again.
func (q *Queue) runAnew(ctx context.Context, cut []*rivertype.JobRow) error {
	if len(cut) == 0 {
		return nil
	}
	p, now := riverdriver.JobRescueManyParams{}, time.Now().UTC()
	for _, j := range cut {
		why, err := json.Marshal(rivertype.AttemptError{At: now, Attempt: j.Attempt, Error: "the program that ran it gave no sign of life"})
		if err != nil {
			return fmt.Errorf("job: %w", err)
		}
		state, ended := rivertype.JobStateAvailable, (*time.Time)(nil)
		if j.Attempt >= j.MaxAttempts {
			state, ended = rivertype.JobStateDiscarded, &now
		}
		p.ID, p.Error, p.FinalizedAt = append(p.ID, j.ID), append(p.Error, why), append(p.FinalizedAt, ended)
		p.ScheduledAt, p.State = append(p.ScheduledAt, j.ScheduledAt), append(p.State, string(state))
		q.log.InfoContext(ctx, "a job that was cut off is run anew", slog.String("kind", j.Kind))
	}
	if _, err := q.driver.GetExecutor().JobRescueMany(ctx, &p); err != nil {
		return fmt.Errorf("job: run anew: %w", err)
	}
	return nil
}
