package wrangle

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
)

// queuePage is the queue as one wrangler sees it.
type queuePage struct {
	Wrangler
	Choice
	fandom *tag.Tag // that was chosen
	items  []Item
	next   []Coming // the one in front is the first
	left   int
	last   *Done  // what they did last and can undo
	says   string // what was done just now, for people who hear the page
	bad    web.Faults
	typed  url.Values
}

func (p *Pages) queue(w http.ResponseWriter, r *http.Request) error {
	who, err := p.wrangler(r)
	if err != nil {
		return err
	}
	return p.show(w, r, http.StatusOK, queuePage{Wrangler: who, Choice: asked(r.URL.Query())})
}

// show draws the queue, or only what a script puts into the page.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, page queuePage) (err error) {
	ctx := r.Context()
	if page.Fandom != 0 {
		if page.fandom, err = tag.Get(ctx, p.DB, page.Fandom); err != nil {
			return err
		}
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		if page.items, err = p.Desk.Next(ctx, tx, page.Wrangler, page.Choice); err != nil {
			return err
		}
		page.next, err = Upcoming(ctx, tx, page.Wrangler, page.Choice, tx.Now)
		return err
	}); err != nil {
		return err
	}
	if page.left, err = Left(ctx, p.DB, page.Wrangler, page.Choice); err != nil {
		return err
	}
	if page.last, err = lastDone(ctx, p.DB, page.Wrangler); err != nil {
		return err
	}
	if r.Header.Get("X-Fragment") == "queue" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(status)
		return answer(page).Render(ctx, w)
	}
	return render(w, r, status, say.T(ctx, "Wrangling"), queueView(page))
}

func lastDone(ctx context.Context, q db.Q, w Wrangler) (*Done, error) {
	id, err := LastOf(ctx, q, w)
	if err != nil || id == 0 {
		return nil, err
	}
	return doneAs(ctx, q, id)
}

// doneAs gives an act with one of its tags; nil for one that is not there.
func doneAs(ctx context.Context, q db.Q, id ActID) (*Done, error) {
	all, err := db.All(ctx, q, scanDone, told+`WHERE a.id = $1 ORDER BY x.tag_id LIMIT 1`, int64(id))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// decide does what was chosen for the tag in front, and shows the next.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	who, err := p.wrangler(r)
	if err != nil {
		return err
	}
	v, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	page := queuePage{Wrangler: who, Choice: asked(v), typed: v}
	err = p.decided(r, who, v)
	switch k := fault.KindOf(err); {
	case err != nil && (k == fault.Invalid || k == fault.Conflict):
		page.bad = web.Faults{fault.As(err)}
		return p.show(w, r, web.Status(k), page)
	case err != nil:
		return err
	case r.Header.Get("X-Fragment") == "queue":
		if page.says, err = p.says(r.Context(), who, v); err != nil {
			return err
		}
		return p.show(w, r, http.StatusOK, page)
	}
	return web.See(w, r, at("/wrangle", page.query()))
}

// says tells in words what was just done for a form of the queue.
func (p *Pages) says(ctx context.Context, who Wrangler, v url.Values) (string, error) {
	switch v.Get("do") {
	case "undo":
		id, err := strconv.ParseInt(v.Get("last"), 10, 64)
		if err != nil {
			return "", nil
		}
		d, err := doneAs(ctx, p.DB, ActID(id))
		if err != nil || d == nil {
			return "", err
		}
		return say.T(ctx, "{tag} is as it was before", "tag", d.Tag), nil
	case "skip":
		t, err := tag.Get(ctx, p.DB, keys(v["tag"])[0])
		if err != nil {
			return "", err
		}
		return say.T(ctx, "{tag} is passed by until tomorrow", "tag", t.Name), nil
	}
	d, err := lastDone(ctx, p.DB, who)
	if err != nil || d == nil {
		return "", err
	}
	return d.Tag + " " + doneWord(ctx, *d), nil
}

func (p *Pages) decided(r *http.Request, who Wrangler, v url.Values) error {
	ctx := r.Context()
	ids := keys(v["tag"])
	do := v.Get("do")
	if do == "undo" {
		return p.DB.Tx(ctx, func(tx *db.Tx) error {
			id, err := strconv.ParseInt(v.Get("last"), 10, 64)
			if err != nil {
				return nil // there is nothing to undo
			}
			if err := p.Desk.Undo(ctx, tx, who, ActID(id)); err != nil {
				return err
			}
			return again(ctx, tx, ActID(id))
		})
	}
	if len(ids) != 1 {
		return fault.New(fault.Invalid, "There is no tag before you. Please open the queue again.")
	}
	if do == "skip" {
		return p.DB.Tx(ctx, func(tx *db.Tx) error { return p.Desk.Skip(ctx, tx, who, ids[0]) })
	}
	act := Act{Tags: ids, Why: v.Get("why")}
	if into, ok := strings.CutPrefix(do, "into-"); ok {
		act.Kind, act.Others = Merge, keys([]string{into})
		if len(act.Others) == 0 {
			return fault.New(fault.Invalid, "Please choose one of the guesses.")
		}
	} else if do == "leave" { // whatever stands in the field of what it belongs to
		act.Kind = Leave
	} else {
		others, err := p.named(r, "others", v.Get("others"))
		if err != nil {
			return err
		}
		act.Others = others
		switch do {
		case "canonical":
			act.Kind = Canonical
		case "under":
			act.Kind = Under
		case "synonym":
			act.Kind = Merge
		}
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := p.Desk.Do(ctx, tx, who, act)
		return err
	})
}
