package mail

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are the inbox, and the keepers’ page of the outbox.
type Pages struct {
	DB *db.DB
	// Server is shown to keepers, without its password.
	Server config.Mail
	// TurnOff notes that an account wants no more mail of a kind.
	TurnOff func(ctx context.Context, tx *db.Tx, id viewer.ID, kind string) error
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /inbox", web.Members, p.list)
	m.Handle("GET /inbox/{id}", web.Members, p.show)
	m.Handle("POST /inbox/{id}/read", web.Members, p.read)
	m.Handle("POST /inbox/read", web.Members, p.readAll)
	m.Handle("GET /mail-off/{token}", web.Anyone, p.askOff)
	m.Handle("POST /mail-off/{token}", web.Anyone, p.off)
	m.Handle("GET /keep/mail", web.Keepers, p.outbox)
	m.Handle("POST /keep/mail/test", web.Keepers, p.test)
	m.Handle("POST /keep/mail/again", web.Keepers, p.again)
}

// maxForm is the most that a form may send, in bytes.
const maxForm = 64 << 10

func form(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "What you sent could not be read whole. Go back and send it again.")
	}
	return r.PostForm, nil
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page, _ := strconv.Atoi(r.URL.Query().Get("page")) // what is no number is the first page
	b, err := loadInbox(ctx, p.DB, viewer.From(ctx).ID, page)
	if err != nil {
		return err
	}
	if p.Server.Ready() {
		if b.Unconfirmed, err = Unconfirmed(ctx, p.DB, viewer.From(ctx).ID, p.DB.Now()); err != nil {
			return err
		}
	}
	if r.URL.Query().Get("done") == "read" {
		b.Said = say.T(ctx, "All letters are marked as read.")
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Inbox"), inboxPage(b))
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	l, err := get(r.Context(), p.DB, viewer.From(r.Context()).ID, id)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, l.Subject, letterPage(l))
}

// read opens a letter: what is opened from the inbox counts as read. The page of a
// letter itself changes nothing, so that programs which look ahead read nothing.
func (p *Pages) read(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.ID[ID](r, "id")
	if err != nil {
		return err
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return markRead(ctx, tx, viewer.From(ctx).ID, id) }); err != nil {
		return err
	}
	return web.See(w, r, "/inbox/"+strconv.FormatInt(int64(id), 10))
}

func (p *Pages) readAll(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	upTo, err := strconv.ParseInt(f.Get("up_to"), 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "It can’t be told which letters you mean. Please go back to the inbox and try again.")
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return markAllRead(ctx, tx, viewer.From(ctx).ID, ID(upTo)) }); err != nil {
		return err
	}
	return web.See(w, r, "/inbox?done=read")
}

func render(w http.ResponseWriter, r *http.Request, status int, title string, body templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"keep.css"}}, body)
}
