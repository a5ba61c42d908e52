package app_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/history"
)

// historyRows: what somebody has read is a page of their own, and of nobody else's, not
// even for staff: at the address by a name it is there for that person alone.
func historyRows(*library) []row {
	return []row{
		{"GET /history", "/history", nil, members(200)},
		{"GET /history", "/history?q=fog&when=2026-11&page=2&removed=1&done=off", nil, members(200)},
		{"POST /history/remove", "/history/remove", url.Values{"work": {"many"}}, members(422)},
		{"POST /history/remove", "/history/remove", url.Values{"work": {"987654"}, "at": {"//elsewhere.example"}}, members(303)},
		{"POST /history/keep", "/history/keep", url.Values{}, members(422)},
		{"GET /history/clear", "/history/clear", nil, members(200)},
		{"POST /history/clear", "/history/clear", url.Values{}, members(303)},
		{"GET /users/{login}/readings", "/users/Ann/readings", nil, [6]int{401, 404, 303, 404, 404, 404}},
	}
}

// keepRead gives Ann a history: works of Ben's, one with a chapter that is newer, one of
// which she has seen enough, and a work that is not here. It gives addresses of her list.
func keepRead(t testing.TB, a *archivetest.Archive, stories []archivetest.Story) []string {
	t.Helper()
	r, ann := history.Recorder{DB: a.DB}, a.Viewer(archivetest.Ann)
	for _, s := range stories {
		if s.By == archivetest.Ben {
			r.Opened(ann, s.ID, s.Chapters[0], 1)
		}
	}
	const away, off = 987654, 987655
	r.Opened(ann, away, 0, 3)
	r.Opened(ann, off, 0, 3)
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.Tx(func(tx *db.Tx) error { return history.Remove(t.Context(), tx, ann.ID, off) })
	return []string{"/history", fmt.Sprintf("/history?removed=%d", off), "/history?q=%22%3E%3Cb%3E", "/history?q=" + archivetest.Near("bens", "title") + "&when=2026", "/history?q=" + strings.Repeat("x", 600), "/history/clear",
		"/find", "/find?read=week", "/find?read=month&what=" + archivetest.Near("bens", "text")}
}
