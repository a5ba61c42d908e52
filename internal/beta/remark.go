package beta

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// RemarkID is the key of a remark.
type RemarkID int64

// State is what became of a remark.
type State string

// The states of remarks.
const (
	Open     State = "open"
	Settled  State = "settled"  // talked over
	Accepted State = "accepted" // the suggestion is in the working copy
	Rejected State = "rejected"
)

// Remark is what somebody said of a passage, or an answer to that.
type Remark struct {
	ID      RemarkID
	Copy    int64
	Thread  RemarkID // what it answers, 0 for none
	By      viewer.ID
	Name    string
	Anchor  string
	Quote   string
	Words   string
	Suggest *string // what would stand in the place of Quote
	State   State
	At      time.Time
	Answers []Remark
}

// Said is what somebody writes of a passage.
type Said struct {
	By          viewer.Viewer
	Name        string // of who has no account
	Anchor      string
	Quote       string // empty for the whole paragraph
	Words       string
	Suggests    bool
	Replacement string
}

// Bounds of remarks, in characters, and how many may be made.
const (
	maxWords   = 5000
	mostInCopy = 2000
	// mostLately is how many may be made by one invitation within lately.
	mostLately = 60
	lately     = 10 * time.Minute
)

// squeezed is a text with single spaces.
func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

func (s *Said) check(g *Given) error {
	s.Name, s.Words, s.Replacement, s.Quote = squeezed(s.Name), strings.TrimSpace(s.Words), squeezed(s.Replacement), squeezed(s.Quote)
	if s.By.Guest() && (s.Name == "" || utf8.RuneCountInString(s.Name) > maxLabel) {
		return fault.In("name", "Please write a name, of at most %d characters, so that the author knows who says it.", maxLabel)
	}
	if !s.By.Guest() {
		s.Name = s.By.Name
	}
	for _, x := range []struct{ field, text string }{{"words", s.Words}, {"replacement", s.Replacement}, {"quote", s.Quote}} {
		if n := utf8.RuneCountInString(x.text); n > maxWords {
			return fault.In(x.field, "That is %d characters; %d is the most.", n, maxWords)
		}
	}
	text, err := g.paragraph(s.Anchor)
	if err != nil {
		return err
	}
	if s.Quote == "" {
		s.Quote = text
	}
	switch {
	case !strings.Contains(text, s.Quote):
		return fault.In("quote", "These words don’t stand in that paragraph. Please copy them from it, or leave the field empty for all of it.")
	case s.Suggests && s.Replacement == s.Quote:
		return fault.In("replacement", "That is what stands there already.")
	case !s.Suggests && s.Words == "":
		return fault.In("words", "Please write something.")
	}
	return nil
}

// Say adds a remark to a text that the reader was given.
func Say(ctx context.Context, tx *db.Tx, i *Invitation, g Given, s Said) error {
	if err := room(ctx, tx, i.ID, g.ID); err != nil {
		return err
	}
	if err := s.check(&g); err != nil {
		return err
	}
	var replacement any
	if s.Suggests {
		replacement = s.Replacement
	}
	if err := insert(ctx, tx, g.ID, nil, s.By, s.Name, s.Anchor, s.Quote, s.Words, replacement); err != nil {
		return err
	}
	return tellAuthors(ctx, tx, i, g, s)
}

