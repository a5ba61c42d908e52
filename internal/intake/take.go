package intake

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// options are those of reading a file of an import. The same story is looked for
// among its owner's works: what staff may edit besides is told them only when they
// bring a story for somebody else.
func (d *Desk) options(ctx context.Context, f *file) (ingest.Options, error) {
	v, err := d.owner(ctx, d.DB, f.Import)
	if err != nil {
		return ingest.Options{}, err
	}
	v.Role = viewer.Member
	return ingest.Options{Owner: v.ID, Choices: f.Choices, Among: work.EditableBy(v)}, nil
}

// take takes one accepted work into the archive. Afterwards the archive has the
// whole of it, or nothing and the reason stands beside it.
func (d *Desk) take(ctx context.Context, src *source, x *found) error {
	r, err := d.taken(ctx, src, x)
	if err != nil {
		return err
	}
	return d.DB.Tx(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		switch r.Status {
		case ingest.Failed:
			return settle(ctx, tx, x, stateFailed, 0, r.Reason)
		case ingest.Same:
			return settle(ctx, tx, x, stateSame, r.Work, "")
		case ingest.Skipped:
			return reopen(ctx, tx, x, r.Alike)
		}
		return settle(ctx, tx, x, stateDone, r.Work, "")
	})
}

// taken takes a work in and reports on it. The error is ours, or ctx's.
func (d *Desk) taken(ctx context.Context, src *source, x *found) (ingest.Report, error) {
	failed := func(err error) (ingest.Report, error) {
		if fault.KindOf(err) == fault.Internal || ctx.Err() != nil {
			return ingest.Report{}, err
		}
		return ingest.Report{Status: ingest.Failed, Reason: fault.Message(err)}, nil
	}
	f, err := fileOf(ctx, d.DB, x.File)
	if err != nil {
		return ingest.Report{}, err
	}
	o, err := d.accepted(ctx, f, x)
	if err != nil {
		return failed(err)
	}
	if err := d.enter(ctx); err != nil {
		return ingest.Report{}, err
	}
	defer d.leave()
	file, err := src.open(ctx, f)
	if p, ok := blames(err); ok {
		return ingest.Report{Status: ingest.Failed, Reason: p.Say}, nil
	}
	if err != nil {
		return failed(err)
	}
	defer file.Close()
	all := d.Taker().TakeFile(ctx, file, f.SHA256, x.Part, o)
	if all[0].Status == ingest.Failed && ctx.Err() != nil {
		return ingest.Report{}, ctx.Err()
	}
	return all[0], nil
}

// accepted are the options of taking a work in as its person said.
func (d *Desk) accepted(ctx context.Context, f *file, x *found) (ingest.Options, error) {
	o, err := d.options(ctx, f)
	if err != nil {
		return o, err
	}
	o.Double = x.Decision == asNew && len(x.Report.Alike) > 0
	o.Corrections, o.Draft, o.Restricted = x.Corrections, x.Readers == authors, x.Readers == members
	if x.For != "" {
		o.As, o.Among = x.For, db.Where("TRUE")
	} else {
		p, err := pseud(ctx, d.DB, x.Pseud)
		if err != nil {
			return o, err
		}
		o.As, o.By = p.Name, []account.PseudID{p.ID}
	}
	if x.Decision == asVersion {
		v, err := d.owner(ctx, d.DB, x.Import)
		if err != nil {
			return o, err
		}
		w, err := work.Get(ctx, d.DB, v, x.Into)
		if err == nil && !w.MayEdit(v) || fault.KindOf(err) == fault.NotFound {
			return o, fault.New(fault.NotFound, "The work that this was to be a new version of is gone, or not yours any more. Choose again what it is.")
		}
		if err != nil {
			return o, err
		}
		o.Into = x.Into
	}
	return o, nil
}

// owner is the person to whom an import belongs, with the rights they have now.
func (d *Desk) owner(ctx context.Context, q db.Q, id ID) (viewer.Viewer, error) {
	var who viewer.ID
	if err := q.QueryRowContext(ctx, `SELECT account_id FROM imports WHERE id = $1`, int64(id)).Scan(&who); err != nil {
		return viewer.Viewer{}, fmt.Errorf("intake: owner of %d: %w", id, err)
	}
	a, err := account.Get(ctx, q, who)
	if err != nil {
		return viewer.Viewer{}, err
	}
	return viewer.Viewer{ID: a.ID, Name: a.Name, Role: a.Role}, nil
}

// pseud is the name that a work is posted under; it may be gone since it was chosen.
func pseud(ctx context.Context, q db.Q, id account.PseudID) (account.Pseud, error) {
	p := account.Pseud{ID: id}
	err := q.QueryRowContext(ctx, `SELECT p.account_id, p.name, a.name FROM pseuds p JOIN accounts a ON a.id = p.account_id WHERE p.id = $1`, int64(id)).
		Scan(&p.Account, &p.Name, &p.Login)
	if errors.Is(err, sql.ErrNoRows) {
		return p, fault.New(fault.Invalid, "The pseud that this was to be posted under is gone. Accept it again under another.")
	}
	if err != nil {
		return p, fmt.Errorf("intake: pseud: %w", err)
	}
	return p, nil
}
