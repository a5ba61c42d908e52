package creator

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// orphanName is the account under which works are that were left to the archive.
const orphanName = "orphan_account"

// Remembered is how long staff can see who left a work to the archive.
const Remembered = 72 * time.Hour

// orphanage finds or makes the archive's own account. Nobody can sign in to it.
func orphanage(ctx context.Context, tx *db.Tx) (viewer.ID, error) {
	var id sql.NullInt64
	// The update makes two who are the first come one after the other.
	err := tx.QueryRowContext(ctx, `UPDATE orphanage SET id = id WHERE id = 1 RETURNING account_id`).Scan(&id)
	if err != nil || id.Valid {
		return viewer.ID(id.Int64), err
	}
	p, err := account.House(ctx, tx, orphanName)
	if err != nil {
		return 0, err
	}
	return p.Account, tx.Exec(ctx, `UPDATE orphanage SET account_id = $1 WHERE id = 1`, int64(p.Account))
}

// orphanPseud is the name under which a work is left: the archive's own, or a copy
// of the one that signed it.
func orphanPseud(ctx context.Context, tx *db.Tx, was account.Pseud, keepName bool) (account.Pseud, error) {
	house, err := orphanage(ctx, tx)
	if err != nil {
		return account.Pseud{}, fmt.Errorf("orphan account: %w", err)
	}
	if keepName {
		return account.PseudOf(ctx, tx, house, was.Name)
	}
	all, err := account.PseudsOf(ctx, tx, house)
	if err != nil {
		return account.Pseud{}, err
	}
	return all[0], nil
}

// Orphan takes an account off a work for good and leaves its share to the archive,
// under the archive's own name or, with keepName, under a copy of the pen name.
// Chapters that others alone wrote stay theirs. It writes to the account and to the
// creators who stay; staff can see for 72 hours who it was. Whoever is no creator of
// the work changes nothing.
func Orphan(ctx context.Context, tx *db.Tx, id work.ID, who viewer.ID, keepName bool) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	mine, title, err := signsAs(ctx, tx, id, who)
	if err != nil || len(mine) == 0 {
		return err
	}
	to, err := orphanPseud(ctx, tx, mine[0], keepName)
	if err != nil {
		return err
	}
	if err := work.SwapCreator(ctx, tx, id, who, to.ID); err != nil {
		return err
	}
	if err := beta.HandOn(ctx, tx, id, who); err != nil {
		return err
	}
	if err := workskin.LeaveBehind(ctx, tx, id, who); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM creator_invitations WHERE work_id = $1 AND by_id = $2`, int64(id), int64(who)); err != nil {
		return fmt.Errorf("orphan work %d: %w", id, err)
	}
	if err := tx.Exec(ctx, `INSERT INTO orphaned (work_id, account_id, name, at) VALUES ($1, $2, $3, $4)`, int64(id), int64(who), mine[0].Login, tx.Millis()); err != nil {
		return fmt.Errorf("orphan work %d: %w", id, err)
	}
	if err := mail.Post(ctx, tx, mail.Letter{To: who, Kind: mail.Creator, Path: id.Path(), Subject: say.T(ctx, "“{title}” is the archive’s now", "title", title),
		Text: say.T(ctx, "You have left “{title}” to the archive. It is signed {name}, and you can’t change it any more. If it was not you, write to the keepers within three days.", "title", title, "name", to.Byline())}); err != nil {
		return err
	}
	return tellOthers(ctx, tx, id, who, to.Account, say.T(ctx, "{name} has left “{title}” to you and the archive", "name", mine[0].Byline(), "title", title),
		say.T(ctx, "{name} is no creator of “{title}” any more. That share is signed {pseud}.", "name", mine[0].Byline(), "title", title, "pseud", to.Byline()))
}

// signsAs gives the pen names under which an account signs a work, and its title.
func signsAs(ctx context.Context, q db.Q, id work.ID, who viewer.ID) ([]account.Pseud, string, error) {
	var title string
	all, err := db.All(ctx, q, func(r *sql.Rows, p *account.Pseud) error {
		return r.Scan(&p.ID, &p.Account, &p.Name, &p.Login, &title)
	}, `SELECT p.id, p.account_id, p.name, a.name, w.title FROM work_creators c JOIN works w ON w.id = c.work_id JOIN pseuds p ON p.id = c.pseud_id
		JOIN accounts a ON a.id = p.account_id WHERE c.work_id = $1 AND c.approved AND p.account_id = $2 ORDER BY c.position, p.id`, int64(id), int64(who))
	if err != nil {
		return nil, "", fmt.Errorf("who signs work %d: %w", id, err)
	}
	return all, named(title), nil
}

// tellOthers is tellCreators without the archive's own account.
func tellOthers(ctx context.Context, tx *db.Tx, id work.ID, but, house viewer.ID, subject, text string) error {
	var others int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.work_id = $1 AND c.approved AND p.account_id NOT IN ($2, $3)`, int64(id), int64(but), int64(house)).Scan(&others); err != nil {
		return fmt.Errorf("creators of work %d: %w", id, err)
	}
	if others == 0 {
		return nil
	}
	return tellCreators(ctx, tx, id, house, subject, text)
}

