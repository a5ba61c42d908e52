package intake

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/ingest"
)

const foundColumns = `x.id, x.import_id, x.file_id, f.name, x.part, x.title, x.words, x.chapters, x.unrated, x.needs, x.asks, x.seen, x.story, x.doubles, x.mute,
	(f.lies <> '' OR EXISTS (SELECT 1 FROM import_files z WHERE z.id = f.zip_id AND z.lies <> '')),
	x.report, x.corrections, x.undo, x.minor, x.decision, COALESCE(x.into_id, 0), x.readers, COALESCE(x.pseud_id, 0), x.for_name, x.state, COALESCE(x.work_id, 0), x.reason`
const foundTables = ` FROM import_works x JOIN import_files f ON f.id = x.file_id `

func scanFound(r *sql.Rows, x *found) error {
	var report, corrections, undo string
	err := r.Scan(&x.ID, &x.Import, &x.File, &x.FileName, &x.Part, &x.Title, &x.Words, &x.Chapters, &x.Unrated, &x.Needs, &x.Asks, &x.Seen, &x.Story, &x.Doubles, &x.Mute, &x.Kept,
		&report, &corrections, &undo, &x.Minor, &x.Decision, &x.Into, &x.Readers, &x.Pseud, &x.For, &x.State, &x.Work, &x.Reason)
	return errors.Join(err, unjson(report, &x.Report), unjson(corrections, &x.Corrections), unjson(undo, &x.Undo))
}

func unjson(text string, to any) error {
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), to)
}

// asJSON is v as it is stored. What is stored here can always be written.
func asJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("intake: %w", err)
	}
	return string(b), nil
}

// foundOf reads one work of an import; fault NotFound when it is gone.
func foundOf(ctx context.Context, q db.Q, in ID, id FoundID) (*found, error) {
	all, err := db.All(ctx, q, scanFound, `SELECT `+foundColumns+foundTables+`WHERE x.id = $1 AND x.import_id = $2`, int64(id), int64(in))
	if err != nil {
		return nil, fmt.Errorf("intake: work %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil, notYours()
	}
	return &all[0], nil
}

// corrections are what somebody corrected of the works in a file, by their numbers.
func corrections(ctx context.Context, q db.Q, id FileID) (map[int]ingest.Corrections, error) {
	type one struct {
		part int
		text string
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, x *one) error { return r.Scan(&x.part, &x.text) },
		`SELECT part, corrections FROM import_works WHERE file_id = $1 AND part > 0 AND corrections <> '{}'`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("intake: corrections of file %d: %w", id, err)
	}
	out := map[int]ingest.Corrections{}
	for _, x := range all {
		var c ingest.Corrections
		if err := unjson(x.text, &c); err != nil {
			return nil, fmt.Errorf("intake: corrections of file %d: %w", id, err)
		}
		out[x.part] = c
	}
	return out, nil
}

// understood is a work of a file as it was read. Part 0 stands for the whole file,
// which could not be read.
type understood struct {
	Part   int
	Report ingest.Report
}

// keepReports stores what a file was read as: a row for each work in it. What
// somebody corrected of a work stays with it. Works that the file no longer has,
// because it is cut otherwise, are gone unless they were accepted.
func keepReports(ctx context.Context, tx *db.Tx, f *file, all []understood, corrected map[int]ingest.Corrections) error {
	parts := 0
	for i := range all {
		parts = max(parts, all[i].Part)
		if err := keepReport(ctx, tx, f, all[i].Part, &all[i].Report, corrected[all[i].Part]); err != nil {
			return err
		}
	}
	st := fileRead
	if parts == 0 {
		st = fileFailed
	}
	if err := forget(ctx, tx, f, parts); err != nil {
		return err
	}
	return setFile(ctx, tx, f.ID, st)
}

// forget forgets the works of a file that it has not any more.
func forget(ctx context.Context, tx *db.Tx, f *file, parts int) error {
	gone, err := db.All(ctx, tx, scanFound, `SELECT `+foundColumns+foundTables+`WHERE x.file_id = $1 AND (x.part > $2 AND x.state = $3 OR x.part = 0 AND $2 > 0)`,
		int64(f.ID), parts, string(stateOpen))
	if err != nil {
		return fmt.Errorf("intake: forget works: %w", err)
	}
	for i := range gone {
		if err := tx.Exec(ctx, `DELETE FROM import_works WHERE id = $1`, int64(gone[i].ID)); err != nil {
			return fmt.Errorf("intake: forget works: %w", err)
		}
		if err := elect(ctx, tx, &gone[i]); err != nil {
			return err
		}
	}
	return nil
}

