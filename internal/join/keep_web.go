package join

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// applications is the page of those who would like to join.
type applications struct {
	All    []application
	Said   string
	At     int64  // the application whose answer is wrong, 0 for none
	Answer string // as typed
	Wrong  *fault.Error
}

// typed is the answer to an application that could not be taken.
func (l applications) typed(id int64) string {
	if l.At != id {
		return ""
	}
	return l.Answer
}

func (p *Pages) applications(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var l applications
	switch r.URL.Query().Get("done") {
	case "accepted":
		l.Said = say.T(ctx, "Accepted. They can make their account now, and are told so.")
	case "declined":
		l.Said = say.T(ctx, "Declined. They are told so.")
	}
	return p.showApplications(w, r, http.StatusOK, l)
}

func (p *Pages) showApplications(w http.ResponseWriter, r *http.Request, status int, l applications) error {
	var err error
	if l.All, err = waitingApplications(r.Context(), p.DB); err != nil {
		return err
	}
	return render(w, r, status, say.T(r.Context(), "Applications"), applicationsPage(l))
}

func (p *Pages) accept(w http.ResponseWriter, r *http.Request) error {
	return p.decide(w, r, true, "accepted")
}

func (p *Pages) decline(w http.ResponseWriter, r *http.Request) error {
	return p.decide(w, r, false, "declined")
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request, yes bool, done string) error {
	ctx := r.Context()
	id, err := web.ID[int64](r, "id")
	if err != nil {
		return err
	}
	f, err := form(w, r)
	if err != nil {
		return err
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return decide(ctx, tx, viewer.From(ctx).ID, id, yes, f.Get("answer")) })
	switch k := fault.KindOf(err); {
	case err == nil:
		return web.See(w, r, "/keep/applications?done="+done)
	case k == fault.Invalid, k == fault.Conflict:
		return p.showApplications(w, r, web.Status(k), applications{At: id, Answer: f.Get("answer"), Wrong: fault.As(err)})
	}
	return err
}

// tree is the page of who brought whom.
type tree struct {
	Typed  string
	Of     *account.Account // whose branch is shown; nil shows who came last
	Branch []*joined
	All    int
	More   int
	Newest []*joined
	Said   string
	Wrong  *fault.Error
}

func (p *Pages) tree(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q := r.URL.Query()
	t := tree{Typed: strings.TrimSpace(q.Get("of"))}
	if q.Get("done") == "given" {
		t.Said = say.T(ctx, "That is saved, and holds from now on.")
	}
	return p.showTree(w, r, http.StatusOK, t)
}

func (p *Pages) showTree(w http.ResponseWriter, r *http.Request, status int, t tree) (err error) {
	ctx := r.Context()
	if t.Typed != "" {
		t.Of, err = account.ByName(ctx, p.DB, t.Typed)
		if fault.KindOf(err) == fault.NotFound {
			t.Of, t.Wrong, err, status = nil, fault.As(err), nil, http.StatusNotFound
		}
	}
	if err == nil && t.Of != nil {
		if t.Branch, t.All, err = branch(ctx, p.DB, t.Of.ID); err == nil {
			t.More, err = more(ctx, p.DB, t.Of.ID)
		}
	} else if err == nil {
		t.Newest, err = newest(ctx, p.DB)
	}
	if err != nil {
		return err
	}
	return render(w, r, status, say.T(ctx, "Who invited whom"), treePage(t))
}

func (p *Pages) giveMore(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	a, err := account.ByName(ctx, p.DB, f.Get("of"))
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimSpace(f.Get("more")))
	if err != nil || n < -mostMore || n > mostMore {
		return p.showTree(w, r, http.StatusUnprocessableEntity, tree{Typed: a.Name,
			Wrong: fault.As(fault.In("more", "This is a whole number from %d to %d; below 0 takes of the usual ones.", -mostMore, mostMore))})
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return giveMore(ctx, tx, a.ID, n) }); err != nil {
		return err
	}
	return web.See(w, r, "/keep/invitations?done=given&of="+url.QueryEscape(a.Name))
}
