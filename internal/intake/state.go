package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// counts are how an import stands.
type counts struct {
	Files   int `json:"files"`   // those with stories: zips are not counted, their files are
	Waiting int `json:"waiting"` // of them not read yet
	Works   int `json:"works"`
	Words   int `json:"-"`
	Ready   int `json:"ready"`
	Look    int `json:"look"` // open, and not ready
	Asks    int `json:"-"`    // of those, with a work here, or another file, whose story they tell
	Twice   int `json:"-"`    // of those, with another file
	Nearly  int `json:"-"`    // of those, nearly the same
	Mute    int `json:"-"`    // open, with pictures that nobody has described
	Unrated int `json:"-"`    // open without a rating
	Queued  int `json:"queued"`
	Done    int `json:"done"`
	Same    int `json:"same"`
	Failed  int `json:"failed"`
	Skipped int `json:"-"`
	Bad     int `json:"-"` // of the failed, files that can't be read
}

// read is how many files are read.
func (c counts) read() int { return c.Files - c.Waiting }

// busy reports whether something is under way.
func (c counts) busy() bool { return c.Waiting+c.Queued > 0 }

// left is how much waits for a person.
func (c counts) left() int { return c.Ready + c.Look + c.Failed - c.Bad }

const readyNow = `(x.state = 'open' AND NOT x.asks AND (x.needs = 0 OR x.seen))`

// count counts what is in an import.
func (d *Desk) count(ctx context.Context, q db.Q, id ID) (counts, error) {
	var c counts
	err := q.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0)
		FROM import_files WHERE import_id = $1 AND state <> 'unpacked'`, int64(id)).Scan(&c.Files, &c.Waiting)
	if err != nil {
		return c, fmt.Errorf("intake: count files of %d: %w", id, err)
	}
	err = q.QueryRowContext(ctx, `SELECT COALESCE(SUM(CASE WHEN x.part > 0 THEN 1 ELSE 0 END), 0), COALESCE(SUM(x.words), 0),
		COALESCE(SUM(CASE WHEN `+readyNow+` THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN x.state = 'open' AND NOT `+readyNow+` THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN x.state = 'open' AND x.asks THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN x.state = 'open' AND x.asks AND x.doubles THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN x.state = 'open' AND x.asks AND x.doubles AND x.decision = 'skip' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN x.state = 'open' AND x.mute > 0 THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN x.state = 'open' AND x.unrated THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN x.state = 'queued' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN x.state = 'done' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN x.state = 'same' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN x.state = 'failed' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN x.state = 'skipped' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN x.part = 0 THEN 1 ELSE 0 END), 0)
		FROM import_works x WHERE x.import_id = $1`, int64(id)).
		Scan(&c.Works, &c.Words, &c.Ready, &c.Look, &c.Asks, &c.Twice, &c.Nearly, &c.Mute, &c.Unrated, &c.Queued, &c.Done, &c.Same, &c.Failed, &c.Skipped, &c.Bad)
	if err != nil {
		return c, fmt.Errorf("intake: count works of %d: %w", id, err)
	}
	return c, nil
}

// listed is an import in a list.
type listed struct {
	Import
	counts
}

// list lists a person's imports, the newest first.
func (d *Desk) list(ctx context.Context, by viewer.ID) ([]listed, error) {
	all, err := db.All(ctx, d.DB, scanImport, `SELECT `+importColumns+` FROM imports i WHERE i.account_id = $1 ORDER BY i.touched_at DESC, i.id DESC LIMIT 50`, int64(by))
	if err != nil {
		return nil, fmt.Errorf("intake: imports of %d: %w", by, err)
	}
	out := make([]listed, len(all))
	for k, i := range all {
		c, err := d.count(ctx, d.DB, i.ID)
		if err != nil {
			return nil, err
		}
		out[k] = listed{i, c}
	}
	return out, nil
}

// state tells a script how the import stands.
func (p *Pages) state(w http.ResponseWriter, r *http.Request) error {
	i, err := p.of(r)
	if err != nil {
		return err
	}
	c, err := p.Desk.count(r.Context(), p.Desk.DB, i.ID)
	if err != nil {
		return err
	}
	return sendJSON(w, http.StatusOK, struct {
		counts
		Stopped bool `json:"stopped"`
	}{c, i.Stopped})
}

// answer tells a script what came of the files that it sent.
func answer(w http.ResponseWriter, got delivery) error {
	if got.Err == nil {
		return sendJSON(w, http.StatusOK, map[string]any{"import": got.Import.Path(), "files": got.Files, "same": got.Same})
	}
	k := fault.KindOf(got.Err)
	if k == fault.Internal {
		return got.Err
	}
	return sendJSON(w, web.Status(k), map[string]string{"error": fault.Message(got.Err)})
}

func sendJSON(w http.ResponseWriter, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("intake: %w", err)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(b) // a reader who left is no error of ours
	return nil
}

// stop holds an import: what was accepted and is not taken in yet waits again.
func stop(ctx context.Context, tx *db.Tx, id ID) error {
	if err := touch(ctx, tx, id); err != nil {
		return err
	}
	for _, query := range []string{`UPDATE imports SET stopped = TRUE WHERE id = $1`, `UPDATE import_works SET state = 'open' WHERE import_id = $1 AND state = 'queued'`} {
		if err := tx.Exec(ctx, query, int64(id)); err != nil {
			return fmt.Errorf("intake: stop %d: %w", id, err)
		}
	}
	return nil
}

// unstop lets an import go on.
func (d *Desk) unstop(ctx context.Context, tx *db.Tx, id ID) error {
	if err := tx.Exec(ctx, `UPDATE imports SET stopped = FALSE WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("intake: go on with %d: %w", id, err)
	}
	return d.goOn(ctx, tx, id)
}
