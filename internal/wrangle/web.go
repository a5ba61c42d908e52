package wrangle

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are where wranglers work.
type Pages struct {
	DB   *db.DB
	Desk *Desk
}

// Routes adds the pages to m. Who of the members may is asked by Of.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /wrangle", web.Members, p.queue)
	m.Handle("POST /wrangle", web.Members, p.decide)
	m.Handle("GET /wrangle/tags", web.Members, p.list)
	m.Handle("POST /wrangle/tags", web.Members, p.many)
	m.Handle("GET /wrangle/tags/{id}", web.Members, p.tag)
	m.Handle("POST /wrangle/tags/{id}", web.Members, p.change)
	m.Handle("POST /wrangle/tags/{id}/notes", web.Members, p.note)
	m.Handle("GET /wrangle/acts", web.Members, p.acts)
	m.Handle("POST /wrangle/acts/{id}/undo", web.Members, p.undo)
	m.Handle("GET /wrangle/sets", web.Members, p.sets)
	m.Handle("POST /wrangle/sets", web.Staff, p.takeSet)
	m.Handle("GET /wrangle/sets/{id}", web.Staff, p.set)
	m.Handle("GET /wrangle/sets/tags.csv", web.Members, p.setFile)
	m.Handle("GET /wrangle/people", web.Staff, p.people)
	m.Handle("POST /wrangle/people", web.Staff, p.name)
}

// wrangler is who looks, if they may wrangle.
func (p *Pages) wrangler(r *http.Request) (Wrangler, error) {
	v := viewer.From(r.Context())
	who, err := Of(r.Context(), p.DB, v)
	if fault.KindOf(err) == fault.NotFound && v.Waiting != "" {
		return who, cmp.Or(web.Allowed(v, web.Staff), err) // these pages are there for them, after one more step
	}
	return who, err
}

func render(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"wrangle.css"}, Scripts: []string{"wrangle.js", "names.js"}}, content)
}

// maxForm is the largest form of these pages, in bytes.
const maxForm = 64 << 10

// keys are the tags named in a field.
func keys(all []string) []tag.ID {
	var out []tag.ID
	for _, s := range all[:min(len(all), mostTags+1)] {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 {
			out = append(out, tag.ID(n))
		}
	}
	return out
}

// named are the tags whose names were typed in a field, between commas.
func (p *Pages) named(r *http.Request, field, text string) ([]tag.ID, error) {
	var out []tag.ID
	for _, n := range tag.Split(text) {
		if len(out) == mostFandoms {
			return nil, fault.In(field, "At most %d tags can be named here.", mostFandoms)
		}
		t, err := tag.ByName(r.Context(), p.DB, n)
		if fault.KindOf(err) == fault.NotFound {
			return nil, fault.In(field, "There is no tag “%s” here.", short(n))
		}
		if err != nil {
			return nil, err
		}
		id := t.ID
		if t.Merger != 0 {
			id = t.Merger
		}
		out = append(out, id)
	}
	return out, nil
}

func short(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// asked are the choices in an address.
func asked(v url.Values) Choice {
	c := Choice{Type: tag.Type(v.Get("type"))}
	switch c.Type {
	case tag.Fandom, tag.Character, tag.Relationship, tag.Freeform:
	default:
		c.Type = ""
	}
	if n, err := strconv.ParseInt(v.Get("fandom"), 10, 64); err == nil && n > 0 {
		c.Fandom = tag.ID(n)
	}
	return c
}

// query writes choices as they stand in an address.
func (c Choice) query() url.Values {
	v := url.Values{}
	if c.Type != "" {
		v.Set("type", string(c.Type))
	}
	if c.Fandom != 0 {
		v.Set("fandom", strconv.FormatInt(int64(c.Fandom), 10))
	}
	return v
}

func at(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// tagPath is the address where a tag is wrangled.
func tagPath(id tag.ID) string { return "/wrangle/tags/" + strconv.FormatInt(int64(id), 10) }
