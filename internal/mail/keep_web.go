package mail

import (
	"net/http"
	"strconv"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// resend is the form by which letters go again, as it was typed.
type resend struct {
	Kind        Kind
	From, Until string // days
	Sent        bool
	Faults      web.Faults
}

const day = "2006-01-02"

// defaultResend offers the last week.
func defaultResend(now time.Time) resend {
	return resend{From: now.AddDate(0, 0, -7).Format(day), Until: now.Format(day)}
}

func (p *Pages) outbox(w http.ResponseWriter, r *http.Request) error {
	return p.showOutbox(w, r, http.StatusOK, defaultResend(p.DB.Now().UTC()))
}

func (p *Pages) showOutbox(w http.ResponseWriter, r *http.Request, status int, f resend) error {
	ctx := r.Context()
	o, err := loadOutbox(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	switch q := r.URL.Query(); q.Get("done") {
	case "again":
		n, _ := strconv.Atoi(q.Get("n")) // a number only made up shows as none
		o.Said = say.N(ctx, n, "{n} letter goes again.", "{n} letters go again.")
	case "test":
		o.Said = say.T(ctx, "The test letter is on its way. Look again in a few seconds.")
	}
	return render(w, r, status, say.T(ctx, "Mail"), outboxPage(o, p.Server, f))
}

// test sends a letter to the keeper who asks, by the way of all letters.
func (p *Pages) test(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if !p.Server.Ready() {
		return fault.New(fault.Invalid, "There is no mail server to try. Set --smtp-host and --smtp-from, and start the archive again.")
	}
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		return Post(ctx, tx, Letter{To: viewer.From(ctx).ID, Kind: Test, Subject: say.T(ctx, "A test of {name}’s mail", "name", web.SiteOf(ctx).Name),
			Text: say.T(ctx, "You asked for this letter on the page about mail. If it came by mail, the mail server works."), Path: "/keep/mail"})
	})
	if err != nil {
		return err
	}
	return web.See(w, r, "/keep/mail?done=test")
}

func (p *Pages) again(w http.ResponseWriter, r *http.Request) error {
	typed, err := form(w, r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	f := resend{Kind: Kind(typed.Get("kind")), From: typed.Get("from"), Until: typed.Get("until"), Sent: typed.Get("sent") != ""}
	from, err := time.Parse(day, f.From)
	if err != nil {
		f.Faults.Add("from", fault.New(fault.Invalid, "Please give a day such as %s.", "2026-11-20"))
	}
	until, err := time.Parse(day, f.Until)
	switch {
	case err != nil:
		f.Faults.Add("until", fault.New(fault.Invalid, "Please give a day such as %s.", "2026-11-20"))
	case until.Before(from):
		f.Faults.Add("until", fault.New(fault.Invalid, "The last day is before the first. Please change one of them."))
	}
	if f.Kind == "" {
		f.Faults.Add("kind", fault.New(fault.Invalid, "Please choose which letters go again."))
	}
	if len(f.Faults) > 0 {
		return p.showOutbox(w, r, http.StatusUnprocessableEntity, f)
	}
	n := 0
	err = p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		n, err = sendAgain(ctx, tx, f.Kind, from, until.AddDate(0, 0, 1), f.Sent)
		return err
	})
	if err != nil {
		return err
	}
	return web.See(w, r, "/keep/mail?done=again&n="+strconv.Itoa(n))
}
