package history

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

func render(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: title, NoIndex: true, Here: "me", Styles: []string{"readings.css"}}, content)
}

// gone says what a line is whose work is not shown.
func (l line) gone(ctx context.Context) string {
	switch {
	case l.muted:
		return say.T(ctx, "A work by somebody you have muted")
	case l.removed:
		return say.T(ctx, "A work that was removed")
	}
	return say.T(ctx, "A work that is not here for you to read any more")
}

// name is what buttons call the work.
func (l line) name(ctx context.Context) string {
	if l.work == nil {
		return l.gone(ctx)
	}
	return l.work.TitleIn(ctx)
}

// fresh is how many chapters readers have got since the last reading.
func (l line) fresh() int { return max(0, l.work.ChapterCount-l.Chapters) }

// place says where they stopped, "" for what needs no saying.
func (l line) place(ctx context.Context) string {
	switch {
	case l.work.ChapterCount < 2 && l.Chapters < 2:
		return ""
	case l.Chapter == 0:
		return say.T(ctx, "the entire work")
	case l.number == 0:
		return ""
	}
	return say.T(ctx, "chapter {n} of {all}", "n", say.Number(ctx, l.number), "all", say.Number(ctx, l.work.ChapterCount))
}

// onward is where one goes on reading, and what the button says; both are empty where
// that is the work, to which its title leads. Who had read the last chapter that there was
// goes on at the next.
func (l line) onward(ctx context.Context) (path, words string) {
	switch {
	case l.work.ChapterCount < 2, l.number == 0 && l.Chapter != 0:
		return "", ""
	case l.Chapter == 0:
		return l.Work.Path() + "?view_full_work=true", say.T(ctx, "Read on")
	case l.number == l.Chapters && l.next != 0:
		return l.Work.ChapterPath(l.next), say.T(ctx, "Read on at chapter {n}", "n", say.Number(ctx, l.number+1))
	}
	return l.Work.ChapterPath(l.now), say.T(ctx, "Read on at chapter {n}", "n", say.Number(ctx, l.number))
}

// byMonth parts lines, of which the latest comes first, by the month of the viewer's clock
// in which they were read last.
func byMonth(ctx context.Context, all []line) [][]line {
	zone := web.Zone(ctx)
	of := func(l line) month { y, m, _ := l.Last.In(zone).Date(); return month{y, m} }
	var out [][]line
	for i, l := range all {
		if i == 0 || of(l) != of(all[i-1]) {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], l)
	}
	return out
}

// state is said of works that not everybody sees.
func (l line) state(ctx context.Context) string { return work.StateOfSight(ctx, l.work) }
