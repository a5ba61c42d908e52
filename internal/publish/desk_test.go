package publish_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/publish"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

var (
	ann       = viewer.Viewer{ID: 1, Name: "Ann", Role: viewer.Member, Prefs: viewer.Prefs{TimeZone: "Europe/Berlin"}}
	cat       = viewer.Viewer{ID: 2, Name: "Cat", Role: viewer.Member}
	moderator = viewer.Viewer{ID: 3, Name: "Mod", Role: viewer.Moderator}
	cleaner   = prose.Cleaner{Base: "https://archive.example"}
)

// begun is when the clock of a desk starts: Friday 20 November 2026, 13:00 in Berlin.
func begun() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }

// desk is an archive with a work of Ann's that is only begun: four chapters, all drafts.
type desk struct {
	t  *testing.T
	d  *db.DB
	m  *web.Mux
	id work.ID
	c  []work.ChapterID

	mu  sync.Mutex
	now time.Time
}

func each(t *testing.T, f func(t *testing.T, k *desk)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { f(t, newDesk(t, d)) })
}

func newDesk(t *testing.T, d *db.DB) *desk {
	t.Helper()
	k := &desk{t: t, d: d, m: web.NewMux(slog.New(slog.DiscardHandler)), now: begun()}
	d.Now = k.clock
	files, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	(&publish.Pages{DB: d, Blob: files, Cleaner: cleaner}).Routes(k.m)
	k.tx(func(ctx context.Context, tx *db.Tx) error {
		for _, v := range []viewer.Viewer{ann, cat, moderator} {
			if err := tx.Exec(ctx, `INSERT INTO accounts (id, name, name_key, role, created_at) VALUES ($1, $2, $2, $3, 1)`, int64(v.ID), v.Name, string(v.Role)); err != nil {
				return err
			}
			if err := tx.Exec(ctx, `INSERT INTO pseuds (id, account_id, name, name_key, is_default, created_at) VALUES ($1, $1, $2, $2, TRUE, 1)`, int64(v.ID), v.Name); err != nil {
				return err
			}
		}
		return nil
	})
	k.id, k.c = k.begin("anchors", "barnacles", "cormorants", "dredgers")
	return k
}

// begin begins a work of Ann's with a chapter for each word, and tells what there is
// to tell about it.
func (k *desk) begin(words ...string) (work.ID, []work.ChapterID) {
	k.t.Helper()
	var id work.ID
	var all []work.ChapterID
	k.tx(func(ctx context.Context, tx *db.Tx) error {
		var first work.ChapterID
		var err error
		if id, first, err = work.Begin(ctx, tx, 1, "en"); err != nil {
			return err
		}
		all = []work.ChapterID{first}
		for range words[1:] {
			c, err := work.AddChapter(ctx, tx, id)
			if err != nil {
				return err
			}
			all = append(all, c)
		}
		for i, word := range words {
			t := work.ChapterText{Kind: work.PlainChapter, Title: strings.ToUpper(word), Body: "<p>First of " + word + ".</p><p>Second of " + word + "day.</p>"}
			if err := work.SetChapter(ctx, tx, cleaner, all[i], t); err != nil {
				return err
			}
		}
		return nil
	})
	x := k.workOf(id)
	k.tx(func(ctx context.Context, tx *db.Tx) error {
		return work.ChangeDetails(ctx, tx, cleaner, id, x.Minor, work.Details{Title: "The Quay", Language: "en", Rating: work.General,
			Tags: []tag.Named{{Type: tag.Warning, Name: tag.NoWarnings}, {Type: tag.Fandom, Name: "Harbour Lights"}}})
	})
	return id, all
}

func (k *desk) clock() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now
}

