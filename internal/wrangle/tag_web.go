package wrangle

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// tagPage is everything about one tag.
type tagPage struct {
	who Wrangler
	Item
	State                              Standing
	into                               *tag.Tag
	parents, synonyms, broader, narrow []tag.Tag
	done                               []Done
	notes                              []Note
	following                          work.Refiltered
	typed                              url.Values
	bad                                web.Faults
}

func (p *Pages) tag(w http.ResponseWriter, r *http.Request) error {
	who, id, err := p.which(r)
	if err != nil {
		return err
	}
	return p.showTag(w, r, http.StatusOK, who, id, nil, nil)
}

// which is the tag in the address, if it is in the wrangler's care.
func (p *Pages) which(r *http.Request) (Wrangler, tag.ID, error) {
	who, err := p.wrangler(r)
	if err != nil {
		return who, 0, err
	}
	id, err := web.ID[tag.ID](r, "id")
	if err != nil {
		return who, 0, err
	}
	return who, id, who.may(r.Context(), p.DB, []tag.ID{id})
}

func (p *Pages) showTag(w http.ResponseWriter, r *http.Request, status int, who Wrangler, id tag.ID, typed url.Values, bad web.Faults) error {
	ctx := r.Context()
	x := tagPage{who: who, typed: typed, bad: bad}
	if err := x.load(ctx, p.DB, id); err != nil {
		return err
	}
	return render(w, r, status, say.T(ctx, "Wrangle {name}", "name", x.Tag.Name), tagView(x))
}

func (x *tagPage) load(ctx context.Context, q db.Q, id tag.ID) (err error) {
	if x.Item, err = itemOf(ctx, q, x.who, id); err != nil {
		return err
	}
	if x.Merger != 0 {
		if x.into, err = tag.Get(ctx, q, x.Merger); err != nil {
			return err
		}
	}
	for _, l := range []struct {
		to   *[]tag.Tag
		load func(context.Context, db.Q, tag.ID) ([]tag.Tag, error)
	}{{&x.parents, tag.Parents}, {&x.synonyms, tag.Synonyms}, {&x.broader, tag.Metas}, {&x.narrow, tag.Subs}} {
		if *l.to, err = l.load(ctx, q, id); err != nil {
			return err
		}
	}
	states, err := db.All(ctx, q, db.One[Standing], `SELECT `+standing+` FROM tags t WHERE t.id = $1`, int64(id))
	if err != nil {
		return err
	}
	x.State = states[0]
	if x.done, err = History(ctx, q, id); err != nil {
		return err
	}
	if x.notes, err = Notes(ctx, q, id); err != nil {
		return err
	}
	x.following, err = work.RefilterProgress(ctx, q)
	return err
}

// value is what stands in a field: what was typed and not taken, or usual.
func (x tagPage) value(field, usual string) string {
	if len(x.bad) > 0 && x.typed.Has(field) {
		return x.typed.Get(field)
	}
	return usual
}

func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	who, id, err := p.which(r)
	if err != nil {
		return err
	}
	v, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	err = p.changed(r, who, id, v)
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.Conflict) {
		return p.showTag(w, r, web.Status(k), who, id, v, web.Faults{fault.As(err)})
	}
	if err != nil {
		return err
	}
	return web.See(w, r, tagPath(id))
}

// changed does what was chosen. Tags that hang on this one are named by key in "one",
// others by name in "others".
func (p *Pages) changed(r *http.Request, who Wrangler, id tag.ID, v url.Values) error {
	ctx := r.Context()
	act := Act{Tags: []tag.ID{id}, Kind: Kind(v.Get("do")), Name: v.Get("name"), Type: tag.Type(v.Get("type")), Why: v.Get("why")}
	var err error
	if kind, one, ok := strings.Cut(v.Get("do"), ":"); ok {
		act.Kind, act.Others = Kind(kind), keys([]string{one})
	} else if act.Others, err = p.named(r, "others", v.Get("others")); err != nil {
		return err
	}
	switch act.Kind {
	case "synonym-off":
		act.Kind, act.Tags, act.Others = Unmerge, act.Others, nil
	case "narrower-off":
		act.Kind, act.Tags, act.Others = NotNarrower, act.Others, []tag.ID{id}
	case Import:
		act.Kind = ""
	case Merge, Under, NotUnder, Narrower, NotNarrower, Canonical:
	default:
		act.Others = nil
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := p.Desk.Do(ctx, tx, who, act)
		return err
	})
}

func (p *Pages) note(w http.ResponseWriter, r *http.Request) error {
	who, id, err := p.which(r)
	if err != nil {
		return err
	}
	v, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx := r.Context()
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return AddNote(ctx, tx, who, id, v.Get("words")) })
	if fault.KindOf(err) == fault.Invalid && err != nil {
		return p.showTag(w, r, http.StatusUnprocessableEntity, who, id, v, web.Faults{fault.As(err)})
	}
	if err != nil {
		return err
	}
	return web.See(w, r, tagPath(id)+"#notes")
}

func (p *Pages) acts(w http.ResponseWriter, r *http.Request) error {
	who, err := p.wrangler(r)
	if err != nil {
		return err
	}
	all, err := Recent(r.Context(), p.DB)
	if err != nil {
		return err
	}
	following, err := work.RefilterProgress(r.Context(), p.DB)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "What was done"), actsView(who, all, following))
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	who, err := p.wrangler(r)
	if err != nil {
		return err
	}
	id, err := web.ID[ActID](r, "id")
	if err != nil {
		return err
	}
	v, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return p.Desk.Undo(ctx, tx, who, id) }); err != nil {
		return err
	}
	if back := keys(v["tag"]); len(back) == 1 {
		return web.See(w, r, tagPath(back[0]))
	}
	return web.See(w, r, "/wrangle/acts")
}
