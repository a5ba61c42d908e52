package leave

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// mostAtOnce is how many works can be deleted or left in one go.
const mostAtOnce = 200

// asked is what somebody is about to delete, or to leave to others.
type asked struct {
	Works  []work.Work
	Others bool   // somebody else signs one of them
	Typed  string // the number of works, as typed
	Bad    web.Faults
}

// one is the work that an address names.
func (p *Pages) one(r *http.Request) (asked, error) {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return asked{}, err
	}
	v := viewer.From(r.Context())
	w, err := work.Editable(r.Context(), p.DB, v, id)
	if err != nil {
		return asked{}, err
	}
	return asked{Works: []work.Work{*w}, Others: with(w, v)}, nil
}

// with reports whether somebody but v signs a work.
func with(w *work.Work, v viewer.Viewer) bool {
	for _, c := range w.Creators {
		if c.Account != v.ID {
			return true
		}
	}
	return false
}

// many are the works of the viewer's that a form or an address names.
func (p *Pages) many(ctx context.Context, sent url.Values) (asked, error) {
	v := viewer.From(ctx)
	var ids []work.ID
	for _, s := range sent["work"] {
		ids = append(ids, work.ID(number(s)))
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > mostAtOnce {
		return asked{}, fault.New(fault.TooLarge, "That is %d works; %d is the most at once. Do it with some of them, then with the others.", len(ids), mostAtOnce)
	}
	all, err := work.Load(ctx, p.DB, v, ids)
	if err != nil {
		return asked{}, err
	}
	x := asked{Works: slices.DeleteFunc(all, func(w work.Work) bool { return !w.Mine(v) })}
	if len(x.Works) == 0 {
		return x, fault.New(fault.Invalid, "No work of yours is ticked. Go back and tick those that you mean.")
	}
	for i := range x.Works {
		x.Others = x.Others || with(&x.Works[i], v)
	}
	return x, nil
}

func (x asked) render(w http.ResponseWriter, r *http.Request, status int) error {
	ctx := r.Context()
	return render(w, r, status, say.N(ctx, len(x.Works), "Delete this work?", "Delete these works?"), deletePage(x))
}

func (p *Pages) askOne(w http.ResponseWriter, r *http.Request) error {
	x, err := p.one(r)
	if err != nil {
		return err
	}
	return x.render(w, r, http.StatusOK)
}

func (p *Pages) deleteOne(w http.ResponseWriter, r *http.Request) error {
	x, err := p.one(r)
	if err != nil {
		return err
	}
	if ok, err := p.People.Confirm(w, r); !ok {
		return err
	}
	sent, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	if !sent.Has("sure") {
		x.Bad.Add("sure", fault.In("sure", "Please tick that you know it is for good."))
		return x.render(w, r, http.StatusUnprocessableEntity)
	}
	return p.delete(w, r, x)
}

func (p *Pages) askMany(w http.ResponseWriter, r *http.Request) error {
	x, err := p.many(r.Context(), r.URL.Query())
	if err != nil {
		return err
	}
	return x.render(w, r, http.StatusOK)
}

func (p *Pages) deleteMany(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.People.Confirm(w, r); !ok {
		return err
	}
	sent, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	x, err := p.many(r.Context(), sent)
	if err != nil {
		return err
	}
	if x.Typed = strings.TrimSpace(sent.Get("number")); x.Typed != strconv.Itoa(len(x.Works)) {
		x.Bad.Add("number", fault.In("number", "Please write how many works you delete: %d.", len(x.Works)))
		return x.render(w, r, http.StatusUnprocessableEntity)
	}
	return p.delete(w, r, x)
}

// delete deletes works, each wholly. One that somebody else deleted a moment ago is
// what was wished for.
func (p *Pages) delete(w http.ResponseWriter, r *http.Request, x asked) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	remover := Remover{p.Blob, p.Cleaner}
	for _, y := range x.Works {
		err := p.DB.Tx(ctx, func(tx *db.Tx) error { return remover.Remove(ctx, tx, v, y.ID) })
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	return web.See(w, r, "/desk?deleted="+strconv.Itoa(len(x.Works)))
}

func (p *Pages) askStep(w http.ResponseWriter, r *http.Request) error {
	x, err := p.many(r.Context(), r.URL.Query())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "Leave works to the others"), stepPage(x, split(r.Context(), x)))
}

// split gives those works that somebody else signs too, which alone can be left.
func split(ctx context.Context, x asked) []work.Work {
	v := viewer.From(ctx)
	var out []work.Work
	for i := range x.Works {
		if with(&x.Works[i], v) {
			out = append(out, x.Works[i])
		}
	}
	return out
}

func (p *Pages) stepBack(w http.ResponseWriter, r *http.Request) error {
	sent, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	x, err := p.many(ctx, sent)
	if err != nil {
		return err
	}
	for _, y := range split(ctx, x) {
		err := p.DB.Tx(ctx, func(tx *db.Tx) error {
			now, err := work.Editable(ctx, tx, v, y.ID)
			if err != nil || !now.Mine(v) {
				return err
			}
			return creator.Leave(ctx, tx, now, v)
		})
		if k := fault.KindOf(err); err != nil && k != fault.NotFound && k != fault.Conflict {
			return err
		}
	}
	return web.See(w, r, "/desk")
}

// copy sends the text of a removed work to who made it.
func (p *Pages) copy(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[CopyID](r, "id")
	if err != nil {
		return err
	}
	title, page, err := openCopy(r.Context(), p.DB, viewer.From(r.Context()).ID, id, p.DB.Now())
	if err != nil {
		return err
	}
	defer page.Close()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="work-%d.html"; filename*=UTF-8''%s.html`, int64(id), strings.ReplaceAll(url.PathEscape(title), "'", "%27")))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex")
	_, err = io.Copy(w, page)
	return err
}