// HandTo gives an account's share of a work to a pen name that signs it already, and
// tells its owner. It is for who leaves the archive.
func HandTo(ctx context.Context, tx *db.Tx, id work.ID, who viewer.ID, to account.PseudID) error {
	if err := lock(ctx, tx, id); err != nil {
		return err
	}
	mine, title, err := signsAs(ctx, tx, id, who)
	if err != nil || len(mine) == 0 {
		return err
	}
	p, err := account.PseudByID(ctx, tx, to)
	if err != nil {
		return err
	}
	theirs, _, err := signsAs(ctx, tx, id, p.Account)
	if err != nil {
		return err
	}
	if p.Account == who || !slices.ContainsFunc(theirs, func(x account.Pseud) bool { return x.ID == to }) {
		return fault.In("to", "A work can be handed only to somebody who signs it with you.")
	}
	if err := work.SwapCreator(ctx, tx, id, who, to); err != nil {
		return err
	}
	if err := beta.HandOn(ctx, tx, id, who); err != nil {
		return err
	}
	return mail.Post(ctx, tx, mail.Letter{To: p.Account, Kind: mail.Creator, Path: id.Path(), Subject: say.T(ctx, "“{title}” is yours now", "title", title),
		Text: say.T(ctx, "{name} has left “{title}” and handed it to you.", "name", mine[0].Byline(), "title", title)})
}

// OrphanSeries leaves an account's share in a series to the archive, and with it
// its share in each of the works in it.
func OrphanSeries(ctx context.Context, tx *db.Tx, id series.ID, who viewer.ID, keepName bool) error {
	works, err := seriesWorks(ctx, tx, id, who)
	if err != nil {
		return err
	}
	for _, w := range works {
		if err := Orphan(ctx, tx, w, who, keepName); err != nil {
			return err
		}
	}
	mine, err := account.PseudsOf(ctx, tx, who)
	if err != nil || len(mine) == 0 {
		return err
	}
	own, err := series.Signs(ctx, tx, id, who)
	if err != nil || own == 0 {
		return err
	}
	was := mine[slices.IndexFunc(mine, func(p account.Pseud) bool { return p.ID == own })]
	to, err := orphanPseud(ctx, tx, was, keepName)
	if err != nil {
		return err
	}
	return series.Swap(ctx, tx, id, who, to.ID)
}

// OrphanSeriesOf leaves the series that a pen name signs to the archive. Their works
// are another question.
func OrphanSeriesOf(ctx context.Context, tx *db.Tx, p account.Pseud, keepName bool) error {
	all, err := db.All(ctx, tx, db.One[series.ID], `SELECT series_id FROM series_creators WHERE pseud_id = $1 ORDER BY series_id`, int64(p.ID))
	if err != nil || len(all) == 0 {
		return err
	}
	to, err := orphanPseud(ctx, tx, p, keepName)
	if err != nil {
		return err
	}
	for _, id := range all {
		if err := series.Swap(ctx, tx, id, p.Account, to.ID); err != nil {
			return err
		}
	}
	return nil
}

// pseudWorks lists the works that a pen name signs.
func pseudWorks(ctx context.Context, q db.Q, p account.PseudID) ([]work.ID, error) {
	all, err := db.All(ctx, q, db.One[work.ID], `SELECT work_id FROM work_creators WHERE pseud_id = $1 AND approved ORDER BY work_id`, int64(p))
	if err != nil {
		return nil, fmt.Errorf("works of pseud %d: %w", p, err)
	}
	return all, nil
}

// seriesWorks lists the works of a series that an account signs.
func seriesWorks(ctx context.Context, q db.Q, id series.ID, who viewer.ID) ([]work.ID, error) {
	all, err := db.All(ctx, q, db.One[work.ID], `SELECT s.work_id FROM series_works s WHERE s.series_id = $1 AND EXISTS (SELECT 1 FROM work_creators c
		JOIN pseuds p ON p.id = c.pseud_id WHERE c.work_id = s.work_id AND c.approved AND p.account_id = $2) ORDER BY s.position, s.work_id`, int64(id), int64(who))
	if err != nil {
		return nil, fmt.Errorf("works of series %d: %w", id, err)
	}
	return all, nil
}

// Left is who left a work to the archive, and when.
type Left struct {
	Name string
	At   time.Time
}

// LeftBy tells staff who left a work to the archive in the last 72 hours.
func LeftBy(ctx context.Context, q db.Q, id work.ID, now time.Time) ([]Left, error) {
	all, err := db.All(ctx, q, func(r *sql.Rows, l *Left) error {
		var at db.Time
		err := r.Scan(&l.Name, &at)
		l.At = at.Time
		return err
	}, `SELECT name, at FROM orphaned WHERE work_id = $1 AND at > $2 ORDER BY id`, int64(id), now.Add(-Remembered).UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("who left work %d: %w", id, err)
	}
	return all, nil
}

// Sweep is the job that forgets who left works to the archive.
type Sweep struct{}

// Kind implements job.Args.
func (Sweep) Kind() string { return "creator.sweep" }

// RunSweep forgets what is older than Remembered.
func RunSweep(ctx context.Context, tx *db.Tx) error {
	if err := tx.Exec(ctx, `DELETE FROM orphaned WHERE at <= $1`, tx.Now.Add(-Remembered).UnixMilli()); err != nil {
		return fmt.Errorf("sweep orphaned: %w", err)
	}
	return nil
}