// at sets the clock, as Berlin reads it.
func (k *desk) at(s string) {
	k.t.Helper()
	l, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		k.t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, l)
	if err != nil {
		k.t.Fatal(err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now = at.UTC()
}

func (k *desk) tx(f func(ctx context.Context, tx *db.Tx) error) {
	k.t.Helper()
	if err := k.d.Tx(k.t.Context(), func(tx *db.Tx) error { return f(k.t.Context(), tx) }); err != nil {
		k.t.Fatal(err)
	}
}

// due does what a server does every few seconds.
func (k *desk) due() {
	k.t.Helper()
	if err := publish.RunDue(k.t.Context(), k.d, cleaner, slog.New(slog.DiscardHandler)); err != nil {
		k.t.Error(err)
	}
}

// write writes in a chapter without posting it.
func (k *desk) write(c work.ChapterID, body string) {
	k.t.Helper()
	k.tx(func(ctx context.Context, tx *db.Tx) error {
		now, err := draft.Open(ctx, tx, c)
		if err != nil {
			return err
		}
		_, err = draft.Save(ctx, tx, c, draft.Edit{By: ann.ID, Seen: now.Seen, Whole: &body})
		return err
	})
}

func (k *desk) workOf(id work.ID) *work.Work {
	k.t.Helper()
	x, err := work.Get(k.t.Context(), k.d, ann, id)
	if err != nil {
		k.t.Fatal(err)
	}
	return x
}

// posted are the titles that readers see, in order.
func (k *desk) posted() string {
	k.t.Helper()
	x := k.workOf(k.id)
	var out []string
	for _, c := range x.Chapters {
		if c.Posted && x.Posted {
			out = append(out, c.Title)
		}
	}
	return strings.Join(out, " ")
}

func (k *desk) wantPosted(want string) {
	k.t.Helper()
	if got := k.posted(); got != want {
		k.t.Errorf("posted are %q, want %q", got, want)
	}
}

func (k *desk) path(end string) string { return k.id.Path() + end }

func (k *desk) chapter(i int, end string) string { return k.id.ChapterPath(k.c[i]) + end }

// ticks are the boxes of chapters.
func (k *desk) ticks(chapters ...int) url.Values {
	f := url.Values{}
	for _, i := range chapters {
		f.Add("chapters", fmt.Sprint(int64(k.c[i])))
	}
	return f
}

func with(f url.Values, pairs ...string) url.Values {
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

func (k *desk) do(v viewer.Viewer, method, path string, f url.Values) *httptest.ResponseRecorder {
	k.t.Helper()
	var body io.Reader = strings.NewReader(f.Encode())
	if method == "GET" {
		if len(f) > 0 {
			path += "?" + f.Encode()
		}
		body = nil
	}
	ctx := setting.With(viewer.With(k.t.Context(), v), setting.Default())
	r := httptest.NewRequestWithContext(ctx, method, path, body)
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	k.m.ServeHTTP(w, r)
	return w
}

// get asks for a page as Ann.
func (k *desk) get(path string, f url.Values) string {
	k.t.Helper()
	a := k.do(ann, "GET", path, f)
	if a.Code != 200 || a.Header().Get("Cache-Control") != "no-store" {
		k.t.Fatalf("%s is %d: %s", path, a.Code, a.Body)
	}
	return a.Body.String()
}

// post sends a form as Ann and wants a status.
func (k *desk) post(path string, f url.Values, status int) string {
	k.t.Helper()
	a := k.do(ann, "POST", path, f)
	if a.Code != status {
		k.t.Errorf("%s with %v is %d, want %d: %s", path, f, a.Code, status, a.Body)
	}
	return a.Body.String()
}

func (k *desk) number(query string, args ...any) int {
	k.t.Helper()
	var n int
	if err := k.d.QueryRowContext(k.t.Context(), query, args...).Scan(&n); err != nil {
		k.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// restrict makes a work one for members.
func restrict(id work.ID) func(ctx context.Context, tx *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		return tx.Exec(ctx, `UPDATE works SET restricted = TRUE WHERE id = $1`, int64(id))
	}
}
