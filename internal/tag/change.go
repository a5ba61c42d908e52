package tag

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// This file has what wranglers decide about a tag itself. Each is an act that Watch
// can look at.

// Bare gives a canonical tag back to those that stand for nothing but themselves. It
// may have no synonyms, nothing under it and no broader or narrower tags; a tag of a
// fixed type stays.
func Bare(ctx context.Context, tx *db.Tx, id ID) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	t, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if t.Type.Fixed() {
		return fixed(t)
	}
	var held bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM tags WHERE merger_id = $1) OR EXISTS (SELECT 1 FROM tag_parents WHERE parent_id = $1)
		OR EXISTS (SELECT 1 FROM meta_tags WHERE sub_id = $1 OR meta_id = $1)`, id).Scan(&held); err != nil {
		return fmt.Errorf("tag: bare %d: %w", id, err)
	}
	if held {
		return fault.In("canonical", "“%s” has synonyms, tags under it, or broader or narrower tags. Take those away first.", t.Name)
	}
	if err := tx.Exec(ctx, `UPDATE tags SET canonical = FALSE WHERE id = $1`, id); err != nil {
		return fmt.Errorf("tag: bare %d: %w", id, err)
	}
	return nil
}

// SetUnwrangleable says that a tag stays as its author wrote it, or takes that back.
// Only a tag that is neither canonical nor a synonym can be so.
func SetUnwrangleable(ctx context.Context, tx *db.Tx, id ID, on bool) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	t, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if on && (t.Canonical || t.Merger != 0) {
		return fault.In("unwrangleable", "“%s” is canonical or a synonym, so it is sorted in already.", t.Name)
	}
	if err := tx.Exec(ctx, `UPDATE tags SET unwrangleable = $2 WHERE id = $1`, id, on); err != nil {
		return fmt.Errorf("tag: unwrangleable %d: %w", id, err)
	}
	return nil
}

// Retype makes a tag one of another type: only a tag that nothing hangs on, and no
// fixed type on either side. What it was under goes.
func Retype(ctx context.Context, tx *db.Tx, id ID, to Type) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	t, err := Get(ctx, tx, id)
	switch {
	case err != nil:
		return err
	case t.Type == to:
		return nil
	case t.Type.Fixed() || to.Fixed() || to.label() == "":
		return fault.In("type", "“%s” can't become a tag of that type: warnings and categories are the archive's own lists.", t.Name)
	case t.Canonical || t.Merger != 0:
		return fault.In("type", "“%s” is canonical or a synonym. Take that back first; then its type can change.", t.Name)
	}
	if err := tx.Exec(ctx, `DELETE FROM tag_parents WHERE tag_id = $1`, id); err != nil {
		return fmt.Errorf("tag: retype %d: %w", id, err)
	}
	s := State{Type: to, Name: t.Name}
	if err := set(ctx, tx, id, s); err != nil {
		return err
	}
	return reword(ctx, tx, id, s)
}

// Rename gives a tag another name. Whoever is not staff may change only case, accents
// and the like; the old name goes on as an address. fault Invalid when the name can't
// be one or is taken.
func Rename(ctx context.Context, tx *db.Tx, id ID, name string, staff bool) error {
	if err := lockGraph(ctx, tx); err != nil {
		return err
	}
	t, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if name, err = Clean(name); err != nil {
		e := fault.As(err)
		return fault.In("name", e.Format, e.Args...)
	}
	switch {
	case name == t.Name:
		return nil
	case t.Type.Fixed():
		return fixed(t)
	case !staff && Plain(name) != Plain(t.Name):
		return fault.In("name", "Only case, accents and spaces of “%s” can be changed by you. Moderators and keepers can give it any name.", t.Name)
	}
	var taken ID
	if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(id), 0) FROM tags WHERE name_key = $1 AND id <> $2`, Key(name), id).Scan(&taken); err != nil {
		return fmt.Errorf("tag: rename %d: %w", id, err)
	}
	if taken != 0 {
		return fault.In("name", "There is a tag “%s” already. Make this one a synonym of it instead.", name)
	}
	var unwrangleable bool
	if err := tx.QueryRowContext(ctx, `SELECT unwrangleable FROM tags WHERE id = $1`, id).Scan(&unwrangleable); err != nil {
		return fmt.Errorf("tag: rename %d: %w", id, err)
	}
	s := State{Type: t.Type, Name: name, Canonical: t.Canonical, Merger: t.Merger, Unwrangleable: unwrangleable}
	if err := set(ctx, tx, id, s); err != nil {
		return err
	}
	if err := reword(ctx, tx, id, s); err != nil {
		return err
	}
	if old := Key(t.Name); old != Key(name) {
		if err := tx.Exec(ctx, `INSERT INTO tag_old_names (name_key, tag_id) VALUES ($1, $2) ON CONFLICT (name_key) DO UPDATE SET tag_id = excluded.tag_id`, old, id); err != nil {
			return fmt.Errorf("tag: rename %d: %w", id, err)
		}
	}
	return nil
}

// Plain is how names are compared by ear: as Key, without accents.
func Plain(name string) string {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) && r < 0x0370 {
			return -1
		}
		return r
	}, norm.NFD.String(Key(name)))
	return norm.NFC.String(bare)
}

func fixed(t *Tag) error {
	return fault.In("name", "“%s” is one of the archive's own warnings and categories and stays as it is.", t.Name)
}

// set writes what is decided about a tag.
func set(ctx context.Context, tx *db.Tx, id ID, s State) error {
	var merger any
	if s.Merger != 0 {
		merger = int64(s.Merger)
	}
	err := tx.Exec(ctx, `UPDATE tags SET type = $2, name = $3, name_key = $4, canonical = $5, merger_id = $6, unwrangleable = $7 WHERE id = $1`,
		id, string(s.Type), s.Name, Key(s.Name), s.Canonical, merger, s.Unwrangleable)
	if db.IsDuplicate(err) {
		return fault.New(fault.Conflict, "Another tag has the name “%s” by now.", s.Name)
	}
	if err != nil {
		return fmt.Errorf("tag: set %d: %w", id, err)
	}
	return nil
}

// reword writes anew the words by which a tag is found.
func reword(ctx context.Context, tx *db.Tx, id ID, s State) error {
	if err := tx.Exec(ctx, `DELETE FROM tag_words WHERE tag_id = $1`, id); err != nil {
		return fmt.Errorf("tag: words of %d: %w", id, err)
	}
	return putWords(ctx, tx, []keyed{{id, s.Type, Key(s.Name)}})
}
