package alike_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/alike"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

func TestKinds(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		words := story(1, 3000)
		touched := slices.Clone(words)
		for i := 0; i < len(touched); i += 100 {
			touched[i] = "zzz"
		}
		post(t, a, archivetest.Ann, "Lamp", body(words))
		post(t, a, archivetest.Ben, "Copy", body(touched))
		post(t, a, archivetest.Ann, "Early", body(touched[:2500]))
		post(t, a, archivetest.Ben, "Half", body(words[:1800]))
		post(t, a, archivetest.Ben, "Other", body(story(2, 3000)))
		post(t, a, archivetest.Ben, "Tiny", body(words[:20]))
		run(t, a)
		const want = "Lamp+Copy repost , Lamp+Early own , Lamp+Half part , Copy+Early repost , Copy+Half own , Early+Half part "
		if got := pairs(t, a); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if n := one[int](t, a, `SELECT looked FROM alike_run`); n != one[int](t, a, `SELECT total FROM alike_run`) || n < 5 {
			t.Error("works looked at:", n)
		}
	})
}

// What was said stays said, until the two are more alike than they were.
func TestRunsAgain(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		words := story(3, 2000)
		lamp := post(t, a, archivetest.Ann, "Lamp", body(words))
		half := slices.Concat(words[:1500], story(4, 500))
		copied := post(t, a, archivetest.Ben, "Copy", body(half))
		run(t, a)
		if got := pairs(t, a); got != "Lamp+Copy similar " {
			t.Fatal(got)
		}
		if p := a.Post(archivetest.Moderator, pairPath(lamp, copied), form("do", "fine")); p.Status != 303 {
			t.Fatal(p.Status)
		}
		run(t, a)
		if got := pairs(t, a); got != "Lamp+Copy similar fine" {
			t.Error("after another look:", got)
		}
		replace(t, a, copied, draft(a, archivetest.Ben, "Copy", body(half), body(story(5, 60))))
		run(t, a)
		if got := pairs(t, a); got != "Lamp+Copy similar fine" {
			t.Error("after a change that makes it no more alike:", got)
		}
		replace(t, a, copied, draft(a, archivetest.Ben, "Copy", body(words)))
		run(t, a)
		if got := pairs(t, a); got != "Lamp+Copy repost " {
			t.Error("after it has become more alike:", got)
		}
		replace(t, a, copied, draft(a, archivetest.Ben, "Copy", body(story(6, 500))))
		run(t, a)
		if got := pairs(t, a); got != "" {
			t.Error("after it was written anew:", got)
		}
	})
}

func replace(t *testing.T, a *archivetest.Archive, id work.ID, d work.Draft) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error { return work.Replace(t.Context(), tx, a.Cleaner(), id, d) })
}

// A draft is nobody's business, and is compared once it is posted.
func TestDrafts(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		words := story(7, 600)
		post(t, a, archivetest.Ann, "Lamp", body(words))
		d := draft(a, archivetest.Ben, "Copy", body(words))
		d.Posted = false
		var id work.ID
		a.Tx(func(tx *db.Tx) (err error) {
			id, err = work.Create(t.Context(), tx, a.Cleaner(), d)
			return err
		})
		run(t, a)
		if got := pairs(t, a); got != "" {
			t.Error("a draft is told of:", got)
		}
		d.Posted = true
		replace(t, a, id, d)
		run(t, a)
		if got := pairs(t, a); got != "Lamp+Copy repost " {
			t.Error("once it is posted:", got)
		}
	})
}

// A run that is stopped or cut off goes on where it was.
func TestStopAndGoOn(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		words := story(8, 600)
		post(t, a, archivetest.Ann, "Lamp", body(words))
		post(t, a, archivetest.Ben, "Copy", body(words))
		if p := a.Post(archivetest.Moderator, "/keep/alike", form("do", "stop")); p.Status != 303 {
			t.Fatal(p.Status)
		}
		run(t, a)
		if got := pairs(t, a); got != "" {
			t.Error("while it is stopped:", got)
		}
		if p := a.Get(archivetest.Moderator, "/keep/alike"); !strings.Contains(p.Text("main"), "Stopped after 0") {
			t.Error(p.Text("main"))
		}
		if p := a.Post(archivetest.Moderator, "/keep/alike", form("do", "look")); p.Status != 303 {
			t.Fatal(p.Status)
		}
		cut, cancel := context.WithCancel(t.Context())
		cancel()
		if err := alike.RunLook(cut, a.DB); !errors.Is(err, context.Canceled) {
			t.Fatal("a run that is cut off:", err)
		}
		run(t, a)
		if got := pairs(t, a); got != "Lamp+Copy repost " {
			t.Error("after it went on:", got)
		}
	})
}

// Eight programs that look at the same time find each pair once.
func TestEightRuns(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		words := story(9, 600)
		for range 3 {
			post(t, a, archivetest.Ann, "Lamp", body(words))
		}
		errs := make(chan error)
		for range 8 {
			go func() { errs <- alike.RunLook(t.Context(), a.DB) }()
		}
		for range 8 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		run(t, a)
		if got := pairs(t, a); got != "Lamp+Lamp own , Lamp+Lamp own , Lamp+Lamp own " {
			t.Error(got)
		}
	})
}
