package leave

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/join"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// Go is the job that does what people who leave asked for.
type Go struct{}

// Kind implements job.Args.
func (Go) Kind() string { return "leave.go" }

// GoEvery is how often it is looked whose time has come.
const GoEvery = time.Minute

// RunGo deletes the accounts whose time has come. Each work is one step, done wholly
// or not at all; what a stop of the program leaves undone the next run does. One
// account that can't go keeps no other.
func RunGo(ctx context.Context, d *db.DB, x Remover, log *slog.Logger) error {
	if err := tidy(ctx, d); err != nil {
		return err
	}
	due, err := account.Due(ctx, d, d.Now())
	if err != nil {
		return err
	}
	for _, id := range due {
		err := (&leaver{d, id, x}).run(ctx)
		switch {
		case errors.Is(err, errStays):
		case fault.KindOf(err) == fault.Conflict:
			log.WarnContext(ctx, "an account can't be deleted", "account", int64(id), "why", fault.Message(err))
		case err != nil:
			return fmt.Errorf("leave: account %d: %w", id, err)
		default:
			log.InfoContext(ctx, "an account was deleted", "account", int64(id))
		}
	}
	return nil
}

// tidy forgets the wishes of who stays after all, and last letters that went.
func tidy(ctx context.Context, d *db.DB) error {
	return d.Tx(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `DELETE FROM leavings WHERE account_id IN (SELECT id FROM accounts WHERE leaving_at IS NULL)`); err != nil {
			return fmt.Errorf("leave: tidy: %w", err)
		}
		return mail.DropFarewells(ctx, tx)
	})
}

// errStays ends a run for somebody who signed in again.
var errStays = errors.New("leave: the account stays")

// leaver is somebody on the way out.
type leaver struct {
	db      *db.DB
	id      viewer.ID
	remover Remover
}

// step does one thing, unless its owner came back.
func (l *leaver) step(ctx context.Context, do func(context.Context, *db.Tx) error) error {
	return l.db.Tx(ctx, func(tx *db.Tx) error {
		may, err := account.MayGo(ctx, tx, l.id)
		if err == nil && !may {
			err = errStays
		}
		if err != nil {
			return err
		}
		return do(ctx, tx)
	})
}

func (l *leaver) run(ctx context.Context) error {
	works, err := db.All(ctx, l.db, db.One[work.ID], `SELECT DISTINCT c.work_id FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.approved AND p.account_id = $1 ORDER BY c.work_id`, int64(l.id))
	if err != nil {
		return fmt.Errorf("works: %w", err)
	}
	for _, id := range works {
		if err := l.step(ctx, func(ctx context.Context, tx *db.Tx) error { return l.work(ctx, tx, id) }); err != nil {
			return err
		}
	}
	all, err := db.All(ctx, l.db, db.One[series.ID], `SELECT DISTINCT c.series_id FROM series_creators c JOIN pseuds p ON p.id = c.pseud_id WHERE p.account_id = $1 ORDER BY c.series_id`, int64(l.id))
	if err != nil {
		return fmt.Errorf("series: %w", err)
	}
	for _, id := range all {
		if err := l.step(ctx, func(ctx context.Context, tx *db.Tx) error { return l.series(ctx, tx, id) }); err != nil {
			return err
		}
	}
	return l.step(ctx, l.rest)
}

// wish is what is to become of a work.
func (l *leaver) wish(ctx context.Context, tx *db.Tx, id work.ID) (w Wish, answer string, r Rules, err error) {
	err = tx.QueryRowContext(ctx, `SELECT alone, shared FROM leavings WHERE account_id = $1`, int64(l.id)).Scan(&r.Alone, &r.Shared)
	if err != nil {
		return w, "", r, fmt.Errorf("leave: rules: %w", err)
	}
	var to sql.NullInt64
	err = tx.QueryRowContext(ctx, `SELECT fate, to_id, answer FROM leaving_works WHERE account_id = $1 AND work_id = $2`, int64(l.id), int64(id)).Scan(&w.Fate, &to, &answer)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return w, "", r, fmt.Errorf("leave: work %d: %w", id, err)
	}
	w.Work, w.To = id, account.PseudID(to.Int64)
	return w, answer, r, nil
}