func setFile(ctx context.Context, tx *db.Tx, id FileID, st fileState) error {
	if err := tx.Exec(ctx, `UPDATE import_files SET state = $2 WHERE id = $1`, int64(id), string(st)); err != nil {
		return fmt.Errorf("intake: file %d: %w", id, err)
	}
	return nil
}

func keepReport(ctx context.Context, tx *db.Tx, f *file, part int, r *ingest.Report, c ingest.Corrections) error {
	text, err := asJSON(r)
	if err != nil {
		return err
	}
	st, work, reason := stateOpen, int64(0), ""
	switch r.Status {
	case ingest.Failed:
		st, reason = stateFailed, r.Reason
	case ingest.Same:
		st, work = stateSame, r.Work
	}
	pieces, err := asJSON(r.Outline)
	if err != nil {
		return err
	}
	asks := asks(r.Alike) && st == stateOpen
	choice, into := offered(r, asks)
	x := found{Import: f.Import, FileName: f.Name, Part: part, Words: r.Words, Report: *r}
	var looked []byte
	err = tx.QueryRowContext(ctx, `INSERT INTO import_works (import_id, file_id, part, title, words, chapters, unrated, needs, mute, asks, report, outline, decision, into_id, state, work_id, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
		ON CONFLICT (file_id, part) DO UPDATE SET title = EXCLUDED.title, words = EXCLUDED.words, chapters = EXCLUDED.chapters,
			unrated = EXCLUDED.unrated, needs = EXCLUDED.needs, mute = EXCLUDED.mute, report = EXCLUDED.report, outline = EXCLUDED.outline WHERE import_works.state = 'open'
		RETURNING id, state, story, doubles, decision, COALESCE(into_id, 0), likeness`,
		int64(f.Import), int64(f.ID), part, r.Title, r.Words, r.Chapters, unrated(r, c), len(needs(r)), mute(r), asks, text, pieces,
		string(choice), nullID(into), string(st), nullID(work), reason).
		Scan(&x.ID, &x.State, &x.Story, &x.Doubles, &x.Decision, &x.Into, &looked)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // it is settled
	}
	if err != nil {
		return fmt.Errorf("intake: keep what was read: %w", err)
	}
	if x.State != stateOpen {
		return nil
	}
	return group(ctx, tx, &x, looked)
}

// outlineOf is how a work is cut.
func outlineOf(ctx context.Context, q db.Q, id FoundID) ([]ingest.Piece, error) {
	var text string
	var out []ingest.Piece
	err := q.QueryRowContext(ctx, `SELECT outline FROM import_works WHERE id = $1`, int64(id)).Scan(&text)
	if err == nil {
		err = unjson(text, &out)
	}
	if err != nil {
		return nil, fmt.Errorf("intake: outline of work %d: %w", id, err)
	}
	return out, nil
}

// unrated reports whether a work has no rating, and nobody chose that it has none.
func unrated(r *ingest.Report, c ingest.Corrections) bool {
	return r.Rating == string(decode.NotRated) && c.Rating == nil
}

// offered is the decision that is offered first, with the work that it is about.
func offered(r *ingest.Report, asks bool) (decision, int64) {
	if best, ok := version(r); ok {
		return asVersion, best.Work
	}
	if asks {
		return "", 0
	}
	return asNew, 0
}

// reopen asks again about a work that turned out to be here already when it was to
// be taken in: it came in another file, or by another way, since it was read.
func reopen(ctx context.Context, tx *db.Tx, x *found, alike []ingest.Alike) error {
	x.Report.Alike = alike
	report, err := asJSON(x.Report)
	if err != nil {
		return err
	}
	choice, into := offered(&x.Report, true)
	err = tx.Exec(ctx, `UPDATE import_works SET state = 'open', asks = TRUE, report = $2, decision = $3, into_id = $4 WHERE id = $1`,
		int64(x.ID), report, string(choice), nullID(into))
	if err != nil {
		return fmt.Errorf("intake: ask about work %d: %w", x.ID, err)
	}
	return nil
}

func nullID(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// settle stores what became of a work. The story of one that is not taken gets
// another lead.
func settle(ctx context.Context, tx *db.Tx, x *found, st state, work int64, reason string) error {
	err := tx.Exec(ctx, `UPDATE import_works SET state = $2, work_id = $3, reason = $4 WHERE id = $1`, int64(x.ID), string(st), nullID(work), reason)
	if err != nil {
		return fmt.Errorf("intake: settle work %d: %w", x.ID, err)
	}
	if st == stateSkipped || st == stateSame {
		return elect(ctx, tx, x)
	}
	return nil
}
