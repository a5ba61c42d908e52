package passkey

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people sign in with a passkey and look after theirs.
type Pages struct {
	DB     *db.DB
	People *account.Pages
	// BaseURL is the archive’s own address: passkeys are bound to its host.
	BaseURL string
}

// Routes adds the pages to m. Those under /passkey are for the script alone: each
// question is followed by its answer.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /account/passkeys", web.Members, p.list)
	m.Handle("POST /account/passkeys/{id}/remove", web.Members, p.remove)
	m.Handle("POST /passkey/add/begin", web.Members, scripted(p.beginAdd))
	m.Handle("POST /passkey/add", web.Members, scripted(p.add))
	m.Handle("POST /passkey/login/begin", web.Anyone, scripted(p.beginLogin))
	m.Handle("POST /passkey/login", web.Anyone, scripted(p.login))
	m.Handle("POST /passkey/second/begin", web.Anyone, scripted(p.beginSecond))
	m.Handle("POST /passkey/second", web.Anyone, scripted(p.second))
	m.Handle("POST /passkey/confirm/begin", web.Members, scripted(p.beginConfirm))
	m.Handle("POST /passkey/confirm", web.Members, scripted(p.confirm))
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.People.Confirm(w, r); err != nil || !ok {
		return err
	}
	ctx := r.Context()
	all, err := List(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	m := web.Meta{Title: say.T(ctx, "Passkeys"), NoIndex: true, Here: "me", Styles: []string{"keys.css"}}
	if Possible(p.BaseURL) {
		m.Scripts = []string{"passkey.js"}
	}
	return web.Render(w, r, http.StatusOK, m, listPage(all, Possible(p.BaseURL), r.URL.Query().Get("done")))
}

func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.People.Confirm(w, r); err != nil || !ok {
		return err
	}
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	ctx := r.Context()
	told := say.T(ctx, "A passkey of your account was removed. Nobody can sign in with it any more.")
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return remove(ctx, tx, viewer.From(ctx).ID, id, told) }); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/account/passkeys?done=removed", http.StatusSeeOther)
	return nil
}

func (p *Pages) beginAdd(w http.ResponseWriter, r *http.Request) (any, error) {
	ctx, v := r.Context(), viewer.From(r.Context())
	if err := p.recently(r); err != nil {
		return nil, err
	}
	party, err := party(p.BaseURL, web.SiteOf(ctx).Name)
	if err != nil {
		return nil, err
	}
	o, err := ownerOf(ctx, p.DB, v.ID)
	if err != nil {
		return nil, err
	}
	options, question, err := party.BeginRegistration(o, webauthn.WithExclusions(o.known()))
	if err != nil {
		return nil, err
	}
	return options, p.keep(w, r, "add", v.ID, question)
}

// recently refuses who has not proved a short time ago who they are.
func (p *Pages) recently(r *http.Request) error {
	ctx := r.Context()
	ok, err := account.ConfirmedRecently(ctx, p.DB, account.SessionID(viewer.From(ctx).Session), p.DB.Now())
	if err == nil && !ok {
		err = &fault.Error{Kind: fault.Denied, Field: confirmField, Format: "Please show first that it is you."}
	}
	return err
}

func (p *Pages) add(w http.ResponseWriter, r *http.Request) (any, error) {
	ctx, v := r.Context(), viewer.From(r.Context())
	if err := p.recently(r); err != nil {
		return nil, err
	}
	sent, question, party, err := p.receive(w, r, "add", v.ID)
	if err != nil {
		return nil, err
	}
	name := strings.Join(strings.Fields(strings.ToValidUTF8(sent.Name, "")), " ")
	if name == "" {
		name = say.T(ctx, "Passkey")
	}
	if utf8.RuneCountInString(name) > maxName {
		return nil, fault.New(fault.Invalid, "The name of a passkey has at most %d characters.", maxName)
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes(sent.Response)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "The device’s answer can’t be read. Please try again.")
	}
	told := say.T(ctx, "A passkey was added to your account. Whoever has it can sign in with it.")
	err = p.People.Confirmed(w, r, true, func(tx *db.Tx) error {
		o, err := ownerOf(ctx, tx, v.ID)
		if err != nil {
			return err
		}
		k, err := party.CreateCredential(o, question, answer)
		if err != nil {
			return fault.Wrap(fault.Invalid, err, "The device’s answer does not fit. Please try again.")
		}
		return add(ctx, tx, v.ID, name, k, told)
	})
	return next{"/account/passkeys?done=added"}, err
}

