package publish

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// shelf is what the page of a work's chapters shows.
type shelf struct {
	*work.Work
	Names   map[work.ChapterID]string
	Planned map[work.ChapterID]Schedule
	Changed map[work.ChapterID]bool
	Bad     web.Faults
	Done    string
}

func (p *Pages) manage(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r, p.DB)
	if err != nil {
		return err
	}
	return p.shelf(w, r, http.StatusOK, x, nil)
}

// shelf answers with the page of chapters and what is wrong with what was sent.
func (p *Pages) shelf(w http.ResponseWriter, r *http.Request, status int, x *work.Work, bad web.Faults) error {
	ctx := r.Context()
	s := shelf{Work: x, Bad: bad, Done: arranged(ctx, r.URL.Query().Get("done"))}
	var err error
	if s.Changed, err = asWritten(ctx, p.DB, x); err != nil {
		return err
	}
	s.Names = chapterNames(ctx, x)
	if s.Planned, err = Schedules(ctx, p.DB, x.ID); err != nil {
		return err
	}
	return render(w, r, status, say.T(ctx, "Chapters of {title}", "title", work.TitleOr(ctx, x.Title)), managePage(s))
}

// arranged says what was done just now.
func arranged(ctx context.Context, what string) string {
	switch what {
	case "order":
		return say.T(ctx, "The chapters are in their new order.")
	case "split":
		return say.T(ctx, "The chapter is two chapters now.")
	case "merge":
		return say.T(ctx, "The two chapters are one now. The old address of the second leads to it.")
	case "move":
		return say.T(ctx, "The chapter is in this work now. Its old address leads here.")
	case "date":
		return say.T(ctx, "The date is changed.")
	case "remove":
		return say.T(ctx, "The chapter is deleted.")
	}
	return ""
}

// order puts the chapters into the order that was sent: one up or down by its
// button, or all of them by their numbers.
func (p *Pages) order(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	ctx, f := r.Context(), r.PostForm
	x, err := p.work(r, p.DB)
	if err != nil {
		return err
	}
	sent := idsOf(f["order"])
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if c, way, ok := oneStep(f.Get("step")); ok {
			i := slices.Index(sent, c)
			if i < 0 || slices.IndexFunc(x.Chapters, func(y work.Chapter) bool { return y.ID == c }) < 0 {
				return fault.New(fault.Conflict, "That chapter is not in this work any more. This is how they stand now.")
			}
			return work.Place(ctx, tx, c, i+1+way)
		}
		return work.Order(ctx, tx, x.ID, numbered(sent, f))
	})
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.NotFound:
		if x, again := p.work(r, p.DB); again == nil {
			var bad web.Faults
			bad.Add("", err)
			return p.shelf(w, r, http.StatusConflict, x, bad)
		}
	}
	if err != nil {
		return err
	}
	return lead(w, r, x.ID.Path()+"/chapters/manage?done=order")
}

func idsOf(all []string) []work.ChapterID {
	var out []work.ChapterID
	for _, s := range all {
		n, _ := strconv.ParseInt(s, 10, 64)
		out = append(out, work.ChapterID(n))
	}
	return out
}

// oneStep reads what an arrow sends: "42:up".
func oneStep(s string) (c work.ChapterID, way int, ok bool) {
	id, to, found := strings.Cut(s, ":")
	n, err := strconv.ParseInt(id, 10, 64)
	if !found || err != nil {
		return 0, 0, false
	}
	if to == "up" {
		return work.ChapterID(n), -1, true
	}
	return work.ChapterID(n), 1, true
}

// numbered is the order that the numbers beside the chapters ask for. Those whose
// number was changed come to their places; the others keep their order around them.
func numbered(sent []work.ChapterID, f url.Values) []work.ChapterID {
	type wish struct {
		c  work.ChapterID
		to int
	}
	var wishes []wish
	var rest []work.ChapterID
	for i, c := range sent {
		to, err := strconv.Atoi(strings.TrimSpace(f.Get("to-" + strconv.FormatInt(int64(c), 10))))
		if err != nil || to == i+1 {
			rest = append(rest, c)
			continue
		}
		wishes = append(wishes, wish{c, to})
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return cmp.Compare(a.to, b.to) })
	for _, x := range wishes {
		rest = slices.Insert(rest, min(max(x.to, 1)-1, len(rest)), x.c)
	}
	return rest
}
