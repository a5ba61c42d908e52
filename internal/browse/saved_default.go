package browse

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/viewer"
)

// saved is what somebody has saved, as a list shows it.
type saved struct {
	all     []preset.Preset
	start   *preset.Preset // with which they start here; nil for none
	started bool           // it is what is shown
	just    *preset.Preset // what was saved a moment ago; nil for none
	recent  []string
}

// savedFor gives what v has saved, and with what they start in the list of f. Nobody
// starts with a filter in the list of their own works.
func (p *Pages) savedFor(ctx context.Context, v viewer.Viewer, f Filter, at place) (s saved, err error) {
	if v.Guest() {
		return s, nil
	}
	if s.all, err = preset.Of(ctx, p.DB, v.ID); err != nil {
		return s, err
	}
	if at.who == nil || at.who.ID != v.ID {
		tag := int64(0)
		if at.tag != nil {
			tag = int64(at.tag.ID)
		}
		if s.start, err = preset.DefaultIn(ctx, p.DB, v.ID, tag); err != nil {
			return s, err
		}
	}
	return s, nil
}

// fieldSaved names, in the address to which saving a filter leads, the one that was saved.
// It is no part of what the list asks.
const fieldSaved = "saved"

// withNote is the address of a list that says that its filter was saved.
func withNote(address string, id preset.ID) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	q.Set(fieldSaved, strconv.FormatInt(int64(id), 10))
	u.RawQuery = q.Encode()
	return u.String()
}

// withoutNote is r without what it says of a filter that was saved, and that filter's key.
func withoutNote(r *http.Request) (*http.Request, string) {
	q := r.URL.Query()
	id := q.Get(fieldSaved)
	if id == "" {
		return r, ""
	}
	q.Del(fieldSaved)
	bare, u := *r, *r.URL
	u.RawQuery = q.Encode()
	bare.URL = &u
	return &bare, id
}

// justSaved notes which of the filters was saved a moment ago, if it is that of f.
func (s *saved) justSaved(id string, f Filter) {
	for i := range s.all {
		if strconv.FormatInt(int64(s.all[i].ID), 10) != id {
			continue
		}
		if g, ok := listAt(s.all[i].Address); ok && f.sameAsks(g) {
			s.just = &s.all[i]
		}
	}
}

// begin makes of the list of f, as r asks for it, the list to be shown: where it was
// opened without any filter, the one to start with. What was asked for with every
// question left open is everything.
func (s *saved) begin(r *http.Request, f Filter) Filter {
	if s.start == nil || f.narrowed() {
		f.Everything = false
	} else if len(r.URL.Query()) > 0 {
		f.Everything = true
	}
	if s.start == nil {
		return f
	}
	g, ok := f.moved(s.start)
	if !ok || !g.narrowed() {
		s.start = nil
		f.Everything = false
		return f
	}
	if len(r.URL.Query()) == 0 {
		f = g
	}
	s.started = f.sameAsks(g)
	return f
}

// stepHeader names, where the script of the panel asks for a list, the address of the
// list before, which it led to itself: no choice of its own, but a step on the way.
const stepHeader = "Ficstead-Instead"

// note notes that v looked at the list of f, which r asks for.
func (p *Pages) note(r *http.Request, v viewer.Viewer, f Filter) {
	if !v.Guest() && f.PageNumber <= 1 && f.narrowed() {
		p.Uses.Note(v.ID, f.Address(), r.Header.Get(stepHeader))
	}
}
