package wrangle

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
)

// listPage is a list of tags with what can be done to those that are ticked.
type listPage struct {
	Wrangler
	Ask
	fandom string // the name that was typed
	rows   []Row
	more   bool
	ticked []tag.ID
	others string
	why    string
	bad    web.Faults
}

// ask reads what a list shows. The fandom is named, or given by its key.
func (p *Pages) ask(r *http.Request, v url.Values) (listPage, error) {
	x := listPage{Ask: Ask{Choice: asked(v), State: Standing(v.Get("state")), Text: strings.TrimSpace(v.Get("q")), Page: 1}}
	if v.Get("type") == string(tag.Media) {
		x.Type = tag.Media
	}
	if !slices.Contains(standings(), x.State) {
		x.State = ""
	}
	if len(x.Text) > 600 {
		x.Text = ""
		x.bad.Add("q", fault.New(fault.Invalid, "No tag is that long. Please type a part of its name."))
	}
	if n, err := strconv.Atoi(v.Get("page")); err == nil {
		x.Page = min(max(n, 1), lastPage)
	}
	if x.Fandom != 0 {
		t, err := tag.Get(r.Context(), p.DB, x.Fandom)
		if err != nil {
			return x, err
		}
		x.fandom = t.Name
		return x, nil
	}
	x.fandom = strings.TrimSpace(v.Get("fandom"))
	if x.fandom == "" {
		return x, nil
	}
	t, err := tag.ByName(r.Context(), p.DB, x.fandom)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		x.bad.Add("fandom", fault.New(fault.Invalid, "There is no tag “%s” here.", short(x.fandom)))
	case err != nil:
		return x, err
	default:
		x.Fandom = t.ID
		if t.Merger != 0 {
			x.Fandom = t.Merger
		}
	}
	return x, nil
}

func (x listPage) link(page int) string {
	v := x.query()
	if x.State != "" {
		v.Set("state", string(x.State))
	}
	if x.Text != "" {
		v.Set("q", x.Text)
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	return at("/wrangle/tags", v)
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	who, err := p.wrangler(r)
	if err != nil {
		return err
	}
	x, err := p.ask(r, r.URL.Query())
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(x.bad) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return p.listed(w, r, status, who, x)
}

func (p *Pages) listed(w http.ResponseWriter, r *http.Request, status int, who Wrangler, x listPage) (err error) {
	x.Wrangler = who
	if x.rows, x.more, err = List(r.Context(), p.DB, who, x.Ask); err != nil {
		return err
	}
	return render(w, r, status, say.T(r.Context(), "All tags"), listView(x))
}

// many does something to all ticked tags at once: wholly, or not at all.
func (p *Pages) many(w http.ResponseWriter, r *http.Request) error {
	who, err := p.wrangler(r)
	if err != nil {
		return err
	}
	v, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	x, err := p.ask(r, v)
	if err != nil {
		return err
	}
	x.ticked, x.others, x.why = keys(v["tag"]), v.Get("others"), v.Get("why")
	ctx := r.Context()
	act := Act{Tags: x.ticked, Kind: Kind(v.Get("do")), Why: x.why}
	if !slices.Contains([]Kind{Canonical, Merge, Unmerge, Under, NotUnder, Leave, TakeUp}, act.Kind) {
		act.Kind = ""
	}
	if act.Others, err = p.named(r, "others", x.others); err == nil {
		err = p.DB.Tx(ctx, func(tx *db.Tx) error {
			_, err := p.Desk.Do(ctx, tx, who, act)
			return err
		})
	}
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.Conflict) {
		x.bad = append(x.bad, fault.As(err))
		return p.listed(w, r, web.Status(k), who, x)
	}
	if err != nil {
		return err
	}
	return web.See(w, r, x.link(x.Page))
}
