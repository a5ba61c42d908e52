package creator

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// mostOrphans is how many works may be left to the archive in one go.
const mostOrphans = 500

// farewell is what somebody is about to leave to the archive.
type farewell struct {
	series *series.Series // nil when it is not a series
	pseud  *account.Pseud // nil when it is not all of a pen name
	works  []work.Work
	more   int // works of the pen name that are too many for one go
	bad    web.Faults
}

// farewell reads what an address or a form names: ?work=1&work=2, ?series=3, or
// ?pseud=4 for all that a pen name signs. Of what is not the viewer's there is none.
func (p *Pages) farewell(r *http.Request, q url.Values) (farewell, error) {
	ctx, v := r.Context(), viewer.From(r.Context())
	var f farewell
	var ids []work.ID
	if n, err := strconv.ParseInt(q.Get("series"), 10, 64); err == nil {
		s, err := series.Get(ctx, p.DB, v, series.ID(n))
		if err != nil {
			return f, err
		}
		if !s.Mine(v) {
			return f, nothingYours()
		}
		f.series = s
		if ids, err = seriesWorks(ctx, p.DB, s.ID, v.ID); err != nil {
			return f, err
		}
	}
	if n, err := strconv.ParseInt(q.Get("pseud"), 10, 64); err == nil && f.series == nil {
		if f.pseud, err = ownPseud(ctx, p.DB, v.ID, account.PseudID(n)); err != nil {
			return f, err
		}
		if ids, err = pseudWorks(ctx, p.DB, f.pseud.ID); err != nil {
			return f, err
		}
		f.more = max(0, len(ids)-mostOrphans)
		ids = ids[:len(ids)-f.more]
	}
	for _, s := range q["work"] {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && f.series == nil && f.pseud == nil {
			ids = append(ids, work.ID(n))
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > mostOrphans {
		return f, fault.New(fault.TooLarge, "At most %d works can be left to the archive in one go.", mostOrphans)
	}
	all, err := work.Load(ctx, p.DB, v, ids)
	if err != nil {
		return f, err
	}
	f.works = slices.DeleteFunc(all, func(w work.Work) bool { return !w.Mine(v) })
	if len(f.works) == 0 && f.series == nil {
		return f, nothingYours()
	}
	return f, nil
}

// ownPseud is a pen name of the viewer's.
func ownPseud(ctx context.Context, q db.Q, who viewer.ID, id account.PseudID) (*account.Pseud, error) {
	all, err := account.PseudsOf(ctx, q, who)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(p account.Pseud) bool { return p.ID == id })
	if i < 0 {
		return nil, nothingYours()
	}
	return &all[i], nil
}

func nothingYours() error {
	return fault.New(fault.NotFound, "There is nothing of yours here to leave. It may be left already, or the address is mistyped.")
}

func (p *Pages) askOrphan(w http.ResponseWriter, r *http.Request) error {
	f, err := p.farewell(r, r.URL.Query())
	if err != nil {
		return err
	}
	if ok, err := p.People.Confirm(w, r); err != nil || !ok {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "Leave to the archive"), orphanPage(f))
}

func (p *Pages) orphan(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	f, err := p.farewell(r, q)
	if err != nil {
		return err
	}
	name := q.Get("name")
	if name != "keep" && name != "drop" {
		f.bad.Add("name", fault.In("name", "Please choose whether your name stays."))
	}
	if !q.Has("sure") {
		f.bad.Add("sure", fault.In("sure", "Please tick that you know it is for good."))
	}
	if len(f.bad) > 0 {
		return render(w, r, http.StatusUnprocessableEntity, say.T(r.Context(), "Leave to the archive"), orphanPage(f))
	}
	if ok, err := p.People.Confirm(w, r); err != nil || !ok {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if f.series != nil {
			return OrphanSeries(ctx, tx, f.series.ID, v.ID, name == "keep")
		}
		for _, x := range f.works {
			if err := Orphan(ctx, tx, x.ID, v.ID, name == "keep"); err != nil {
				return err
			}
		}
		if f.pseud != nil && f.more == 0 {
			return OrphanSeriesOf(ctx, tx, *f.pseud, name == "keep")
		}
		return nil
	})
	if err != nil {
		return err
	}
	return web.See(w, r, "/account")
}
