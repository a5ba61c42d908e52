package leave

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// form is the page of leaving: what there is, what was chosen, and what is wrong.
type form struct {
	Has   Holdings
	Rules Rules
	Fates map[work.ID]Fate
	To    map[work.ID]string
	Name  string
	Days  int
	Bad   web.Faults
}

func (p *Pages) form(ctx context.Context) (form, error) {
	h, err := Has(ctx, p.DB, viewer.From(ctx).ID)
	return form{Has: h, Fates: map[work.ID]Fate{}, To: map[work.ID]string{}, Days: setting.Of(ctx).LeaveDays}, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.People.Confirm(w, r); !ok {
		return err
	}
	f, err := p.form(r.Context())
	if err != nil {
		return err
	}
	return f.render(w, r, http.StatusOK)
}

func (f form) render(w http.ResponseWriter, r *http.Request, status int) error {
	return render(w, r, status, say.T(r.Context(), "Delete my account"), leavePage(f))
}

// read puts what was typed into the form. Works that are not the viewer's are none.
func (f *form) read(sent url.Values) {
	f.Rules = Rules{Fate(sent.Get("alone")), Fate(sent.Get("shared"))}
	if f.Has.Alone == 0 && f.Rules.Alone == "" {
		f.Rules.Alone = Orphan // for what is added in the meantime
	}
	if f.Has.Shared == 0 && f.Rules.Shared == "" {
		f.Rules.Shared = StepBack
	}
	f.Name = sent.Get("name")
	for _, l := range f.Has.Works {
		if fate := Fate(sent.Get(field(l.ID))); fate != "" {
			f.Fates[l.ID] = fate
			f.To[l.ID] = strings.TrimSpace(sent.Get("to-" + l.ID.String()))
		}
	}
}

// wishes are the fates of single works; whom a name means is looked up.
func (f *form) wishes(ctx context.Context, q db.Q) ([]Wish, error) {
	var out []Wish
	for _, l := range f.Has.Works {
		w := Wish{Work: l.ID, Fate: f.Fates[l.ID]}
		switch w.Fate {
		case "":
			continue
		case Hand:
			to, err := meant(ctx, q, f.To[l.ID])
			if fault.KindOf(err) == fault.Invalid {
				f.Bad.Add(field(l.ID), err)
				continue
			}
			if err != nil {
				return nil, err
			}
			w.To = to
		}
		out = append(out, w)
	}
	return out, nil
}

// meant is the one whom somebody means by a name.
func meant(ctx context.Context, q db.Q, name string) (account.PseudID, error) {
	if name == "" {
		return 0, fault.New(fault.Invalid, "Please write who is to have it.")
	}
	all, err := account.Meant(ctx, q, name)
	if err != nil {
		return 0, err
	}
	if len(all) > 1 {
		return 0, fault.New(fault.Invalid, "Several people are called so. Write the name with the account, such as “%s”.", all[0].Byline())
	}
	return all[0].ID, nil
}

func (p *Pages) leave(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.People.Confirm(w, r); !ok {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	sent, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	f, err := p.form(ctx)
	if err != nil {
		return err
	}
	f.read(sent)
	for _, err := range f.Rules.Check() {
		f.Bad.Add(fault.FieldOf(err), err)
	}
	if account.Key(f.Name) != account.Key(v.Name) {
		f.Bad.Add("name", fault.In("name", "Please write your name as you sign in with it: %s.", v.Name))
	}
	wishes, err := f.wishes(ctx, p.DB)
	if err != nil {
		return err
	}
	if len(f.Bad) == 0 {
		err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Ask(ctx, tx, v, f.Rules, wishes, f.Days) })
		switch k := fault.KindOf(err); {
		case err == nil:
			return web.See(w, r, "/farewell")
		case k == fault.Conflict, k == fault.Invalid:
			f.Bad.Add(fault.FieldOf(err), err)
		default:
			return err
		}
	}
	return f.render(w, r, http.StatusUnprocessableEntity)
}

// farewell is for who was just signed out for good, or nearly.
func (p *Pages) farewell(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return render(w, r, http.StatusOK, say.T(ctx, "Farewell"), farewellPage(setting.Of(ctx).LeaveDays, !viewer.From(ctx).Guest()))
}

// number is a key as it was sent; 0, which nothing has, for what is none.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