func (p *Pages) beginLogin(w http.ResponseWriter, r *http.Request) (any, error) {
	party, err := party(p.BaseURL, web.SiteOf(r.Context()).Name)
	if err != nil {
		return nil, err
	}
	options, question, err := party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, err
	}
	return options, p.keep(w, r, "login", 0, question)
}

func (p *Pages) login(w http.ResponseWriter, r *http.Request) (any, error) {
	ctx := r.Context()
	sent, question, party, err := p.receive(w, r, "login", 0)
	if err != nil {
		return nil, err
	}
	answer, err := sent.assertion()
	if err != nil {
		return nil, err
	}
	to, err := p.People.LetInStrongly(w, r, sent.Next, func(tx *db.Tx) (viewer.ID, error) {
		var o owner
		var trouble error
		_, k, err := party.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
			o, trouble = ownerOf(ctx, tx, fromHandle(handle))
			return o, trouble
		}, question, answer)
		if fault.KindOf(trouble) == fault.Internal && trouble != nil {
			return 0, trouble
		}
		if err != nil {
			return 0, wrong()
		}
		return o.id, used(ctx, tx, o.id, k)
	})
	return next{to}, err
}

// begin asks one account for one of its passkeys.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request, purpose string, id viewer.ID) (any, error) {
	party, err := party(p.BaseURL, web.SiteOf(r.Context()).Name)
	if err != nil {
		return nil, err
	}
	o, err := ownerOf(r.Context(), p.DB, id)
	if err != nil {
		return nil, err
	}
	if len(o.keys) == 0 {
		return nil, fault.New(fault.Invalid, "Your account has no passkey yet.")
	}
	options, question, err := party.BeginLogin(o, webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, err
	}
	return options, p.keep(w, r, purpose, id, question)
}

// check reads an answer of one account's passkey; the function it gives takes it.
func (p *Pages) check(w http.ResponseWriter, r *http.Request, purpose string, id viewer.ID) (received, func(*db.Tx) error, error) {
	ctx := r.Context()
	sent, question, party, err := p.receive(w, r, purpose, id)
	if err != nil {
		return sent, nil, err
	}
	answer, err := sent.assertion()
	return sent, func(tx *db.Tx) error {
		o, err := ownerOf(ctx, tx, id)
		if err != nil {
			return err
		}
		k, err := party.ValidateLogin(o, question, answer)
		if err != nil {
			return wrong()
		}
		return used(ctx, tx, id, k)
	}, err
}

func (p *Pages) beginSecond(w http.ResponseWriter, r *http.Request) (any, error) {
	id, err := p.pending(r)
	if err != nil {
		return nil, err
	}
	return p.begin(w, r, "second", id)
}

func (p *Pages) pending(r *http.Request) (viewer.ID, error) {
	id, ok, err := p.People.Pending(r)
	if err == nil && !ok {
		err = fault.New(fault.Conflict, "That took too long, or was done already. Please sign in again from the beginning.")
	}
	return id, err
}

func (p *Pages) second(w http.ResponseWriter, r *http.Request) (any, error) {
	id, err := p.pending(r)
	if err != nil {
		return nil, err
	}
	_, take, err := p.check(w, r, "second", id)
	if err != nil {
		return nil, err
	}
	to, err := p.People.FinishPending(w, r, take)
	return next{to}, err
}

func (p *Pages) beginConfirm(w http.ResponseWriter, r *http.Request) (any, error) {
	return p.begin(w, r, "confirm", viewer.From(r.Context()).ID)
}

func (p *Pages) confirm(w http.ResponseWriter, r *http.Request) (any, error) {
	sent, take, err := p.check(w, r, "confirm", viewer.From(r.Context()).ID)
	if err != nil {
		return nil, err
	}
	return next{web.SafeNext(sent.Next)}, p.People.Confirmed(w, r, true, take)
}
