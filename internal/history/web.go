package history

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// Pages are those of one's own reading history, which nobody else has a page of.
type Pages struct {
	DB       *db.DB
	Recorder *Recorder
	Log      *slog.Logger
}

// home is the address of the list.
const home = "/history"

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /history", web.Members, p.show)
	m.Handle("POST /history/remove", web.Members, p.remove)
	m.Handle("POST /history/keep", web.Members, p.keep)
	m.Handle("GET /history/clear", web.Members, p.askClear)
	m.Handle("POST /history/clear", web.Members, p.clear)
	m.Handle("GET /users/{login}/readings", web.Members, p.own)
}

// The names of what the list is asked for by.
const (
	fieldWords = "q"
	fieldWhen  = "when"
	fieldPage  = "page"
	fieldDone  = "done"
	fieldGone  = "removed"
)

const (
	maxWords = 500
	// maxPage keeps an address from asking for what no number holds.
	maxPage = 1_000_000
	maxForm = 16 << 10
)

// page is the list as it is shown.
type page struct {
	words  string
	when   month // zero for all times
	page   int
	lines  []line
	total  int
	years  []yearRead
	kept   bool    // what is read is noted
	undo   work.ID // what was taken off just now, 0 for nothing
	done   string
	faults web.Faults
}

func (p *page) narrowed() bool { return p.words != "" || p.when.year != 0 }

// link is the address of a page of what is asked for.
func (p *page) link(n int) string {
	q := url.Values{}
	if p.words != "" {
		q.Set(fieldWords, p.words)
	}
	if p.when.year != 0 {
		q.Set(fieldWhen, p.when.String())
	}
	if n > 1 {
		q.Set(fieldPage, strconv.Itoa(n))
	}
	if len(q) == 0 {
		return home
	}
	return home + "?" + q.Encode()
}

func (p *page) pager() web.Pager {
	return web.Pager{Page: p.page, Last: max(1, (p.total+PerPage-1)/PerPage), Link: p.link}
}

// pageOf reads what an address asks for. What can't be understood has no effect.
func pageOf(ctx context.Context, q url.Values) page {
	p := page{page: 1, words: strings.Join(strings.Fields(strings.ToValidUTF8(q.Get(fieldWords), "\uFFFD")), " "), done: done(ctx, q.Get(fieldDone))}
	if utf8.RuneCountInString(p.words) > maxWords {
		p.faults.Add(fieldWords, fault.New(fault.Invalid, "A search can have %d characters. Please take a shorter piece of what you remember.", maxWords))
	}
	if m, ok := readMonth(q.Get(fieldWhen)); ok && m.year > 0 {
		p.when = m
	}
	if n, err := strconv.Atoi(q.Get(fieldPage)); err == nil && n > 1 && n <= maxPage {
		p.page = n
	}
	if n, err := strconv.ParseInt(q.Get(fieldGone), 10, 64); err == nil && n > 0 {
		p.undo = work.ID(n)
	}
	return p
}

// done says what was done before the page was shown.
func done(ctx context.Context, what string) string {
	switch what {
	case "cleared":
		return say.T(ctx, "Your history is empty. What was in it is gone for good.")
	case "on":
		return say.T(ctx, "What you read is noted from now on.")
	case "off":
		return say.T(ctx, "What you read is no longer noted. What is listed stays until you clear it.")
	}
	return ""
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	x := pageOf(ctx, r.URL.Query())
	x.kept = !v.Prefs.NoHistory
	if err := p.Recorder.FlushOf(ctx, v.ID); err != nil { // then what was read just now comes a little later
		p.Log.WarnContext(ctx, "what somebody read waits to be written", "err", err)
	}
	at, err := days(ctx, p.DB, v.ID)
	if err != nil {
		return err
	}
	x.years = calendar(at, web.Zone(ctx))
	if x.undo != 0 {
		is, err := removed(ctx, p.DB, v.ID, x.undo)
		if err != nil {
			return err
		}
		if !is {
			x.undo = 0
		}
	}
	status := http.StatusOK
	if len(x.faults) > 0 {
		status = http.StatusUnprocessableEntity
	} else {
		want := wanted{words: x.words, page: x.page}
		if x.when.year != 0 {
			want.from, want.to = x.when.span(web.Zone(ctx))
		}
		if x.lines, x.total, err = list(ctx, p.DB, v, want); err != nil {
			return err
		}
	}
	return render(w, r, status, say.T(ctx, "Reading history"), listPage(x))
}

// own leads from the address that AO3 has for it to one's own history; to others there
// is none.
func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("login") != viewer.From(r.Context()).Name {
		return fault.New(fault.NotFound, "There is no history here that you may see. Yours is in your account’s menu.")
	}
	http.Redirect(w, r, home, http.StatusSeeOther)
	return nil
}

// remove takes one work off the list, or puts it back, and leads to where it was done.
func (p *Pages) remove(w http.ResponseWriter, r *http.Request) error {
	sent, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(sent.Get("work"), 10, 64)
	if err != nil || n <= 0 {
		return fault.New(fault.Invalid, "Which work? Please go back and press the button beside one.")
	}
	ctx, me, id := r.Context(), viewer.From(r.Context()).ID, work.ID(n)
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if sent.Get("do") == "undo" {
			return PutBack(ctx, tx, me, id)
		}
		return Remove(ctx, tx, me, id)
	})
	if err != nil {
		return err
	}
	to := back(ctx, sent.Get("at"))
	if sent.Get("do") != "undo" {
		to = with(to, fieldGone, id.String())
	}
	return web.See(w, r, to)
}

// back is the list that a form was sent from, without what was said over it.
func back(ctx context.Context, at string) string {
	u, err := url.Parse(at)
	if err != nil || u.Path != home {
		return home
	}
	x := pageOf(ctx, u.Query())
	return x.link(x.page)
}

func with(to, field, value string) string {
	if strings.Contains(to, "?") {
		return to + "&" + field + "=" + value
	}
	return to + "?" + field + "=" + value
}

// keep says whether what one reads is to be noted.
func (p *Pages) keep(w http.ResponseWriter, r *http.Request) error {
	sent, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	do := sent.Get("do")
	if do != "on" && do != "off" {
		return fault.New(fault.Invalid, "Choose whether what you read is to be noted.")
	}
	ctx, me := r.Context(), viewer.From(r.Context()).ID
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return account.KeepHistory(ctx, tx, me, do == "on") }); err != nil {
		return err
	}
	return web.See(w, r, home+"?"+fieldDone+"="+do)
}

func (p *Pages) askClear(w http.ResponseWriter, r *http.Request) error {
	at, err := days(r.Context(), p.DB, viewer.From(r.Context()).ID)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "Clear your history?"), clearPage(at))
}

// clear forgets everything, once the button of the question is pressed.
func (p *Pages) clear(w http.ResponseWriter, r *http.Request) error {
	ctx, me := r.Context(), viewer.From(r.Context()).ID
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return Clear(ctx, tx, me) }); err != nil {
		return err
	}
	return web.See(w, r, home+"?"+fieldDone+"=cleared")
}

// day is an instant's day by the viewer's clock.
func day(ctx context.Context, t time.Time) string { return say.Date(ctx, t.In(web.Zone(ctx))) }
