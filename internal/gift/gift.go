// Package gift has works that are given to people, who may thank or refuse.
package gift

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Gift is a work given to somebody, as its givers see it.
type Gift struct {
	ID    int64
	Pseud *account.Pseud // nil when it is only a name
	Name  string
	// Refused is what the receiver said. Givers can't undo it.
	Refused bool
}

// maxName is the most that a name may have, in characters.
const maxName = 100

// Of lists the gifts of a work, refused ones too. The caller has made sure that the
// viewer may edit it.
func Of(ctx context.Context, q db.Q, id work.ID) ([]Gift, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, g *Gift) error {
		var pseud, owner sql.NullInt64
		var name, login sql.NullString
		err := r.Scan(&g.ID, &g.Name, &g.Refused, &pseud, &owner, &name, &login)
		if pseud.Valid {
			g.Pseud = &account.Pseud{ID: account.PseudID(pseud.Int64), Account: viewer.ID(owner.Int64), Name: name.String, Login: login.String}
		}
		return err
	}, `SELECT g.id, g.name, g.refused OR COALESCE(x.refused, FALSE), p.id, p.account_id, p.name, a.name FROM gifts g
		LEFT JOIN pseuds p ON p.id = g.pseud_id LEFT JOIN accounts a ON a.id = p.account_id LEFT JOIN gift_answers x ON x.work_id = g.work_id AND x.account_id = p.account_id
		WHERE g.work_id = $1 AND g.kind = $2 ORDER BY g.position, g.id`, int64(id), string(work.Present))
	if err != nil {
		return nil, fmt.Errorf("gifts of work %d: %w", id, err)
	}
	return all, nil
}

// Give gives a work to a person here. Whoever takes no gifts, has blocked one of the
// work's creators or has refused the work is answered for alike. The receiver hears
// of it once the work can be read.
func Give(ctx context.Context, tx *db.Tx, w *work.Work, to account.Pseud) error {
	if err := mayGive(ctx, tx, w, to); err != nil {
		return err
	}
	if err := work.AddGift(ctx, tx, w.ID, &to, ""); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `INSERT INTO gift_answers (work_id, account_id, given_at) VALUES ($1, $2, $3) ON CONFLICT (work_id, account_id) DO NOTHING`,
		int64(w.ID), int64(to.Account), tx.Millis()); err != nil {
		return fmt.Errorf("give work %d: %w", w.ID, err)
	}
	return tell(ctx, tx, w.ID)
}

func mayGive(ctx context.Context, tx *db.Tx, w *work.Work, to account.Pseud) error {
	for _, p := range w.Creators {
		if p.Account == to.Account {
			return fault.In("name", "%s signs this work, so it can’t be a gift to them.", to.Byline())
		}
	}
	// The work is the row that both sides touch first.
	if err := tx.Exec(ctx, `UPDATE works SET updated_at = updated_at WHERE id = $1`, int64(w.ID)); err != nil {
		return fmt.Errorf("give work %d: %w", w.ID, err)
	}
	there, err := account.Reachable(ctx, tx, to.Account)
	if err != nil {
		return err
	}
	prefs, err := account.Prefs(ctx, tx, to.Account)
	if err != nil {
		return err
	}
	var refused bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM gift_answers WHERE work_id = $1 AND account_id = $2 AND refused)`, int64(w.ID), int64(to.Account)).Scan(&refused); err != nil {
		return fmt.Errorf("give work %d: %w", w.ID, err)
	}
	open := there && prefs.AllowGifts && !refused
	for _, p := range w.Creators {
		if !open {
			break
		}
		blocked, err := block.Blocked(ctx, tx, to.Account, p.Account)
		if err != nil {
			return err
		}
		open = !blocked
	}
	if !open {
		return fault.In("name", "This work can’t be given to %s. You can thank people in your notes.", to.Byline())
	}
	return nil
}

// GiveName gives a work to a name, of somebody who is not here.
func GiveName(ctx context.Context, tx *db.Tx, id work.ID, name string) error {
	name = strings.Join(strings.Fields(name), " ")
	if n := utf8.RuneCountInString(name); n == 0 || n > maxName || account.Key(name) == "" {
		return fault.In("name", "A name has 1 to %d characters.", maxName)
	}
	all, err := Of(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, g := range all {
		if g.Refused && g.Pseud != nil && (account.Key(name) == account.Key(g.Pseud.Name) || account.Key(name) == account.Key(g.Pseud.Login) || account.Key(name) == account.Key(g.Pseud.Byline())) {
			return fault.In("name", "This work can’t be given to %s. You can thank people in your notes.", name)
		}
	}
	if err := nobodyHere(ctx, tx, name); err != nil {
		return err
	}
	return work.AddGift(ctx, tx, id, nil, name)
}

// nobodyHere refuses a mere name that is a member's: whoever can be asked is asked.
func nobodyHere(ctx context.Context, q db.Q, name string) error {
	bare := strings.TrimPrefix(name, "@")
	first, rest, _ := strings.Cut(bare, "(")
	for _, n := range []string{bare, first, strings.TrimSuffix(rest, ")")} {
		key := account.Key(n)
		if key == "" {
			continue
		}
		var here bool
		if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM accounts a LEFT JOIN pseuds p ON p.account_id = a.id
			WHERE a.password IS NOT NULL AND (a.name_key = $1 OR p.name_key = $1))`, key).Scan(&here); err != nil {
			return fmt.Errorf("gift: look for %q: %w", n, err)
		}
		if here {
			return fault.In("name", "Somebody called %s is a member here. Give it to them as a member, so that they can agree; if you mean somebody else, write the name so that the two are told apart.", strings.TrimSpace(n))
		}
	}
	return nil
}

