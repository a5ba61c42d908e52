// Package related has what works were inspired by and what they are translations
// of, with the word of the other work's creators on whether they list it too.
package related

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// ID is the key of a relation.
type ID int64

// Relation is one work's word that it was inspired by another, or translates it.
type Relation struct {
	ID          ID
	Child       work.ID
	Local       bool
	Parent      work.ID // 0 for one elsewhere, and for one here that is gone
	URL         string  // elsewhere
	Title       string
	Author      string
	Language    string // of the one elsewhere
	Translation bool
	Approved    bool
}

// Bounds, in characters.
const (
	maxURL    = 2000
	maxTitle  = 255
	maxAuthor = 255
	// mostParents is how many works one may name.
	mostParents = 20
)

const columns = `r.id, r.work_id, r.local, COALESCE(r.parent_id, 0), r.url, r.title, r.author, r.language, r.translation, r.approved`

func scan(r *sql.Rows, x *Relation) error {
	return r.Scan(&x.ID, &x.Child, &x.Local, &x.Parent, &x.URL, &x.Title, &x.Author, &x.Language, &x.Translation, &x.Approved)
}

// Parents lists what a work names. The caller has made sure that the viewer may see
// the work; what they may see of the others is another question.
func Parents(ctx context.Context, q db.Q, id work.ID) ([]Relation, error) {
	all, err := db.All(ctx, q, scan, `SELECT `+columns+` FROM relations r WHERE r.work_id = $1 ORDER BY r.id`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("relations of work %d: %w", id, err)
	}
	return all, nil
}

// children lists the works that name a work, that its creators have agreed to, and
// that v may see in lists.
func children(ctx context.Context, q db.Q, v viewer.Viewer, id work.ID) ([]Relation, error) {
	seen := work.Listed(v)
	all, err := db.All(ctx, q, scan, db.Numbered(`SELECT `+columns+` FROM relations r JOIN works w ON w.id = r.work_id
		WHERE r.parent_id = ? AND r.approved AND (`+seen.SQL+`) ORDER BY r.id`), append([]any{int64(id)}, seen.Args...)...)
	if err != nil {
		return nil, fmt.Errorf("what work %d inspired: %w", id, err)
	}
	return all, nil
}

// Named is what somebody writes of the work that theirs comes from.
type Named struct {
	Address                 string
	Title, Author, Language string // of one elsewhere
	Translation             bool
}

// here finds the number in the address of a work of an archive.
var here = regexp.MustCompile(`^/works/([0-9]{1,18})(?:/chapters/[0-9]+)?/?$`)