// Reply answers a remark of a text. i is the invitation of a reader who answers, or
// nil for an author.
func Reply(ctx context.Context, tx *db.Tx, g Given, to RemarkID, by viewer.Viewer, name, words string) error {
	if err := room(ctx, tx, g.Beta, g.ID); err != nil {
		return err
	}
	words, name = strings.TrimSpace(words), squeezed(name)
	if by.Guest() && (name == "" || utf8.RuneCountInString(name) > maxLabel) {
		return fault.In("name", "Please write a name, of at most %d characters, so that the author knows who says it.", maxLabel)
	}
	if !by.Guest() {
		name = by.Name
	}
	if n := utf8.RuneCountInString(words); n == 0 || n > maxWords {
		return fault.In("words", "An answer has 1 to %d characters.", maxWords)
	}
	var there bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM beta_remarks WHERE id = $1 AND copy_id = $2 AND thread_id IS NULL)`, int64(to), g.ID).Scan(&there); err != nil {
		return fmt.Errorf("beta: answer: %w", err)
	}
	if !there {
		return noRemark()
	}
	return insert(ctx, tx, g.ID, int64(to), by, name, "", "", words, nil)
}

func insert(ctx context.Context, tx *db.Tx, copy int64, thread any, by viewer.Viewer, name, anchor, quote, words string, replacement any) error {
	var who any
	if !by.Guest() {
		who = int64(by.ID)
	}
	same, _ := replacement.(string)
	answers, _ := thread.(int64)
	var said bool // the same form, sent twice
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM beta_remarks WHERE copy_id = $1 AND name = $2 AND anchor = $3 AND quote = $4 AND words = $5
		AND COALESCE(replacement, '') = $6 AND COALESCE(thread_id, 0) = $7 AND created_at > $8)`, copy, name, anchor, quote, words, same, answers, tx.Now.Add(-lately).UnixMilli()).Scan(&said)
	if err != nil {
		return fmt.Errorf("beta: remark: %w", err)
	}
	if said {
		return nil
	}
	if err := tx.Exec(ctx, `INSERT INTO beta_remarks (copy_id, thread_id, account_id, name, anchor, quote, words, replacement, state, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, copy, thread, who, name, anchor, quote, words, replacement, string(Open), tx.Millis()); err != nil {
		return fmt.Errorf("beta: remark: %w", err)
	}
	return nil
}

// room is nil while an invitation may be used to say more.
func room(ctx context.Context, tx *db.Tx, id ID, copy int64) error {
	if err := tx.Exec(ctx, `UPDATE betas SET label = label WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("beta: lock %d: %w", id, err)
	}
	var recent, all int
	err := tx.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM beta_remarks r JOIN beta_chapters g ON g.id = r.copy_id WHERE g.beta_id = $1 AND r.created_at > $2),
		(SELECT COUNT(*) FROM beta_remarks WHERE copy_id = $3)`, int64(id), tx.Now.Add(-lately).UnixMilli(), copy).Scan(&recent, &all)
	if err != nil {
		return fmt.Errorf("beta: count remarks: %w", err)
	}
	if recent >= mostLately {
		return fault.Later(lately, "That is %d remarks in ten minutes. Please rest a little; what you have said is kept.", recent)
	}
	if all >= mostInCopy {
		return fault.New(fault.TooLarge, "There are %d remarks on this chapter, and no more fit.", all)
	}
	return nil
}

// tellAuthors writes to the work's creators, at the first remark for a while.
func tellAuthors(ctx context.Context, tx *db.Tx, i *Invitation, g Given, s Said) error {
	var recent int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM beta_remarks WHERE copy_id = $1 AND created_at > $2`, g.ID, tx.Now.Add(-6*time.Hour).UnixMilli()).Scan(&recent); err != nil {
		return fmt.Errorf("beta: recent remarks: %w", err)
	}
	if recent > 1 {
		return nil
	}
	title := (&work.Work{Title: i.Title}).Name()
	return tellSigners(ctx, tx, i.Work, mail.Letter{Kind: mail.Beta, Path: fmt.Sprintf("%s/betas/%d", i.Work.Path(), g.ID),
		Subject: say.T(ctx, "{name} has said something about “{title}”", "name", s.Name, "title", title),
		Text: say.T(ctx, "{name} has read part {n} of “{title}” and says what they think. You get no further letter about this chapter for some hours.",
			"name", s.Name, "n", say.Number(ctx, g.Place), "title", title)})
}

const remarkColumns = `r.id, r.copy_id, COALESCE(r.thread_id, 0), COALESCE(r.account_id, 0), r.name, r.anchor, r.quote, r.words, r.replacement, r.state, r.created_at`

func scanRemark(r *sql.Rows, x *Remark) error {
	var at db.Time
	var suggest sql.NullString
	err := r.Scan(&x.ID, &x.Copy, &x.Thread, &x.By, &x.Name, &x.Anchor, &x.Quote, &x.Words, &suggest, &x.State, &at)
	x.At = at.Time
	if suggest.Valid {
		x.Suggest = &suggest.String
	}
	return err
}

// Remarks lists what was said of a text, in order, each with its answers. The caller
// has made sure that the viewer was given it or signs the work.
func Remarks(ctx context.Context, q db.Q, copy int64) ([]Remark, error) {
	all, err := db.All(ctx, q, scanRemark, `SELECT `+remarkColumns+` FROM beta_remarks r WHERE r.copy_id = $1 ORDER BY r.id`, copy)
	if err != nil {
		return nil, fmt.Errorf("beta: remarks: %w", err)
	}
	at := map[RemarkID]int{}
	var out []Remark
	for _, x := range all {
		if x.Thread == 0 {
			at[x.ID] = len(out)
			out = append(out, x)
		} else if i, ok := at[x.Thread]; ok {
			out[i].Answers = append(out[i].Answers, x)
		}
	}
	return out, nil
}

// remark reads a remark of a text that is no answer.
func remark(ctx context.Context, q db.Q, copy int64, id RemarkID) (Remark, error) {
	all, err := db.All(ctx, q, scanRemark, `SELECT `+remarkColumns+` FROM beta_remarks r WHERE r.copy_id = $1 AND r.id = $2 AND r.thread_id IS NULL`, copy, int64(id))
	if err != nil {
		return Remark{}, fmt.Errorf("beta: remark %d: %w", id, err)
	}
	if len(all) == 0 {
		return Remark{}, noRemark()
	}
	return all[0], nil
}

// Mark says what became of a remark. What was accepted stays so: it is in the text.
func Mark(ctx context.Context, tx *db.Tx, copy int64, id RemarkID, s State) error {
	r, err := tx.ExecContext(ctx, `UPDATE beta_remarks SET state = CASE WHEN state = 'accepted' THEN state ELSE $3 END WHERE copy_id = $1 AND id = $2 AND thread_id IS NULL`, copy, int64(id), string(s))
	if err != nil {
		return fmt.Errorf("beta: remark %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, noRemark())
	}
	return nil
}

func noRemark() error {
	return fault.New(fault.NotFound, "There is no such remark here.")
}
