package browse

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// atomFeed is a feed as RFC 4287 writes it.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  *atomPerson `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published"`
	Link       atomLink       `xml:"link"`
	Authors    []atomPerson   `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    atomText       `xml:"summary"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",chardata"`
}

// feed answers with the works of a saved filter, the newest first, to whoever has its
// secret address: as a guest sees them or, where its owner wants that, as they do.
func (p *Pages) feed(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	s, err := preset.Fed(ctx, p.DB, r.PathValue("token"))
	if err != nil {
		return err
	}
	v := viewer.Viewer{}
	if s.Mine {
		if v, err = account.Reader(ctx, p.DB, s.Owner); err != nil {
			return err
		}
	}
	f, ok := listAt(s.Address)
	if !ok {
		return fault.New(fault.NotFound, "There is no such saved filter. It may have been deleted, or its link renewed.")
	}
	l, err := p.works.Find(ctx, v, f.by(Updated, false))
	if err != nil {
		return err
	}
	works, err := work.Load(ctx, p.DB, v, l.IDs)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/atom+xml; charset=utf-8")
	h.Set("Cache-Control", "private, max-age=300")
	h.Set("X-Robots-Tag", "noindex")
	out, err := xml.Marshal(feedOf(ctx, base(r), v, s, f, works))
	if err != nil {
		return fmt.Errorf("browse: feed: %w", err)
	}
	if _, err = w.Write([]byte(xml.Header)); err == nil {
		_, err = w.Write(out)
	}
	return err
}

// base is where the archive is, as whoever asks reaches it if nobody has said.
func base(r *http.Request) string {
	if at := web.SiteOf(r.Context()).URL(""); at != "" {
		return at
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func feedOf(ctx context.Context, base string, v viewer.Viewer, s *preset.Preset, f Filter, works []work.Work) atomFeed {
	out := atomFeed{
		ID: base + feedPath(s.Feed), Title: s.Name + " – " + web.SiteOf(ctx).Name, Updated: stamp(s.UpdatedAt), Author: &atomPerson{web.SiteOf(ctx).Name},
		Links: []atomLink{{"self", "application/atom+xml", base + feedPath(s.Feed)}, {"alternate", "text/html", base + f.Address()}},
	}
	for i := range works {
		w := &works[i]
		if i == 0 {
			out.Updated = stamp(w.RevisedAt)
		}
		out.Entries = append(out.Entries, entryOf(ctx, base, v, w))
	}
	return out
}

func entryOf(ctx context.Context, base string, v viewer.Viewer, w *work.Work) atomEntry {
	e := atomEntry{
		ID: base + w.ID.Path(), Title: w.Title, Updated: stamp(w.RevisedAt), Published: stamp(w.PostedAt), Link: atomLink{"alternate", "text/html", base + w.ID.Path()},
		Summary: atomText{"html", strings.Join([]string{"<p>", work.RatingShort(ctx, w.Rating), " · ", say.Words(ctx, w.Words), " · ", work.StateText(ctx, w), "</p>", w.Summary}, "")},
	}
	for _, by := range w.Byline(v) {
		e.Authors = append(e.Authors, atomPerson{by.Byline()})
	}
	if len(e.Authors) == 0 {
		e.Authors = []atomPerson{{say.T(ctx, "Anonymous")}}
	}
	for _, t := range w.Tags {
		e.Categories = append(e.Categories, atomCategory{t.Name})
	}
	return e
}

// stamp writes an instant as feeds do.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