// read tells what an address leads to: a work here, or something elsewhere. hosts
// are the names of this archive.
func (n *Named) read(hosts []string) (local work.ID, err error) {
	n.Address = strings.TrimSpace(n.Address)
	u, err := url.Parse(n.Address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || utf8.RuneCountInString(n.Address) > maxURL {
		return 0, fault.In("address", "Write the whole address of the work, beginning with https://, as it stands in your browser.")
	}
	for _, h := range hosts {
		if h == "" || !strings.EqualFold(h, u.Host) {
			continue
		}
		m := here.FindStringSubmatch(u.Path)
		if m == nil {
			return 0, noSuchParent()
		}
		id, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil || id == 0 {
			return 0, noSuchParent()
		}
		return work.ID(id), nil
	}
	n.Address = u.String()
	return 0, n.check()
}

func (n *Named) check() error {
	n.Title, n.Author, n.Language = strings.TrimSpace(n.Title), strings.TrimSpace(n.Author), strings.TrimSpace(n.Language)
	switch {
	case n.Title == "" || utf8.RuneCountInString(n.Title) > maxTitle:
		return fault.In("title", "The title of a work elsewhere has 1 to %d characters.", maxTitle)
	case n.Author == "" || utf8.RuneCountInString(n.Author) > maxAuthor:
		return fault.In("author", "The name of its author has 1 to %d characters.", maxAuthor)
	}
	if n.Language == "" {
		return nil
	}
	l, err := language.Parse(n.Language)
	if err != nil {
		return fault.In("language", "“%s” is not a language code. Write it as in “en”, “de” or “pt-BR”.", n.Language)
	}
	n.Language = l.String()
	return nil
}

func noSuchParent() error {
	return fault.In("address", "There is no such work here. Please look at the address again.")
}

// Add notes that a work comes from another. hosts are the names of this archive;
// what has one of them is a work here, which v must be able to see. Its creators are
// asked once the work can be read; whoever signs both has agreed. Naming one twice
// is naming it once.
func Add(ctx context.Context, tx *db.Tx, v viewer.Viewer, w *work.Work, n Named, hosts []string) error {
	parent, err := n.read(hosts)
	if err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE works SET updated_at = updated_at WHERE id = $1`, int64(w.ID)); err != nil {
		return fmt.Errorf("relate work %d: %w", w.ID, err)
	}
	all, err := Parents(ctx, tx, w.ID)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Parent != 0 && r.Parent == parent || parent == 0 && r.URL == n.Address {
			return nil
		}
	}
	if len(all) >= mostParents {
		return fault.In("address", "A work can name at most %d others.", mostParents)
	}
	tx.Changed(int64(w.ID))
	if parent == 0 {
		err = tx.Exec(ctx, `INSERT INTO relations (work_id, local, url, title, author, language, translation, created_at) VALUES ($1, FALSE, $2, $3, $4, $5, $6, $7)`,
			int64(w.ID), n.Address, n.Title, n.Author, n.Language, n.Translation, tx.Millis())
	} else {
		err = addLocal(ctx, tx, v, w, parent, n.Translation)
	}
	if err != nil && fault.KindOf(err) == fault.Internal {
		return fmt.Errorf("relate work %d: %w", w.ID, err)
	}
	return err
}

func addLocal(ctx context.Context, tx *db.Tx, v viewer.Viewer, w *work.Work, parent work.ID, translation bool) error {
	if parent == w.ID {
		return fault.In("address", "That is the address of this work itself.")
	}
	p, err := work.Get(ctx, tx, v, parent)
	switch fault.KindOf(err) {
	case fault.NotFound, fault.Denied, fault.SignIn:
		return noSuchParent()
	}
	if err != nil {
		return err
	}
	var told any
	if p.Mine(v) {
		told = tx.Millis()
	}
	if err := tx.Exec(ctx, `INSERT INTO relations (work_id, local, parent_id, translation, approved, told_at, created_at) VALUES ($1, TRUE, $2, $3, $4, $5, $6)`,
		int64(w.ID), int64(parent), translation, p.Mine(v), told, tx.Millis()); err != nil {
		return err
	}
	if err := tie(ctx, tx, w.ID, parent); err != nil {
		return err
	}
	return tell(ctx, tx, w.ID)
}

// tie has both works' pages made anew when one of them changes.
func tie(ctx context.Context, tx *db.Tx, child, parent work.ID) error {
	if err := tx.Tie(ctx, int64(child), int64(parent)); err != nil {
		return err
	}
	return tx.Tie(ctx, int64(parent), int64(child))
}

// Drop takes back what a work says of another.
func Drop(ctx context.Context, tx *db.Tx, w work.ID, id ID) error {
	gone, err := db.All(ctx, tx, db.One[int64], `DELETE FROM relations WHERE id = $1 AND work_id = $2 RETURNING COALESCE(parent_id, 0)`, int64(id), int64(w))
	if err != nil {
		return fmt.Errorf("drop relation %d: %w", id, err)
	}
	for _, parent := range gone {
		tx.Changed(int64(w))
		if parent != 0 {
			tx.Changed(parent)
		}
	}
	return nil
}

// Approve is whether the creators of the other work list it too. who signs that
// one; for anybody else there is no such relation.
func Approve(ctx context.Context, tx *db.Tx, id ID, who viewer.ID, yes bool) error {
	all, err := db.All(ctx, tx, func(r *sql.Rows, x *Relation) error { return r.Scan(&x.Child, &x.Parent) },
		`UPDATE relations SET approved = $3 WHERE id = $1 AND EXISTS (SELECT 1 FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.work_id = relations.parent_id AND c.approved AND p.account_id = $2) AND EXISTS (SELECT 1 FROM works w WHERE w.id = relations.work_id AND w.audience < 2)
		RETURNING work_id, parent_id`, int64(id), int64(who), yes)
	if err != nil {
		return fmt.Errorf("approve relation %d: %w", id, err)
	}
	if len(all) == 0 {
		return fault.New(fault.NotFound, "No such work names yours. It may have been taken back.")
	}
	tx.Changed(int64(all[0].Parent))
	tx.Changed(int64(all[0].Child))
	return nil
}

// bylines are the names that a viewer may know.
func bylines(all []account.Pseud) string {
	var out []string
	for _, p := range all {
		out = append(out, p.Byline())
	}
	return strings.Join(out, ", ")
}