// Answer is whether somebody wants a work that was given to them: a refused one
// doesn’t name them any more, nor is it among their gifts; it can be taken after all.
// A work that was never given to them is fault NotFound.
func Answer(ctx context.Context, tx *db.Tx, id work.ID, who viewer.ID, refuse bool) error {
	if err := tx.Exec(ctx, `UPDATE works SET updated_at = updated_at WHERE id = $1`, int64(id)); err != nil {
		return fmt.Errorf("answer to work %d: %w", id, err)
	}
	r, err := tx.ExecContext(ctx, `INSERT INTO gift_answers (work_id, account_id, refused, given_at, told_at)
		SELECT $1, $2, $3, $4, $4 WHERE EXISTS (SELECT 1 FROM gifts g JOIN pseuds p ON p.id = g.pseud_id WHERE g.work_id = $1 AND p.account_id = $2)
		ON CONFLICT (work_id, account_id) DO UPDATE SET refused = excluded.refused`, int64(id), int64(who), refuse, tx.Millis())
	if err != nil {
		return fmt.Errorf("answer to work %d: %w", id, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		if err != nil {
			return fmt.Errorf("answer to work %d: %w", id, err)
		}
		return fault.New(fault.NotFound, "There is no such gift to you. It may have been taken back.")
	}
	tx.Changed(int64(id))
	return nil
}

// Tell is the job that writes to people whom a work was given to, once they can
// read it.
type Tell struct{}

// Kind implements job.Args.
func (Tell) Kind() string { return "gift.tell" }

// RunTell writes the letters that are due.
func RunTell(ctx context.Context, tx *db.Tx) error {
	ids, err := db.All(ctx, tx, db.One[work.ID], `SELECT DISTINCT x.work_id FROM gift_answers x JOIN works w ON w.id = x.work_id
		WHERE x.told_at IS NULL AND w.audience < 2 ORDER BY x.work_id LIMIT 500`)
	if err != nil {
		return fmt.Errorf("gifts to tell of: %w", err)
	}
	for _, id := range ids {
		if err := tell(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// tell writes to those whom a work was given to and who have not heard, if it can
// be read by members.
func tell(ctx context.Context, tx *db.Tx, id work.ID) error {
	due, err := db.All(ctx, tx, db.One[viewer.ID], `UPDATE gift_answers SET told_at = $2 WHERE work_id = $1 AND told_at IS NULL
		AND EXISTS (SELECT 1 FROM works w WHERE w.id = $1 AND w.audience < 2) RETURNING account_id`, int64(id), tx.Millis())
	if err != nil {
		return fmt.Errorf("tell of work %d: %w", id, err)
	}
	for _, to := range due {
		v := viewer.Viewer{ID: to, Role: viewer.Member}
		w, err := work.Get(ctx, tx, v, id)
		if err != nil {
			return err
		}
		var still bool
		if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM gifts g JOIN pseuds p ON p.id = g.pseud_id JOIN gift_answers x ON x.work_id = g.work_id AND x.account_id = p.account_id
			WHERE g.work_id = $1 AND p.account_id = $2 AND NOT x.refused)`, int64(id), int64(to)).Scan(&still); err != nil {
			return fmt.Errorf("tell of work %d: %w", id, err)
		}
		if !still {
			continue
		}
		if err := mail.Post(ctx, tx, letter(ctx, w, v, to)); err != nil {
			return err
		}
	}
	return nil
}

// letter names the givers only as far as the receiver may know them.
func letter(ctx context.Context, w *work.Work, v viewer.Viewer, to viewer.ID) mail.Letter {
	var names []string
	for _, p := range w.Byline(v) {
		names = append(names, p.Byline())
	}
	by := strings.Join(names, ", ")
	if by == "" {
		by = say.T(ctx, "Somebody")
	}
	return mail.Letter{To: to, Kind: mail.Gift, Path: w.ID.Path(), Subject: say.T(ctx, "{name} gives you “{title}”", "name", by, "title", w.Name()),
		Text: say.T(ctx, "{name} gives you a work: “{title}”.\n\nIf you would rather not be named on it, refuse it on the page of your gifts: the work stays, your name goes.", "name", by, "title", w.Name())}
}

// Received is a work that was given to somebody.
type Received struct {
	work.Work
	Refused bool
}

// To lists the works that were given to an account and that v may see in lists, the
// newest first. Refused ones are told of only to the account itself.
func To(ctx context.Context, q db.Q, v viewer.Viewer, who viewer.ID) ([]Received, error) {
	return received(ctx, q, v, db.Where(`g.pseud_id IN (SELECT id FROM pseuds WHERE account_id = ?)`, int64(who)),
		db.Where(`COALESCE((SELECT x.refused FROM gift_answers x WHERE x.work_id = w.id AND x.account_id = ?), FALSE)`, int64(who)), v.ID == who)
}

// ToName lists the works that were given to a name of somebody who is not here.
func ToName(ctx context.Context, q db.Q, v viewer.Viewer, name string) ([]Received, error) {
	return received(ctx, q, v, db.Where(`g.pseud_id IS NULL AND g.name = ?`, strings.Join(strings.Fields(name), " ")), db.Where(`FALSE`), false)
}

// mostReceived is how many gifts a page lists.
const mostReceived = 200

func received(ctx context.Context, q db.Q, v viewer.Viewer, given, refused db.Cond, own bool) ([]Received, error) {
	type row struct {
		id      work.ID
		refused bool
		at      time.Time
	}
	seen := work.Listed(v)
	args := append(append(append([]any{}, refused.Args...), seen.Args...), given.Args...)
	rows, err := db.All(ctx, q, func(r *sql.Rows, x *row) error {
		var at db.Time
		err := r.Scan(&x.id, &x.refused, &at)
		x.at = at.Time
		return err
	}, db.Numbered(`SELECT w.id, `+refused.SQL+`, w.revised_at FROM works w WHERE (`+seen.SQL+`)
		AND w.id IN (SELECT g.work_id FROM gifts g WHERE `+given.SQL+` AND NOT g.refused) ORDER BY w.revised_at DESC, w.id DESC LIMIT `+fmt.Sprint(mostReceived)), args...)
	if err != nil {
		return nil, fmt.Errorf("gifts received: %w", err)
	}
	var ids []work.ID
	no := map[work.ID]bool{}
	for _, x := range rows {
		if !x.refused || own {
			ids = append(ids, x.id)
			no[x.id] = x.refused
		}
	}
	works, err := work.Load(ctx, q, v, ids)
	if err != nil {
		return nil, err
	}
	out := make([]Received, len(works))
	for i, w := range works {
		out[i] = Received{w, no[w.ID]}
	}
	return out, nil
}
