package creator

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

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
	works  []work.Work
	bad    web.Faults
}

// farewell reads what an address or a form names: ?work=1&work=2, or ?series=3. Of
// what is not the viewer's there is none.
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
	for _, s := range q["work"] {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && f.series == nil {
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

func nothingYours() error {
	return fault.New(fault.NotFound, "There is nothing of yours here to leave. It may be left already, or the address is mistyped.")
}

func (p *Pages) askOrphan(w http.ResponseWriter, r *http.Request) error {
	f, err := p.farewell(r, r.URL.Query())
	if err != nil {
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
		return nil
	})
	if err != nil {
		return err
	}
	return web.See(w, r, "/account")
}
