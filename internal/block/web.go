package block

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"

	"github.com/a-h/templ"
)

// Pages are those on which people block and mute others.
type Pages struct {
	DB *db.DB
}

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /account/blocks", web.Members, p.list(blocks))
	m.Handle("GET /account/mutes", web.Members, p.list(mutes))
	m.Handle("GET /users/{login}/block", web.Members, p.ask(blocks))
	m.Handle("GET /users/{login}/mute", web.Members, p.ask(mutes))
	m.Handle("POST /users/{login}/block", web.Members, p.change(blocks, Block))
	m.Handle("POST /users/{login}/unblock", web.Members, p.change(blocks, Unblock))
	m.Handle("POST /users/{login}/mute", web.Members, p.change(mutes, Mute))
	m.Handle("POST /users/{login}/unmute", web.Members, p.change(mutes, Unmute))
}

// listPage is one of the two lists.
type listPage struct {
	kind    kind
	people  []Person
	total   int
	number  int
	typed   string // a name that was looked for
	said    string
	problem *fault.Error
}

func (l listPage) address(page int) string {
	if page < 2 {
		return l.kind.address()
	}
	return l.kind.address() + "?page=" + strconv.Itoa(page)
}

func (l listPage) pager() web.Pager {
	return web.Pager{Page: l.number, Last: max(1, (l.total+perPage-1)/perPage), Link: l.address}
}

// list shows a list. With a name it leads to the page that asks about that person.
func (p *Pages) list(k kind) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, q := r.Context(), r.URL.Query()
		l := listPage{kind: k, number: 1, typed: strings.TrimSpace(q.Get("name")), said: k.said(ctx, q.Get("done"))}
		if l.typed != "" {
			who, err := account.ByName(ctx, p.DB, l.typed)
			if err == nil {
				http.Redirect(w, r, who.Path()+"/"+k.verb(), http.StatusSeeOther)
				return nil
			}
			if fault.KindOf(err) != fault.NotFound {
				return err
			}
			l.problem = &fault.Error{Kind: fault.Invalid, Field: "name", Args: []any{l.typed},
				Format: "Nobody here has an account called “%s”. Of a name like “Pen (account)” type what stands in the brackets."}
		}
		if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 1 && n <= Most/perPage {
			l.number = n
		}
		var err error
		if l.people, l.total, err = k.page(ctx, p.DB, viewer.From(ctx).ID, l.number); err != nil {
			return err
		}
		status := http.StatusOK
		if l.problem != nil {
			status = http.StatusUnprocessableEntity
		}
		return render(w, r, status, k.title(ctx), listView(l))
	}
}

// ask says what blocking or muting somebody does, before it is done.
func (p *Pages) ask(k kind) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, me := r.Context(), viewer.From(r.Context()).ID
		who, err := account.ByName(ctx, p.DB, r.PathValue("login"))
		if err != nil {
			return err
		}
		if err := k.allowed(ctx, p.DB, me, who.ID); err != nil {
			return err
		}
		s, err := StateOf(ctx, p.DB, me, who.ID)
		if err != nil {
			return err
		}
		return render(w, r, http.StatusOK, k.question(ctx, who.Name), askView(k, who, s))
	}
}

// change does or undoes it, and leads back to the list.
func (p *Pages) change(k kind, do func(context.Context, *db.Tx, viewer.ID, viewer.ID) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		who, err := account.ByName(ctx, p.DB, r.PathValue("login"))
		if err != nil {
			return err
		}
		if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return do(ctx, tx, viewer.From(ctx).ID, who.ID) }); err != nil {
			return err
		}
		done := "added"
		if strings.HasSuffix(r.URL.Path, "/un"+k.verb()) {
			done = "removed"
		}
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, k.address()+"?done="+done, http.StatusSeeOther)
		return nil
	}
}

func (k kind) address() string { return "/account/" + string(k) }

// verb is the last part of the address by which somebody comes onto the list.
func (k kind) verb() string { return strings.TrimSuffix(string(k), "s") }

func (k kind) title(ctx context.Context) string {
	if k == blocks {
		return say.T(ctx, "People you have blocked")
	}
	return say.T(ctx, "People you have muted")
}

func (k kind) question(ctx context.Context, name string) string {
	if k == blocks {
		return say.T(ctx, "Block {name}?", "name", name)
	}
	return say.T(ctx, "Mute {name}?", "name", name)
}

// said is the sentence that a list shows after something was done.
func (k kind) said(ctx context.Context, done string) string {
	switch string(k) + " " + done {
	case "blocks added":
		return say.T(ctx, "Blocked: you won’t hear from them any more.")
	case "blocks removed":
		return say.T(ctx, "No longer blocked.")
	case "mutes added":
		return say.T(ctx, "Muted: their works are out of your lists.")
	case "mutes removed":
		return say.T(ctx, "No longer muted: their works are in your lists again.")
	}
	return ""
}

func render(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"people.css"}}, content)
}
