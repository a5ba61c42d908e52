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
	"github.com/ficstead/ficstead/internal/suggest"
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

// taking is the accepted works of one file on their way into the archive. The file is
// read once for all of them; each is a step of its own.
type taking struct {
	*Desk
	file *file
	left map[int]FoundID // by their numbers in the file
	now  *found          // the one under way
	err  error           // ours, which ends it
}

// turns are the conditions on import_works x for what is taken in first, then, last:
// doubles come after all others, so that these are not asked about for their sake, and
// newer versions when there is what they are versions of.
func turns() []string {
	return []string{`NOT x.doubles`, `x.doubles AND x.decision <> 'newer'`, `x.doubles AND x.decision = 'newer'`}
}

// nextTaking is the next file of which something was accepted, nil for none.
func (d *Desk) nextTaking(ctx context.Context, id ID) (*taking, error) {
	type queued struct {
		id   FoundID
		part int
	}
	const accepted = ` FROM import_works x WHERE x.import_id = $1 AND x.state = 'queued' AND `
	for _, turn := range turns() {
		files, err := db.All(ctx, d.DB, db.One[FileID], `SELECT x.file_id`+accepted+turn+` ORDER BY x.id LIMIT 1`, int64(id))
		if err == nil && len(files) == 0 {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("intake: what was accepted of %d: %w", id, err)
		}
		all, err := db.All(ctx, d.DB, func(r *sql.Rows, q *queued) error { return r.Scan(&q.id, &q.part) },
			`SELECT x.id, x.part`+accepted+turn+` AND x.file_id = $2`, int64(id), int64(files[0]))
		if err != nil {
			return nil, fmt.Errorf("intake: what was accepted of file %d: %w", files[0], err)
		}
		t := &taking{Desk: d, left: map[int]FoundID{}}
		for _, q := range all {
			t.left[q.part] = q.id
		}
		t.file, err = fileOf(ctx, d.DB, files[0])
		return t, err
	}
	return nil, nil
}

// run takes the works in. Afterwards the archive has the whole of each, or nothing
// and the reason stands beside it.
func (t *taking) run(ctx context.Context, src *source) error {
	if err := t.enter(ctx); err != nil {
		return err
	}
	defer t.leave()
	file, err := src.open(ctx, t.file)
	if p, ok := blames(err); ok {
		return t.failRest(ctx, p.Say)
	}
	if err != nil {
		return err
	}
	defer file.Close()
	for part, r := range t.Taker().Parts(ctx, file, t.file.SHA256, t.file.Choices, func(part int) (ingest.Options, bool) { return t.how(ctx, part) }) {
		switch {
		case ctx.Err() != nil && r.Status == ingest.Failed:
			return ctx.Err()
		case part == 0:
			return t.failRest(ctx, r.Reason)
		}
		if err := t.took(ctx, &r); err != nil {
			return err
		}
	}
	if t.err != nil || ctx.Err() != nil {
		return errors.Join(t.err, ctx.Err())
	}
	return t.failRest(ctx, fmt.Sprintf("“%s” has no such work any more. Read it anew.", t.file.Name))
}

// how says how a work is taken in, if it still shall be: somebody may have stopped
// the import meanwhile.
func (t *taking) how(ctx context.Context, part int) (ingest.Options, bool) {
	id, ok := t.left[part]
	if !ok || t.err != nil {
		return ingest.Options{}, false
	}
	delete(t.left, part)
	x, err := foundOf(ctx, t.DB, t.file.Import, id)
	if err != nil || x.State != stateQueued {
		t.err = gentle(err)
		return ingest.Options{}, false
	}
	o, err := t.accepted(ctx, t.file, x)
	if err != nil {
		t.err = t.refuse(ctx, x, err)
		return ingest.Options{}, false
	}
	o.Then = func(ctx context.Context, tx *db.Tx, id work.ID) error {
		if err := suggest.Hand(ctx, tx, int64(x.ID), id); err != nil {
			return err
		}
		return settle(ctx, tx, x, stateDone, int64(id), "")
	}
	t.now = x
	return o, true
}

// refuse notes why a work can't be taken in as its person said. The error is ours.
func (t *taking) refuse(ctx context.Context, x *found, err error) error {
	switch {
	case errors.Is(err, errNoLead):
		err = t.DB.Tx(ctx, func(tx *db.Tx) error { return hold(ctx, tx, x) })
	case fault.KindOf(err) != fault.Internal && ctx.Err() == nil:
		err = t.DB.Tx(ctx, func(tx *db.Tx) error { return settle(ctx, tx, x, stateFailed, 0, fault.Message(err)) })
	}
	return err
}

