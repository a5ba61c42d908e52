package series

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/work"
)

// form is the manager's form as it is typed.
type form struct {
	ID      ID // 0 for one that is to be made
	Seen    int64
	Title   string
	Summary string
	Notes   string

	Complete bool
	In       []Member // in the series, in order
	Out      []Member // to be ticked
	Ticked   []work.ID
	Moved    string // said once an order was changed
}

// Bounds of a form.
const (
	maxForm  = 512 << 10
	maxWorks = 1000
)

func formOf(m *Managed, offered []Member) form {
	return form{ID: m.ID, Seen: m.Seen, Title: m.Title, Summary: m.Summary, Notes: m.Notes, Complete: m.Complete, In: m.Members, Out: offered}
}

// path is where the form is sent.
func (f form) path() string {
	if f.ID == 0 {
		return "/series"
	}
	return work.SeriesPath(int64(f.ID)) + "/edit"
}

// sent is what came by the form: details, and what else was pressed.
type sent struct {
	Details
	seen   int64
	ticked []work.ID // to be added
	move   move
}

// move is one work that goes one place up or down.
type move struct {
	work work.ID
	by   int
}

// read reads the form. The order is that of the numbers beside the works; equal
// numbers stay as they stood.
func read(w http.ResponseWriter, r *http.Request) (sent, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	err := r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return sent{}, fault.Wrap(fault.TooLarge, err, "That is more than a series holds. Please go back, shorten the notes and save again.")
	}
	if err != nil {
		return sent{}, fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	v := r.PostForm
	s := sent{Details: Details{Title: typed(v, "title"), Summary: typed(v, "summary"), Notes: typed(v, "notes"), Complete: v.Has("complete")}}
	if s.seen, err = strconv.ParseInt(v.Get("seen"), 10, 64); err != nil {
		s.seen = -1
	}
	in, out := numbers(v["in"]), numbers(v["out"])
	s.ticked = numbers(v["add"])
	if len(in)+len(s.ticked) > maxWorks {
		return sent{}, fault.New(fault.TooLarge, "That is %d works; %d is the most for one series.", len(in)+len(s.ticked), maxWorks)
	}
	s.Works = append(ordered(in, out, v), s.ticked...)
	for name, by := range map[string]int{"up": -1, "down": 1} {
		if n := numbers(v[name]); len(n) == 1 {
			s.move = move{n[0], by}
		}
	}
	return s, nil
}

// ordered are the works that stay, by their numbers.
func ordered(in, out []work.ID, v url.Values) []work.ID {
	type at struct {
		id work.ID
		n  int
	}
	var all []at
	for i, id := range in {
		if slices.Contains(out, id) {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(v.Get("place-" + strconv.FormatInt(int64(id), 10))))
		if err != nil {
			n = i + 1
		}
		all = append(all, at{id, n})
	}
	slices.SortStableFunc(all, func(a, b at) int { return a.n - b.n })
	ids := make([]work.ID, len(all))
	for i, x := range all {
		ids[i] = x.id
	}
	return ids
}

// apply moves a work within the order.
func (m move) apply(ids []work.ID) {
	i := slices.Index(ids, m.work)
	if j := i + m.by; i >= 0 && j >= 0 && j < len(ids) {
		ids[i], ids[j] = ids[j], ids[i]
	}
}

// numbers are the works named in a field, each once.
func numbers(all []string) []work.ID {
	var out []work.ID
	for _, s := range all {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 && !slices.Contains(out, work.ID(n)) && len(out) <= maxWorks {
			out = append(out, work.ID(n))
		}
	}
	return out
}

// typed is a field with the line ends that people see, and nothing that no database keeps.
func typed(v url.Values, name string) string {
	return strings.NewReplacer("\r\n", "\n", "\x00", "").Replace(strings.ToValidUTF8(v.Get(name), ""))
}

// again is the form with what was sent, in the order it was sent in.
func (f form) again(s sent) form {
	f.Title, f.Summary, f.Notes, f.Complete, f.Ticked = s.Title, s.Summary, s.Notes, s.Complete, s.ticked
	slices.SortStableFunc(f.In, func(a, b Member) int { return rank(s.Works, a.ID) - rank(s.Works, b.ID) })
	return f
}

// rank is where a work stands in an order; what is not in it is behind.
func rank(order []work.ID, id work.ID) int {
	if i := slices.Index(order, id); i >= 0 {
		return i
	}
	return len(order)
}
