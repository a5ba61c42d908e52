package workskin

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/skin"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// The limits of a skin, in characters, and of how many one person may have.
const (
	MaxTitle       = 255
	MaxDescription = 1250
	MaxCSS         = 510_000
	MaxSkins       = 200
)

// ID is a skin's key.
type ID int64

// Path is the address of a skin's page.
func (id ID) Path() string { return fmt.Sprintf("/skins/%d", int64(id)) }

// editPath is the address at which its owner edits it.
func (id ID) editPath() string { return fmt.Sprintf("/account/skins/%d", int64(id)) }

// Shared says who else is offered a skin.
type Shared string

// How far a skin is shared.
const (
	Private Shared = "no"
	Asked   Shared = "asked" // staff will look at it
	Public  Shared = "yes"
	Refused Shared = "refused"
)

// Skin is a skin without its text.
type Skin struct {
	ID          ID
	Owner       viewer.ID // 0 once its owner has left
	By          string    // its owner's name, "" once they have left
	Title       string
	Description string
	Origin      string // "Title by Name" of the skin that it is a copy of, or ""
	Sum         string // names its stylesheet
	Shared      Shared
	Answer      string // what staff said when they refused to share it
	Works       int    // that wear it

	worn work.ID // the work that is shown in it, 0 for none
}

// Sheet is the address of the skin's stylesheet. It changes with what is in it. That of
// a work says nothing of the skin: works without a name would have the number of their
// author's skin in common with others.
func (s Skin) Sheet() string {
	if s.worn != 0 {
		return fmt.Sprintf("%s/skin/%s.css", s.worn.Path(), s.Sum)
	}
	return fmt.Sprintf("%s/%s.css", s.ID.Path(), s.Sum)
}

// Draft is a skin as somebody sends it.
type Draft struct{ Title, Description, CSS string }

// Save writes a skin of v's: a new one when id is 0. Its CSS is made safe first; what
// is wrong with it comes back, and then nothing is saved. A skin that was shared waits
// for staff again once its CSS is another.
func Save(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, d Draft) (ID, []skin.Problem, error) {
	d.Title = strings.Join(strings.Fields(strings.ToValidUTF8(d.Title, "")), " ")
	if err := d.check(); err != nil {
		return 0, nil, err
	}
	sheet, problems := skin.Clean(d.CSS)
	if len(problems) > 0 {
		return 0, problems, nil
	}
	if err := lock(ctx, tx, v.ID); err != nil {
		return 0, nil, err
	}
	if err := own(ctx, tx, v, sheet.Pictures); err != nil {
		return 0, nil, err
	}
	id, err := write(ctx, tx, v.ID, id, d, sheet)
	if db.IsDuplicate(err) {
		return 0, nil, fault.In("title", "You have another skin of this name. Please choose a name of its own.")
	}
	if err != nil {
		return 0, nil, err
	}
	return id, nil, changed(ctx, tx, id)
}

func (d Draft) check() error {
	switch n := utf8.RuneCountInString(d.Title); {
	case n == 0:
		return fault.In("title", "A skin needs a name.")
	case n > MaxTitle:
		return fault.In("title", "The name has %d characters; %d is the most.", n, MaxTitle)
	}
	if n := utf8.RuneCountInString(d.Description); n > MaxDescription {
		return fault.In("description", "The description has %d characters; %d is the most.", n, MaxDescription)
	}
	if n := utf8.RuneCountInString(d.CSS); n > MaxCSS {
		return fault.In("css", "The CSS has %d characters; %d is the most.", n, MaxCSS)
	}
	return nil
}

// lock holds an account's row until the transaction ends.
func lock(ctx context.Context, tx *db.Tx, by viewer.ID) error {
	if err := tx.Exec(ctx, `UPDATE accounts SET name = name WHERE id = $1`, int64(by)); err != nil {
		return fmt.Errorf("skins of account %d: %w", by, err)
	}
	return nil
}

// own checks that pictures are of works that v may edit: a skin shows its pictures
// to whoever sees it.
func own(ctx context.Context, q db.Q, v viewer.Viewer, pictures []string) error {
	may := work.EditableBy(v)
	for _, name := range pictures {
		var there bool
		args := append([]any{path.Base(name)}, may.Args...)
		err := q.QueryRowContext(ctx, db.Numbered(`SELECT EXISTS (SELECT 1 FROM work_pictures wp JOIN works w ON w.id = wp.work_id WHERE wp.name = ? AND `+may.SQL+`)`), args...).Scan(&there)
		if err != nil {
			return fmt.Errorf("pictures of a skin: %w", err)
		}
		if !there {
			return fault.In("css", "The picture %s is not one of yours. A skin can show pictures that you sent for a work; their addresses are on the work’s page of pictures.", "/pictures/"+name)
		}
	}
	return nil
}

