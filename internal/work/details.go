package work

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/tag"
)

// Details are what is told about a work, without its text and without what is
// not its authors' to choose: who made it, whether it is hidden or revealed.
type Details struct {
	Title       string
	Summary     string // HTML
	NotesBefore string // HTML
	NotesAfter  string // HTML
	Language    string // BCP 47
	Rating      Rating // "" while nobody has chosen one, which only a draft may have
	Tags        []tag.Named

	Posted     bool
	Restricted bool
	Anonymous  bool
	Unquoted   bool // left out of the search for quotes

	Complete     bool
	ChapterTotal int // 0 is "?"
}

// Details are what is told about w, as it stands.
func (w *Work) Details() Details {
	return Details{
		Title: w.Title, Summary: w.Summary, NotesBefore: w.NotesBefore, NotesAfter: w.NotesAfter,
		Language: w.Language, Rating: w.Rating, Tags: named(w.Tags),
		Posted: w.Posted, Restricted: w.Restricted, Anonymous: w.Anonymous, Unquoted: w.Unquoted,
		Complete: w.Complete, ChapterTotal: w.ChapterTotal,
	}
}

func named(tags []tag.Tag) []tag.Named {
	out := make([]tag.Named, len(tags))
	for i, t := range tags {
		out[i] = tag.Named{Type: t.Type, Name: t.Name}
	}
	return out
}

// Check makes d as it is kept, and returns what is wrong with it as a sentence
// for the one who sent it. posted is how many chapters readers see.
func (d *Details) Check(posted int) error {
	d.Title = oneLine(d.Title)
	switch {
	case !strings.ContainsFunc(d.Title, shows):
		return fault.In("title", "A work needs a title.")
	case utf8.RuneCountInString(d.Title) > MaxTitle:
		return fault.In("title", "That title has %d characters; %d is the most.", utf8.RuneCountInString(d.Title), MaxTitle)
	case len(d.Tags) > MaxTags:
		return fault.In("tags", "That is %d tags; %d is the most for one work.", len(d.Tags), MaxTags)
	case d.ChapterTotal != 0 && d.ChapterTotal < posted:
		return fault.In("chapter_total", "There are %d chapters here, more than the %d that the work is to have.", posted, d.ChapterTotal)
	}
	if err := d.checkChoices(); err != nil {
		return err
	}
	for _, x := range []struct{ field, name, text string }{
		{"notes_before", "The notes before the work", d.NotesBefore}, {"notes_after", "The notes after the work", d.NotesAfter},
	} {
		if n := utf8.RuneCountInString(x.text); n > MaxNotes {
			return fault.In(x.field, "%s are %d characters long; %d is the most.", x.name, n, MaxNotes)
		}
	}
	if n := utf8.RuneCountInString(d.Summary); n > MaxSummary {
		return fault.In("summary", "The summary is %d characters long; %d is the most.", n, MaxSummary)
	}
	return nil
}

// checkChoices makes canonical what is chosen from a list.
func (d *Details) checkChoices() error {
	if d.Rating == "" && d.Posted {
		d.Rating = NotRated
	}
	if d.Rating != "" && !slices.Contains(Ratings(), d.Rating) {
		return fault.In("rating", "“%s” is not one of the ratings. Please choose one from the list.", string(d.Rating))
	}
	l, err := language.Parse(d.Language)
	if err != nil {
		return fault.In("language", "“%s” is not a language code. Write it as in “en”, “de” or “pt-BR”.", d.Language)
	}
	d.Language = l.String()
	return nil
}

// oneLine is s without what no line of text has, and no database keeps, and
// without the characters that turn the direction of what follows, with which a
// name could pose as another.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// shows reports whether a reader can see r by itself.
func shows(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }

// ChangeDetails changes what is told about a work to d. seen is the minor version
// that d was made from: when somebody else has changed the work since, it is a
// Conflict and nothing changes. The same d once more is no conflict: a form may
// be sent twice. The caller has made sure that the viewer may edit the work.
func ChangeDetails(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ID, seen int, d Details) error {
	_, err := changeDetails(ctx, tx, c, id, seen, d)
	return err
}

