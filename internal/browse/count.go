package browse

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
)

// counted is what the panel of filters is told while somebody chooses.
type counted struct {
	// Show is what its button says.
	Show string `json:"show"`
	// Counts are the numbers beside the choices, by field and value: "rating=Mature": of
	// the commonest tags, and of those that the panel says it shows. What is not there
	// has none, and what is empty is not counted.
	Counts map[string]string `json:"counts"`
}

// count answers how many works a filter would find, without showing them.
func (p *Pages) count(w http.ResponseWriter, r *http.Request) error {
	q, err := p.fields(r)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	f, among, err := p.counted(ctx, v, q)
	if err != nil {
		return err
	}
	l, err := p.works.FindAmong(ctx, v, f.page(1), among)
	if err != nil {
		return err
	}
	out := counted{Show: say.N(ctx, l.Total, "Show {n} work", "Show {n} works")}
	out.Counts = l.Facets.byField(ctx)
	if err := p.countShown(r, f, among, out.Counts); err != nil {
		return err
	}
	return sendJSON(w, out)
}

// counted reads which list a count is asked of: one that stands for itself, or what a search
// finds.
func (p *Pages) counted(ctx context.Context, v viewer.Viewer, q url.Values) (Filter, Among, error) {
	if q.Get(fieldFound) == "" {
		f, wrong := anywhere(q)
		return f, Among{}, cmp.Or(wrong...)
	}
	page, err := p.searchOf(ctx, q)
	if err == nil {
		err = cmp.Or(page.wrong...)
	}
	if err != nil || page.asked == "" {
		return page.asList(), Among{}, err
	}
	among, err := p.works.found(ctx, v, page.asked, nil)
	f := page.asList()
	f.Query = ""
	return f, among, err
}

const (
	// fieldShown names a tag that the panel shows.
	fieldShown = "shown"
	// maxShown is how many of them are counted.
	maxShown = 300
)

// countShown adds the numbers of tags that the panel shows and that are not among the
// commonest of the list that f would be.
func (p *Pages) countShown(r *http.Request, f Filter, among Among, counts map[string]string) error {
	var names []string
	for _, n := range r.URL.Query()[fieldShown] {
		if n = clean(n); len(names) < maxShown {
			if _, ok := counts[fieldTags+"="+n]; !ok {
				names = append(names, n)
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	more, err := p.works.CountNamed(r.Context(), viewer.From(r.Context()), f, among, names)
	for name, n := range more {
		counts[fieldTags+"="+name] = say.Number(r.Context(), n)
	}
	return err
}

// sendJSON sends what scripts ask for. It is one viewer's own.
func sendJSON(w http.ResponseWriter, v any) error {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Robots-Tag", "noindex")
	return json.NewEncoder(w).Encode(v)
}

// byField gives the numbers by the field and value that choose what they count.
func (f Facets) byField(ctx context.Context) map[string]string {
	out := map[string]string{}
	for r, n := range f.Ratings {
		out[fieldRating+"="+string(r)] = say.Number(ctx, n)
	}
	for _, l := range f.Languages {
		out[fieldLanguage+"="+l.Language] = say.Number(ctx, l.N)
	}
	for field, counts := range map[string]map[bool]int{fieldComplete: f.Complete, fieldCrossover: f.Crossovers, fieldOneFandom: f.OneFandom, fieldOnePair: f.Relationships} {
		for value, n := range map[string]int{"yes": counts[true], "no": counts[false], "": counts[true] + counts[false]} {
			out[field+"="+value] = say.Number(ctx, n)
		}
	}
	for _, t := range tag.Types() {
		for _, c := range f.Tags[t] {
			out[fieldTags+"="+c.Tag.Name] = c.text(ctx)
		}
	}
	return out
}