func write(ctx context.Context, tx *db.Tx, by viewer.ID, id ID, d Draft, s skin.Sheet) (ID, error) {
	args := []any{int64(by), d.Title, tag.Key(d.Title), d.Description, d.CSS, s.CSS, blob.Sum([]byte(s.CSS))[:32], tx.Millis()}
	if id == 0 {
		var n int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM work_skins WHERE account_id = $1`, int64(by)).Scan(&n); err != nil {
			return 0, fmt.Errorf("skins of account %d: %w", by, err)
		}
		if n >= MaxSkins {
			return 0, fault.New(fault.TooMany, "You have %d skins, the most there may be. Delete one that you no longer need.", n)
		}
		err := tx.QueryRowContext(ctx, `INSERT INTO work_skins (account_id, title, title_key, description, css, clean, sum, created_at, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) RETURNING id`, args...).Scan(&id)
		if err != nil {
			return 0, fmt.Errorf("new skin: %w", err)
		}
	} else {
		err := tx.QueryRowContext(ctx, `UPDATE work_skins SET title = $2, title_key = $3, description = $4, css = $5, clean = $6, sum = $7, updated_at = $8,
			shared = CASE WHEN sum = $7 AND title = $2 AND description = $4 THEN shared WHEN shared = 'yes' THEN 'asked' ELSE shared END
			WHERE id = $9 AND account_id = $1 RETURNING id`, append(args, int64(id))...).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return 0, noSuchSkin()
		}
		if err != nil {
			return 0, fmt.Errorf("skin %d: %w", id, err)
		}
	}
	if err := tx.Exec(ctx, `DELETE FROM skin_pictures WHERE skin_id = $1`, int64(id)); err != nil {
		return 0, fmt.Errorf("skin %d: %w", id, err)
	}
	for _, name := range s.Pictures {
		if err := tx.Exec(ctx, `INSERT INTO skin_pictures (skin_id, name) VALUES ($1, $2) ON CONFLICT (skin_id, name) DO NOTHING`, int64(id), path.Base(name)); err != nil {
			return 0, fmt.Errorf("skin %d: %w", id, err)
		}
	}
	return id, nil
}

// changed notes that the pages of all works that wear a skin change.
func changed(ctx context.Context, tx *db.Tx, id ID) error {
	all, err := db.All(ctx, tx, db.One[int64], `SELECT work_id FROM skins_of_works WHERE skin_id = $1`, int64(id))
	if err != nil {
		return fmt.Errorf("skin %d: %w", id, err)
	}
	for _, w := range all {
		tx.Changed(w)
	}
	return nil
}

// Delete removes a skin of v's; works that wear it are bare then. One that is gone
// already is no error.
func Delete(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID) error {
	if err := changed(ctx, tx, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM work_skins WHERE id = $1 AND account_id = $2`, int64(id), int64(v.ID)); err != nil {
		return fmt.Errorf("delete skin %d: %w", id, err)
	}
	return nil
}

// Copy gives v a skin of their own that is as a shared one is now.
func Copy(ctx context.Context, tx *db.Tx, v viewer.Viewer, from ID) (ID, error) {
	s, err := Get(ctx, tx, v, from)
	if err != nil {
		return 0, err
	}
	if s.Shared != Public {
		return 0, noSuchSkin()
	}
	if err := lock(ctx, tx, v.ID); err != nil {
		return 0, err
	}
	var id ID // pressing twice makes one
	err = tx.QueryRowContext(ctx, `SELECT id FROM work_skins WHERE account_id = $1 AND sum = $2 AND title_key = $3`, int64(v.ID), s.Sum, tag.Key(s.Title)).Scan(&id)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	title, err := free(ctx, tx, v.ID, s.Title)
	if err != nil {
		return 0, err
	}
	css, err := CSS(ctx, tx, from)
	if err != nil {
		return 0, err
	}
	sheet, problems := skin.Clean(css)
	if len(problems) > 0 {
		return 0, fmt.Errorf("skin %d is shared and not clean: %v", from, problems)
	}
	if id, err = write(ctx, tx, v.ID, 0, Draft{title, s.Description, css}, sheet); err != nil {
		return 0, err
	}
	origin := s.Title
	if s.By != "" {
		origin += " — " + s.By
	}
	if err := tx.Exec(ctx, `UPDATE work_skins SET origin = $2 WHERE id = $1`, int64(id), origin); err != nil {
		return 0, fmt.Errorf("skin %d: %w", id, err)
	}
	return id, nil
}

// free is a name that no skin of an account has: the one wished for, or with a number.
func free(ctx context.Context, q db.Q, by viewer.ID, title string) (string, error) {
	all, err := db.All(ctx, q, db.One[string], `SELECT title_key FROM work_skins WHERE account_id = $1`, int64(by))
	if err != nil {
		return "", fmt.Errorf("skins of account %d: %w", by, err)
	}
	taken := map[string]bool{}
	for _, k := range all {
		taken[k] = true
	}
	wish := title
	for n := 2; taken[tag.Key(wish)]; n++ {
		wish = fmt.Sprintf("%s (%d)", title, n)
	}
	return wish, nil
}

// Choose makes a work wear a skin of v's, or none when id is 0. The caller has made
// sure that v may edit the work.
func Choose(ctx context.Context, tx *db.Tx, v viewer.Viewer, w work.ID, id ID) error {
	if id != 0 {
		s, err := Get(ctx, tx, v, id)
		if err != nil {
			return err
		}
		now, err := Of(ctx, tx, w)
		if err != nil {
			return err
		}
		// Staff and co-creators may leave a work the skin that it wears.
		if s.Owner != v.ID && now.ID != id {
			return noSuchSkin()
		}
	}
	query := `INSERT INTO skins_of_works (work_id, skin_id) VALUES ($1, $2) ON CONFLICT (work_id) DO UPDATE SET skin_id = excluded.skin_id`
	args := []any{int64(w), int64(id)}
	if id == 0 {
		query, args = `DELETE FROM skins_of_works WHERE work_id = $1`, args[:1]
	}
	if err := tx.Exec(ctx, query, args...); err != nil {
		return fmt.Errorf("skin of work %d: %w", w, err)
	}
	tx.Changed(int64(w))
	return nil
}

func noSuchSkin() error {
	return fault.New(fault.NotFound, "There is no such skin here, or it is not shared.")
}
