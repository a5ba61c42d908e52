package draft

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Edit is what somebody changed in a copy that they have seen. What is nil did not
// change.
type Edit struct {
	By   viewer.ID
	Seen int // Copy.Seen of what it was made from
	// Tab and N name this save, so that one that is sent again because its answer was
	// lost is known; Tab is "" for who never sends again.
	Tab string
	N   int
	// Chosen is set when its writer has seen both texts and this is the one to stay: the
	// other is kept as a version whoever wrote it.
	Chosen bool

	Kind                                    *work.Kind
	Title, Summary, NotesBefore, NotesAfter *string
	Whole                                   *string // the text
	Splice                                  *Splice // or some of its lines

	kept bool // what it takes the place of is a version already
}

// Misfit says that a Splice does not fit the text that it was made for: its sender
// has another in hand. Sent whole, the text can be saved.
type Misfit struct{}

// Error implements error.
func (Misfit) Error() string { return "draft: the lines do not fit the text" }

// Save keeps what e changed and gives the copy as it is now. Limits that keepers
// chose are not asked about here: what is typed is kept, and refused when it is to be
// published. Where somebody saved in between, it is fault Conflict, nothing is
// changed, and the copy is theirs; what already says the same is no conflict. Where the
// chapter went on otherwise it is a Conflict too, and theirs is the chapter's text,
// until somebody who was told so saves. The caller has made sure that the viewer may
// edit the work.
func Save(ctx context.Context, tx *db.Tx, id work.ChapterID, e Edit) (Copy, error) {
	copied, err := locked(ctx, tx, id)
	if err != nil {
		return Copy{}, err
	}
	if e.Tab != "" && e.Tab == copied.tab && e.N == copied.n && copied.Seen == copied.rev {
		return copied, nil // sent again: its answer was lost
	}
	if err := Held(ctx, tx, id, e.By); err != nil {
		return copied, err
	}
	was := copied.Other()
	if copied.Behind && e.Tab == "" && !e.Chosen {
		return was, behind() // whoever has no tab can't have been told yet
	}
	if e.Seen != was.Seen && e.Splice != nil {
		return was, overtaken()
	}
	now := was
	if err := e.apply(&now.ChapterText); err != nil {
		return was, err
	}
	if now.ChapterText == was.ChapterText && !copied.Behind {
		return was, nil
	}
	if e.Seen != was.Seen {
		return was, overtaken()
	}
	if copied.Behind {
		err = copied.keepBoth(ctx, tx)
	} else {
		err = was.keepNowAndThen(ctx, tx, e)
	}
	if err != nil {
		return was, err
	}
	return now.write(ctx, tx, e)
}

// Held is fault Denied while a chapter is handed in by somebody and waits for those
// who sign its work: what they read is what they post.
func Held(ctx context.Context, q db.Q, id work.ChapterID, by viewer.ID) error {
	var held bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM round_turns t JOIN pseuds p ON p.id = t.pseud_id
		JOIN chapters c ON c.id = t.chapter_id AND c.work_id = t.work_id WHERE t.chapter_id = $1 AND t.state = 'handed' AND p.account_id = $2)`, int64(id), int64(by)).Scan(&held)
	if err != nil {
		return fmt.Errorf("is chapter %d handed in: %w", id, err)
	}
	if held {
		return fault.New(fault.Denied, "You have handed this chapter in, and those who sign the work are reading it. You can change it again once they have posted it or given it back. What you typed is still on this page.")
	}
	return nil
}

// apply changes t as e says.
func (e *Edit) apply(t *work.ChapterText) error {
	if e.Kind != nil {
		t.Kind = *e.Kind
	}
	for _, f := range []struct {
		name string
		to   *string
		from *string
		most int
	}{
		{"title", &t.Title, e.Title, work.MaxSummary}, {"summary", &t.Summary, e.Summary, work.MaxNotes},
		{"notes_before", &t.NotesBefore, e.NotesBefore, work.MaxNotes}, {"notes_after", &t.NotesAfter, e.NotesAfter, work.MaxNotes},
		{"text", &t.Body, e.Whole, work.MaxChapter},
	} {
		if f.from == nil {
			continue
		}
		*f.to = typed(*f.from)
		if err := tooLong(f.name, *f.to, f.most); err != nil {
			return err
		}
	}
	if e.Splice == nil {
		return nil
	}
	text, err := e.Splice.apply(t.Body)
	if err != nil {
		return err
	}
	t.Body = typed(text)
	return tooLong("text", t.Body, work.MaxChapter)
}

// tooLong refuses what is longer than the archive keeps at all.
func tooLong(field, s string, most int) error {
	if len(s) <= most {
		return nil
	}
	n := utf8.RuneCountInString(s)
	if n <= most {
		return nil
	}
	return &fault.Error{Kind: fault.TooLarge, Field: field, Format: "That is %d characters; %d is the most that can be kept here. It is still on your device: please cut it into several chapters.", Args: []any{n, most}}
}

// typed is a text with the line ends that people see, and nothing that no database
// keeps.
func typed(s string) string {
	if utf8.ValidString(s) && !strings.ContainsAny(s, "\r\x00") {
		return s
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(strings.ToValidUTF8(s, ""))
}

// write keeps c, changed as e says, as the next save.
func (c Copy) write(ctx context.Context, tx *db.Tx, e Edit) (Copy, error) {
	began := c.Rev == 0
	c.Seen++
	c.Rev, c.rev = c.Seen, c.Seen
	c.Words = prose.Words(c.Body)
	c.By, c.SavedAt, c.tab, c.n = e.By, tx.Now, e.Tab, e.N
	var by any
	if e.By != 0 {
		by = int64(e.By)
	}
	err := tx.Exec(ctx, `UPDATE drafts SET live = TRUE, rev = $2, kind = $3, title = $4, summary = $5, notes_before = $6, notes_after = $7,
		text = $8, words = $9, account_id = $10, tab = $11, n = $12, saved_at = $13,
		base = (SELECT version FROM chapters WHERE id = $1), began_at = CASE WHEN $14 THEN $13 ELSE began_at END WHERE chapter_id = $1`,
		int64(c.Chapter), c.Rev, string(c.Kind), c.Title, c.Summary, c.NotesBefore, c.NotesAfter, c.Body, c.Words, by, c.tab, c.n, tx.Millis(), began)
	if err != nil {
		return c, fmt.Errorf("save working copy of chapter %d: %w", c.Chapter, err)
	}
	return c, nil
}

func overtaken() error {
	return fault.New(fault.Conflict, "Somebody saved this chapter while you were writing, perhaps you in another tab. Both texts are kept: please choose what stays.")
}

func behind() error {
	return fault.New(fault.Conflict, "This chapter was changed in another way after somebody began to write in it: a new version was brought in, perhaps. Both texts are kept: please choose in the editor what stays.")
}

func noChapter() error {
	return fault.New(fault.NotFound, "You have no such chapter to write in. It may have been removed, or the address is mistyped.")
}
