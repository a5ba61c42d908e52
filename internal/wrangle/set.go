package wrangle

import (
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
)

// A set of tags is a table of four columns with a head: type, name, synonym_of, under.
// A tag without synonym_of is canonical; under has names with semicolons between.

// setHead are the columns of a set, in order.
func setHead() []string { return []string{"type", "name", "synonym_of", "under"} }

const (
	// MostLines is how many tags a set may have.
	MostLines = 5000
	// MostSetBytes is how large a set's file may be.
	MostSetBytes = 4 << 20
)

// Line is a tag of a set.
type Line struct {
	Type  tag.Type
	Name  string
	Of    string   // the tag it is a synonym of, "" for a canonical one
	Under []string // what it belongs to
	At    int      // where it stands in the file
}

// ReadSet reads a set of tags. What can't be understood is an Invalid fault that names
// its line.
func ReadSet(from io.Reader) ([]Line, error) {
	limited := &io.LimitedReader{R: from, N: MostSetBytes + 1}
	r := csv.NewReader(limited)
	r.FieldsPerRecord = len(setHead())
	var out []Line
	for n := 0; ; n++ {
		row, err := r.Read()
		if limited.N <= 0 {
			return nil, fault.In("file", "The file is larger than %d MB. Please cut it into several.", MostSetBytes>>20)
		}
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if bad, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, fault.In("file", "Line %d is not a line of a table with the four columns type, name, synonym_of and under.", bad.Line)
		}
		if err != nil {
			return nil, fmt.Errorf("wrangle: read a set: %w", err)
		}
		if n == 0 && strings.TrimPrefix(row[0], "\ufeff") == "type" {
			continue
		}
		line, _ := r.FieldPos(0)
		l, err := lineOf(row)
		if err != nil {
			return nil, fault.In("file", "Line %d: %s", line, fault.Message(err))
		}
		l.At = line
		if out = append(out, l); len(out) > MostLines {
			return nil, fault.In("file", "The set has more than %d tags. Please cut it into several.", MostLines)
		}
	}
}

func lineOf(row []string) (Line, error) {
	l := Line{Type: tag.Type(strings.TrimSpace(row[0]))}
	switch l.Type {
	case tag.Media, tag.Fandom, tag.Character, tag.Relationship, tag.Freeform:
	default:
		return l, fault.New(fault.Invalid, "“%s” is no type of tag that a set can have.", short(row[0]))
	}
	var err error
	if l.Name, err = tag.Clean(row[1]); err != nil {
		return l, err
	}
	if strings.TrimSpace(row[2]) != "" {
		if l.Of, err = tag.Clean(row[2]); err != nil {
			return l, err
		}
	}
	for u := range strings.SplitSeq(row[3], ";") {
		if u = strings.TrimSpace(u); u != "" {
			l.Under = append(l.Under, u)
		}
	}
	if len(l.Under) > mostFandoms {
		return l, fault.New(fault.Invalid, "“%s” is under %d tags; at most %d can be named.", short(l.Name), len(l.Under), mostFandoms)
	}
	return l, nil
}

// Took is what came of a set of tags.
type Took struct {
	Lines, Changed, Same int
	New                  int     // of those changed, tags that were not there
	Wrong                []Wrong // lines that were passed by
}

// Wrong is a line of a set that was not taken, and why.
type Wrong struct {
	At   int // the line
	Name string
	Err  error
}

// TakeSet takes a set of tags in, each line wholly or not at all; what is there already
// stays, so that twice is harmless. With look nothing is changed: Took then tells what
// would be. Canonical tags come before their synonyms, media before fandoms.
func (d *Desk) TakeSet(ctx context.Context, w Wrangler, lines []Line, look bool) (Took, error) {
	if !w.Staff() {
		return Took{}, notForSets()
	}
	took := Took{Lines: len(lines)}
	undo := errors.New("only looked at")
	taker := *d
	taker.looks = look
	take := func(tx *db.Tx, l Line) error {
		made, changed, err := taker.takeLine(ctx, tx, w, l)
		switch k := fault.KindOf(err); {
		case err != nil && k == fault.Internal:
			return err
		case err != nil:
			took.Wrong = append(took.Wrong, Wrong{l.At, l.Name, err})
		case changed:
			took.Changed++
			if made {
				took.New++
			}
		default:
			took.Same++
		}
		return err
	}
	ordered := inOrder(lines)
	if look {
		err := d.DB.Tx(ctx, func(tx *db.Tx) error {
			took = Took{Lines: len(lines)}
			for _, l := range ordered {
				if err := take(tx, l); err != nil && fault.KindOf(err) == fault.Internal {
					return err
				}
			}
			return undo
		})
		if errors.Is(err, undo) {
			err = nil
		}
		return took, err
	}
	for _, l := range ordered {
		before := took
		err := d.DB.Tx(ctx, func(tx *db.Tx) error { took = before; return take(tx, l) })
		if err != nil && (fault.KindOf(err) == fault.Internal || fault.KindOf(err) == fault.Unavailable) {
			return took, err
		}
	}
	return took, nil
}