// work does with one work as was wished. What can't be any more goes by the rules.
func (l *leaver) work(ctx context.Context, tx *db.Tx, id work.ID) error {
	var mine bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.work_id = $1 AND c.approved AND p.account_id = $2)`, int64(id), int64(l.id)).Scan(&mine)
	if err != nil {
		return fmt.Errorf("leave: who signs work %d: %w", id, err)
	}
	if !mine { // another run was first, or they were left off it
		return nil
	}
	w, answer, r, err := l.wish(ctx, tx, id)
	if err != nil {
		return err
	}
	alone, err := creator.Alone(ctx, tx, id, l.id)
	if err != nil {
		return err
	}
	if w.Fate == Hand {
		done, err := l.hand(ctx, tx, w, answer)
		if err != nil || done {
			return err
		}
	}
	rule := r.Shared
	if alone {
		rule = r.Alone
	}
	fate := w.Fate
	if fate == "" || fate == Hand || fate == Delete && !alone || fate == StepBack && alone {
		fate = rule
	}
	switch fate {
	case Delete:
		return l.remove(ctx, tx, id)
	case StepBack:
		return l.stepBack(ctx, tx, id)
	}
	return creator.Orphan(ctx, tx, id, l.id, fate == Signed)
}

// remove deletes a work; who wrote chapters of it that they alone sign gets those.
func (l *leaver) remove(ctx context.Context, tx *db.Tx, id work.ID) error {
	who, err := account.Get(ctx, tx, l.id)
	if err != nil {
		return err
	}
	v := viewer.Viewer{ID: l.id, Name: who.Name, Role: viewer.Member}
	w, err := work.Editable(ctx, tx, v, id)
	if err != nil {
		return err
	}
	if err := l.remover.tellGuests(ctx, tx, v, w, []viewer.ID{l.id}); err != nil {
		return err
	}
	return work.Remove(ctx, tx, id)
}

// hand gives a work to whom it was offered, if they sign it or have agreed.
func (l *leaver) hand(ctx context.Context, tx *db.Tx, w Wish, answer string) (done bool, err error) {
	if w.To == 0 {
		return false, nil // they left too
	}
	var signs bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM work_creators WHERE work_id = $1 AND pseud_id = $2 AND approved)`, int64(w.Work), int64(w.To)).Scan(&signs); err != nil {
		return false, fmt.Errorf("leave: who signs work %d: %w", w.Work, err)
	}
	switch {
	case signs:
		return true, creator.HandTo(ctx, tx, w.Work, l.id, w.To)
	case answer == yes:
		return true, creator.Give(ctx, tx, w.Work, l.id, w.To)
	}
	return false, nil
}

func (l *leaver) stepBack(ctx context.Context, tx *db.Tx, id work.ID) error {
	me, err := account.Get(ctx, tx, l.id)
	if err != nil {
		return err
	}
	v := viewer.Viewer{ID: me.ID, Name: me.Name}
	w, err := work.Get(ctx, tx, v, id)
	if err != nil {
		return err
	}
	return creator.Leave(ctx, tx, w, v)
}

// series leaves a series to those who look after it too; else one that has works goes
// to the archive, and one without is no more.
func (l *leaver) series(ctx context.Context, tx *db.Tx, id series.ID) error {
	if share, err := series.Signs(ctx, tx, id, l.id); err != nil || share == 0 {
		return err
	}
	var works int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM series_works WHERE series_id = $1`, int64(id)).Scan(&works); err != nil {
		return fmt.Errorf("leave: series %d: %w", id, err)
	}
	if works == 0 {
		return series.Remove(ctx, tx, viewer.Viewer{ID: l.id}, id)
	}
	if err := series.Leave(ctx, tx, id, l.id); err != nil {
		return err
	}
	_, _, r, err := l.wish(ctx, tx, 0)
	if err != nil {
		return err
	}
	return creator.OrphanSeries(ctx, tx, id, l.id, r.Alone == Signed)
}

// rest does all that hangs on the account, and takes it away.
func (l *leaver) rest(ctx context.Context, tx *db.Tx) error {
	me, err := account.Get(ctx, tx, l.id)
	if err != nil {
		return err
	}
	if err := l.loosen(ctx, tx); err != nil {
		return err
	}
	for _, forget := range []func(context.Context, *db.Tx, viewer.ID) error{creator.OrphanChapters, workskin.Forget, join.Forget, beta.Forget, work.Forget, account.Remove} {
		if err := forget(ctx, tx, l.id); err != nil {
			return err
		}
	}
	if err := mail.Forget(ctx, tx, me.Email); err != nil || me.Email == "" {
		return err
	}
	return mail.Post(ctx, tx, mail.Letter{Address: me.Email, Kind: mail.Farewell, Subject: say.T(ctx, "Your account is deleted"),
		Text: say.T(ctx, "Your account {name} is deleted, as you asked. This is the last letter from here; your address is forgotten once it has gone. Thank you for what you wrote.", "name", me.Name)})
}

// loosen notes the files of the account that nothing in the tables will name.
func (l *leaver) loosen(ctx context.Context, tx *db.Tx) error {
	icons, err := account.IconsOf(ctx, tx, l.id)
	if err != nil {
		return err
	}
	brought, err := db.All(ctx, tx, db.One[string], `SELECT f.lies FROM import_files f JOIN imports i ON i.id = f.import_id WHERE i.account_id = $1 AND f.lies <> ''`, int64(l.id))
	if err != nil {
		return fmt.Errorf("leave: files of imports: %w", err)
	}
	backups, err := db.All(ctx, tx, db.One[string], `SELECT lies FROM backups WHERE account_id = $1 AND lies <> '' UNION SELECT lies FROM backup_takes WHERE account_id = $1 AND lies <> ''`, int64(l.id))
	if err != nil {
		return fmt.Errorf("leave: backups: %w", err)
	}
	for shelf, names := range map[blob.Kind][]string{"icons-200": icons, "icons-100": icons, blob.Incoming: brought, "backups": backups} {
		if err := work.Loosen(ctx, tx, shelf, names...); err != nil {
			return err
		}
	}
	return nil
}
