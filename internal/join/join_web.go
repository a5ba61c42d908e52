package join

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// joinForm is the form of sign-up as it was typed, without the password.
type joinForm struct {
	Code               string
	Inviter            string // who sent the code, "" for nobody
	Applies            bool   // who fills it in applies; the account comes later
	Name, Email, Words string
	Age, Terms         bool
	Mails              bool // the archive has a mail server
	Faults             web.Faults

	key string // of the address
}

// action is where the form goes.
func (f joinForm) action() string {
	if f.Code == "" {
		return "/join"
	}
	return path(f.Code)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if v := viewer.From(ctx); !v.Guest() {
		return render(w, r, http.StatusOK, say.T(ctx, "Join"), memberPage(v))
	}
	switch setting.Of(ctx).SignUp {
	case setting.Open:
		return p.showForm(w, r, http.StatusOK, joinForm{})
	case setting.Approval:
		return p.showForm(w, r, http.StatusOK, joinForm{Applies: true})
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Join"), shutPage(setting.Of(ctx).SignUp))
}

func (p *Pages) showForm(w http.ResponseWriter, r *http.Request, status int, f joinForm) error {
	f.Mails = p.People.Mails
	return render(w, r, status, say.T(r.Context(), "Join"), joinPage(f))
}

// showCode shows the form to whom a code lets in, or how an application stands.
func (p *Pages) showCode(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	code := r.PathValue("code")
	if v := viewer.From(ctx); !v.Guest() {
		return render(w, r, http.StatusOK, say.T(ctx, "Join"), memberPage(v))
	}
	i, err := usable(ctx, p.DB, code, setting.Of(ctx).SignUp, p.DB.Now())
	if err == nil {
		return p.showForm(w, r, http.StatusOK, joinForm{Code: code, Inviter: i.Inviter})
	}
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	a, err := applicationOf(ctx, p.DB, code)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Your application"), applicationPage(a))
}

// read takes what was typed, and says at each field what can't be taken.
func (p *Pages) read(ctx context.Context, f *joinForm, typed url.Values) error {
	f.Name, f.Email, f.Words = strings.TrimSpace(typed.Get("name")), strings.TrimSpace(typed.Get("email")), strings.TrimSpace(typed.Get("words"))
	f.Age, f.Terms = typed.Get("age") != "", typed.Get("terms") != ""
	err := account.CheckNewName(ctx, p.DB, f.Name)
	if err != nil && fault.FieldOf(err) == "" {
		return err
	}
	f.Faults.Add("name", err)
	address, key, err := account.CheckAddress(f.Email)
	f.Faults.Add("email", err)
	if err == nil {
		f.Email, f.key = address, key
	}
	if f.Applies {
		f.Faults.Add("words", checkWords(f.Words))
	} else {
		f.Faults.Add("password", account.CheckPassword(typed.Get("password"), f.Name, f.Email))
	}
	if !f.Age {
		f.Faults.Add("age", fault.New(fault.Invalid, "Only people of 13 years and more can have an account."))
	}
	if !f.Terms {
		f.Faults.Add("terms", fault.New(fault.Invalid, "Please read what this archive is about, and tick this if you agree."))
	}
	if typed.Get("homepage") != "" { // people don't see this field; programs fill it in
		f.Faults.Add("", fault.New(fault.Invalid, "This looked as if a program had filled it in. If you are a person, please send it once more."))
	}
	return nil
}

// join makes an account, or keeps an application.
func (p *Pages) join(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if v := viewer.From(ctx); !v.Guest() {
		return web.See(w, r, "/join")
	}
	f := joinForm{Code: r.PathValue("code")}
	if f.Code == "" {
		mode := setting.Of(ctx).SignUp
		if mode != setting.Open && mode != setting.Approval {
			return web.See(w, r, "/join")
		}
		f.Applies = mode == setting.Approval
	} else {
		i, err := usable(ctx, p.DB, f.Code, setting.Of(ctx).SignUp, p.DB.Now())
		if err != nil {
			return err
		}
		f.Inviter = i.Inviter
	}
	typed, err := form(w, r)
	if err != nil {
		return err
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return count(ctx, tx, triesFrom(p.address(r))) }); err != nil {
		return err
	}
	if err := p.read(ctx, &f, typed); err != nil {
		return err
	}
	if len(f.Faults) > 0 {
		return p.showForm(w, r, http.StatusUnprocessableEntity, f)
	}
	if f.Applies {
		return p.apply(w, r, f)
	}
	err = p.People.SignInAs(w, r, func(tx *db.Tx) (viewer.ID, error) {
		if err := count(ctx, tx, newcomersFrom(p.address(r))); err != nil {
			return 0, err
		}
		return Join(ctx, tx, Newcomer{Name: f.Name, Email: f.Email, Password: typed.Get("password"), Code: f.Code})
	})
	if err != nil {
		return p.again(w, r, f, err)
	}
	return web.See(w, r, "/inbox")
}

// again shows the form once more if something in it is wrong.
func (p *Pages) again(w http.ResponseWriter, r *http.Request, f joinForm, err error) error {
	if e := fault.As(err); e.Field != "" {
		f.Faults.Add(e.Field, err)
		return p.showForm(w, r, http.StatusUnprocessableEntity, f)
	}
	return err
}

func (p *Pages) apply(w http.ResponseWriter, r *http.Request, f joinForm) error {
	ctx := r.Context()
	var code string
	err := p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		if err := count(ctx, tx, newcomersFrom(p.address(r))); err != nil {
			return err
		}
		code, err = apply(ctx, tx, application{Name: f.Name, Address: f.Email, Words: f.Words}, f.key)
		return err
	})
	if err != nil {
		return p.again(w, r, f, err)
	}
	return web.See(w, r, path(code))
}