// changeDetails is ChangeDetails; overtaken tells that the work had been changed
// since, and is as d wants it all the same.
func changeDetails(ctx context.Context, tx *db.Tx, c prose.Cleaner, id ID, seen int, d Details) (overtaken bool, err error) {
	// The update also locks the work, so that of those who saw the same version one is first.
	var posted int
	var unquoted bool
	err = tx.QueryRowContext(ctx, `UPDATE works SET minor = minor + 1, updated_at = $3 WHERE id = $1 AND minor = $2 RETURNING chapter_count, unquoted`,
		int64(id), seen, tx.Millis()).Scan(&posted, &unquoted)
	overtaken = errors.Is(err, sql.ErrNoRows)
	if err != nil && !overtaken {
		return false, fmt.Errorf("change details of work %d: %w", id, err)
	}
	if err := d.Check(posted); err != nil {
		return overtaken, err
	}
	d.Summary, d.NotesBefore, d.NotesAfter = brief(c, d.Summary), note(c, d.NotesBefore), note(c, d.NotesAfter)
	if overtaken {
		return true, d.overtaken(ctx, tx, id)
	}
	w := writer{ctx: ctx, tx: tx, clean: c, id: id, d: &Draft{Tags: d.Tags}}
	if err := w.details(&d); err != nil {
		return false, err
	}
	if err := w.tags(); err != nil {
		return false, err
	}
	if err := ShowPictures(ctx, tx, id); err != nil {
		return false, err
	}
	tx.Changed(int64(id))
	if d.Unquoted != unquoted {
		if err := search.RefreshTexts(ctx, tx, int64(id)); err != nil {
			return false, err
		}
	}
	return false, search.Refresh(ctx, tx, int64(id))
}

// details writes d into the work's row. A work that is posted for the first time
// is new today, unless its dates came with it from where it was before.
func (w *writer) details(d *Details) error {
	return w.exec("details", `UPDATE works SET title = $2, sort_title = $3, summary = $4, notes_before = $5, notes_after = $6,
		language = $7, rating = $8, chapter_total = $9, complete = $10, posted = $11, restricted = $12, anonymous = $13, unquoted = $15,
		posted_at = CASE WHEN $11 THEN COALESCE(posted_at, $14) ELSE posted_at END,
		revised_at = CASE WHEN $11 AND posted_at IS NULL AND revised_at >= created_at THEN $14 ELSE revised_at END WHERE id = $1`,
		int64(w.id), d.Title, SortTitle(d.Title), d.Summary, d.NotesBefore, d.NotesAfter,
		d.Language, string(d.Rating), nullZero(d.ChapterTotal), d.Complete, d.Posted, d.Restricted, d.Anonymous, w.tx.Millis(), d.Unquoted)
}

// overtaken is the answer to a change that was made from an older version: a
// Conflict, unless the work is already as d wants it.
func (d *Details) overtaken(ctx context.Context, tx *db.Tx, id ID) error {
	all, err := load(ctx, tx, []ID{id})
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return noSuchWork()
	}
	tags, err := tag.Ensure(ctx, tx, d.Tags)
	if err != nil {
		return err
	}
	d.Tags = named(tags)
	if now := all[0].Details(); reflect.DeepEqual(now, *d) {
		return nil
	}
	return changedSince()
}

func changedSince() error {
	return fault.New(fault.Conflict, "Somebody changed this work while you were writing, so nothing of yours is saved yet. It is all kept here: compare it with the work as it is now, and save again to put yours in its place.")
}

// SetHidden hides a work from all but its creators and staff, or shows it again.
// What is so already stays so. The caller has made sure that the viewer is staff.
func SetHidden(ctx context.Context, tx *db.Tx, id ID, hidden bool) error {
	r, err := tx.ExecContext(ctx, `UPDATE works SET hidden = $2, updated_at = $3 WHERE id = $1 AND hidden <> $2`, int64(id), hidden, tx.Millis())
	if err != nil {
		return fmt.Errorf("hide work %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n > 0 {
		if err != nil {
			return fmt.Errorf("hide work %d: %w", id, err)
		}
		return Refilter(ctx, tx, id)
	}
	var there bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM works WHERE id = $1)`, int64(id)).Scan(&there); err != nil {
		return fmt.Errorf("hide work %d: %w", id, err)
	}
	if !there {
		return noSuchWork()
	}
	return nil
}