// inOrder puts first what others need.
func inOrder(lines []Line) []Line {
	out := make([]Line, 0, len(lines))
	for _, synonyms := range []bool{false, true} {
		for _, t := range []tag.Type{tag.Media, tag.Fandom, tag.Character, tag.Relationship, tag.Freeform} {
			for _, l := range lines {
				if l.Type == t && (l.Of != "") == synonyms {
					out = append(out, l)
				}
			}
		}
	}
	return out
}

// takeLine takes one tag in, and reports whether it was made and whether anything changed.
func (d *Desk) takeLine(ctx context.Context, tx *db.Tx, w Wrangler, l Line) (made, changed bool, err error) {
	if err := tx.QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM tags WHERE name_key = $1)`, tag.Key(l.Name)).Scan(&made); err != nil {
		return false, false, fmt.Errorf("wrangle: set: %w", err)
	}
	id, err := ofSet(ctx, tx, l.Type, l.Name)
	if err != nil {
		return made, false, err
	}
	act := Act{Kind: Canonical, Tags: []tag.ID{id}, Why: "A set of tags"}
	if l.Of != "" {
		act.Kind = Merge
		into, err := ofSet(ctx, tx, l.Type, l.Of)
		if err != nil {
			return made, false, err
		}
		act.Others = []tag.ID{into}
	} else {
		for _, u := range l.Under {
			t, err := tag.ByName(ctx, tx, u)
			if fault.KindOf(err) == fault.NotFound {
				return made, false, fault.New(fault.Invalid, "There is no tag “%s” here to put it under, nor in the lines that come first.", short(u))
			}
			if err != nil {
				return made, false, err
			}
			act.Others = append(act.Others, t.ID)
		}
	}
	done, err := d.Do(ctx, tx, w, act)
	return made, done != 0, err
}

// ofSet finds or makes a tag.
func ofSet(ctx context.Context, tx *db.Tx, t tag.Type, name string) (tag.ID, error) {
	got, err := tag.Ensure(ctx, tx, []tag.Named{{Type: t, Name: name}})
	if err != nil {
		return 0, err
	}
	return got[0].ID, nil
}

// WriteSet writes the canonical tags that belong to a fandom, all of them for 0, and
// their synonyms, as ReadSet reads them.
func WriteSet(ctx context.Context, q db.Q, to io.Writer, fandom tag.ID) error {
	type row struct {
		id             tag.ID
		kind, name, of string
	}
	out := csv.NewWriter(to)
	if err := out.Write(setHead()); err != nil {
		return err
	}
	for last := (row{}); ; {
		rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.kind, &x.name, &x.of) },
			`SELECT t.id, t.type, t.name, COALESCE(m.name, '') FROM tags t LEFT JOIN tags m ON m.id = t.merger_id
			WHERE t.id > $1 AND (t.canonical OR t.merger_id IS NOT NULL) AND t.type IN ('media', 'fandom', 'character', 'relationship', 'freeform')
			AND ($2 = 0 OR t.id = $2 OR t.merger_id = $2 OR EXISTS (SELECT 1 FROM tag_parents p WHERE p.tag_id = COALESCE(t.merger_id, t.id) AND p.parent_id = $2))
			ORDER BY t.id LIMIT 500`, int64(last.id), int64(fandom))
		if err != nil {
			return fmt.Errorf("wrangle: write a set: %w", err)
		}
		if len(rows) == 0 {
			out.Flush()
			return out.Error()
		}
		under, err := underOf(ctx, q, rows[0].id, rows[len(rows)-1].id)
		if err != nil {
			return err
		}
		for _, x := range rows {
			if err := out.Write([]string{x.kind, x.name, x.of, strings.Join(under[x.id], "; ")}); err != nil {
				return err
			}
		}
		last = rows[len(rows)-1]
	}
}

// underOf are the names of what some tags belong to.
func underOf(ctx context.Context, q db.Q, first, last tag.ID) (map[tag.ID][]string, error) {
	type row struct {
		id   tag.ID
		name string
	}
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error { return r.Scan(&x.id, &x.name) }, `SELECT p.tag_id, t.name FROM tag_parents p JOIN tags t ON t.id = p.parent_id
		WHERE p.tag_id BETWEEN $1 AND $2 ORDER BY p.tag_id, t.name_key`, int64(first), int64(last))
	if err != nil {
		return nil, fmt.Errorf("wrangle: write a set: %w", err)
	}
	out := map[tag.ID][]string{}
	for _, x := range rows {
		out[x.id] = append(out[x.id], x.name)
	}
	return out, nil
}
