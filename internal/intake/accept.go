package intake

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// order is what somebody who accepts works says about them.
type order struct {
	All     bool      // all that are ready
	Ticked  []FoundID // else these
	Choices map[FoundID]string
	Readers readers
	Pseud   account.PseudID
	For     string
}

// accept queues works to be taken in. Sent twice, from two tabs or by a nervous
// finger, it does no more than once.
func (p *Pages) accept(w http.ResponseWriter, r *http.Request) error {
	i, err := p.of(r)
	if err != nil {
		return err
	}
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	o, err := p.order(r, i, f)
	left := 0
	if err == nil {
		err = p.Desk.DB.Tx(ctx, func(tx *db.Tx) (err error) { left, err = p.Desk.accept(ctx, tx, i.ID, o); return err })
	}
	if fault.KindOf(err) == fault.Invalid {
		return p.renderList(w, r, http.StatusUnprocessableEntity, i, "", fault.As(err))
	}
	if err != nil {
		return err
	}
	if left > 0 {
		return web.See(w, r, fmt.Sprintf("%s?show=look&left=%d", i.ID.Path(), left))
	}
	return web.See(w, r, i.ID.Path())
}

// order reads the form of the list.
func (p *Pages) order(r *http.Request, i *Import, f url.Values) (order, error) {
	o := order{All: f.Get("which") == "ready", Choices: map[FoundID]string{}, Readers: readers(f.Get("readers"))}
	if !slices.Contains([]readers{everyone, members, authors}, o.Readers) {
		return o, fault.In("readers", "Please choose who may read the works.")
	}
	for _, s := range f["work"] {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			o.Ticked = append(o.Ticked, FoundID(n))
			o.Choices[FoundID(n)] = f.Get("as-" + s)
		}
	}
	if !o.All && len(o.Ticked) == 0 {
		return o, fault.In("work", "Please tick the works that you accept, or accept all that are ready.")
	}
	if name := strings.TrimSpace(visible(f.Get("for"))); name != "" && viewer.From(r.Context()).Staff() {
		o.For = name
		return o, nobodys(r.Context(), p.Desk.DB, name)
	}
	pseuds, err := p.pseuds(r, i)
	if err != nil {
		return o, err
	}
	at := slices.IndexFunc(pseuds, func(x account.Pseud) bool { return strconv.FormatInt(int64(x.ID), 10) == f.Get("pseud") })
	if at < 0 {
		return o, fault.In("pseud", "Please choose under which of your names the works are posted.")
	}
	o.Pseud = pseuds[at].ID
	return o, nil
}

// accept queues what o says, and counts those that were left because it is open
// what they are.
func (d *Desk) accept(ctx context.Context, tx *db.Tx, id ID, o order) (left int, err error) {
	if err := touch(ctx, tx, id); err != nil {
		return 0, err
	}
	const queue = `UPDATE import_works SET state = 'queued', reason = '', readers = $2, pseud_id = $3, for_name = $4 WHERE import_id = $1 AND part > 0 AND `
	args := []any{int64(id), string(o.Readers), nullID(int64(o.Pseud)), o.For}
	if o.All {
		if err := tx.Exec(ctx, queue+`state = 'open' AND NOT asks AND (needs = 0 OR seen)`, args...); err != nil {
			return 0, fmt.Errorf("intake: accept: %w", err)
		}
		return 0, d.unstop(ctx, tx, id)
	}
	for _, one := range o.Ticked {
		x, err := foundOf(ctx, tx, id, one)
		if err != nil {
			return 0, err
		}
		if x.Part == 0 || x.State != stateOpen && x.State != stateFailed {
			continue // it is on its way, or in
		}
		if err := decide(ctx, tx, x, o.Choices[one]); err != nil {
			return 0, err
		}
		switch {
		case x.Asks:
			left++
		case x.Decision == asNothing:
			err = settle(ctx, tx, x, stateSkipped, 0, "")
		default:
			err = tx.Exec(ctx, queue+`id = $5`, append(args, int64(x.ID))...)
		}
		if err != nil {
			return 0, fmt.Errorf("intake: accept: %w", err)
		}
	}
	return left, d.unstop(ctx, tx, id)
}

// decide stores what somebody chose for a work: "new", "skip", "newer" for a newer
// version of what the lead of its story becomes, or "version-7" for one of work 7,
// which must be one that was offered. Without a choice nothing changes.
func decide(ctx context.Context, tx *db.Tx, x *found, choice string) error {
	if choice == "" {
		return nil
	}
	what, which, _ := strings.Cut(choice, "-")
	into := work.ID(0)
	switch decision(what) {
	case asNew, asNothing:
	case asNewer:
		if !x.Doubles {
			return fault.In("as", "Please choose one of the works that are offered.")
		}
	case asVersion:
		n, err := strconv.ParseInt(which, 10, 64)
		if err != nil || !slices.ContainsFunc(x.Report.Alike, func(a ingest.Alike) bool { return a.Work == n }) {
			return fault.In("as", "Please choose one of the works that are offered.")
		}
		into = work.ID(n)
	default:
		return fault.In("as", "Please choose what “%s” shall become.", x.name())
	}
	x.Decision, x.Into, x.Asks = decision(what), into, false
	err := tx.Exec(ctx, `UPDATE import_works SET decision = $2, into_id = $3, asks = FALSE WHERE id = $1`, int64(x.ID), what, nullID(int64(into)))
	if err != nil {
		return fmt.Errorf("intake: decide on %d: %w", x.ID, err)
	}
	return nil
}