// took notes what became of the work under way, unless that is noted with it.
func (t *taking) took(ctx context.Context, r *ingest.Report) error {
	return t.DB.Tx(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		now, err := foundOf(ctx, tx, t.now.Import, t.now.ID)
		if err != nil || now.State != stateQueued {
			return gentle(err)
		}
		switch r.Status {
		case ingest.Failed:
			return settle(ctx, tx, t.now, stateFailed, 0, r.Reason)
		case ingest.Same:
			return settle(ctx, tx, t.now, stateSame, r.Work, "")
		case ingest.Skipped:
			return reopen(ctx, tx, t.now, r.Alike)
		}
		return nil
	})
}

// failRest notes why the works that are left can't be taken in.
func (t *taking) failRest(ctx context.Context, reason string) error {
	return t.DB.Tx(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		for _, id := range t.left {
			x, err := foundOf(ctx, tx, t.file.Import, id)
			if err == nil && x.State == stateQueued {
				err = settle(ctx, tx, x, stateFailed, 0, reason)
			}
			if gentle(err) != nil {
				return err
			}
		}
		return nil
	})
}

// errNoLead says that a work is to become a newer version of one that is not in.
var errNoLead = errors.New("intake: the story is not in yet")

// hold lets a work wait that is to become a newer version of one that is not in.
func hold(ctx context.Context, tx *db.Tx, x *found) error {
	lead, err := leadOf(ctx, tx, x)
	if err != nil {
		return err
	}
	if err := settle(ctx, tx, x, stateOpen, 0, ""); err != nil {
		return err
	}
	if lead == nil { // it was skipped: this is the one to take now
		return x.askAlone(ctx, tx)
	}
	return ask(ctx, tx, x, true, true, asNewer, 0)
}

// accepted are the options of taking a work in as its person said.
func (d *Desk) accepted(ctx context.Context, f *file, x *found) (ingest.Options, error) {
	o, err := d.options(ctx, f)
	if err != nil {
		return o, err
	}
	o.Double = x.Decision == asNew && (x.Doubles || len(x.Report.Alike) > 0)
	o.Corrections, o.Draft, o.Restricted = x.Corrections, x.Readers == authors, x.Readers == members
	if x.For != "" {
		if err := nobodys(ctx, d.DB, x.For); err != nil {
			return o, err
		}
		o.As, o.Among = x.For, db.Where("TRUE")
	} else {
		p, err := pseud(ctx, d.DB, x.Pseud)
		if err != nil {
			return o, err
		}
		o.As, o.By = p.Name, []account.PseudID{p.ID}
	}
	o.Into, err = d.into(ctx, x)
	return o, err
}

// into is the work of which x becomes a new version, 0 for none. It must still be one
// that the import's owner may change.
func (d *Desk) into(ctx context.Context, x *found) (work.ID, error) {
	into := x.Into
	switch x.Decision {
	case asVersion:
	case asNewer:
		lead, err := leadOf(ctx, d.DB, x)
		if err != nil {
			return 0, err
		}
		if lead == nil || lead.State != stateDone {
			return 0, errNoLead
		}
		into = lead.Work
	default:
		return 0, nil
	}
	v, err := d.owner(ctx, d.DB, x.Import)
	if err != nil {
		return 0, err
	}
	w, err := work.Get(ctx, d.DB, v, into)
	if err == nil && !w.MayEdit(v) || fault.KindOf(err) == fault.NotFound {
		return 0, fault.New(fault.NotFound, "The work that this was to be a new version of is gone, or not yours any more. Choose again what it is.")
	}
	return into, err
}

// nobodys checks that a name belongs to nobody who has an account: works are brought
// for people who are not here. Those who are must bring their own.
func nobodys(ctx context.Context, q db.Q, name string) error {
	var taken bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pseuds p JOIN accounts a ON a.id = p.account_id
		WHERE a.password IS NOT NULL AND (a.name_key = $1 OR p.name_key = $1))`, account.Key(name)).Scan(&taken)
	if err != nil {
		return fmt.Errorf("intake: whose name: %w", err)
	}
	if taken {
		return fault.In("for", "“%s” has an account here. Whoever has one brings their works themselves; choose the name of somebody who has none.", name)
	}
	return nil
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
