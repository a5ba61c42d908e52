package preset_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/viewer"
)

// server is one server's uses, with a clock by which no two things are at once.
func server(d *db.DB) *preset.Uses {
	return &preset.Uses{DB: d, Log: slog.New(slog.DiscardHandler)}
}

func ticking(d *db.DB) {
	clock := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	d.Now = func() time.Time { clock = clock.Add(time.Second); return clock }
}

func flush(t *testing.T, u *preset.Uses) {
	t.Helper()
	if err := u.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// recent is what was used last: as the pages tell it, and as it is written down.
func recent(t *testing.T, u *preset.Uses, who viewer.ID) (told, written []string, noted bool) {
	t.Helper()
	told, noted, err := u.Recent(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	written, also, err := preset.Recent(t.Context(), u.DB, who)
	if err != nil || also != noted {
		t.Fatalf("noted: %v by one, %v by the other, %v", noted, also, err)
	}
	return told, written, noted
}

// The last ten are told at once and written down later; a step on the way is no use.
func TestRecents(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d)
		ticking(d)
		u := server(d)
		for i := range 14 {
			u.Note(ann, fmt.Sprintf("/works?page=%d", i%12), "")
			if i == 6 {
				flush(t, u)
			}
		}
		told, written, noted := recent(t, u, ann)
		if len(told) != preset.Recents || told[0] != "/works?page=1" || told[1] != "/works?page=0" || told[9] != "/works?page=4" || len(written) != 7 || !noted {
			t.Errorf("told %v, written %v", told, written)
		}
		flush(t, u)
		if again, written, _ := recent(t, u, ann); !slices.Equal(again, told) || !slices.Equal(written, told) {
			t.Errorf("told %v, written %v, want %v", again, written, told)
		}
		u.Note(ann, "/works?page=20", "/works?page=1")
		u.Note(ann, "/works?page=21", "/works?page=20")
		u.Note(ann, "/works?page=22", "/works?page=never")
		for range 2 {
			if told, _, _ := recent(t, u, ann); told[0] != "/works?page=22" || told[1] != "/works?page=21" || slices.Contains(told, "/works?page=20") || slices.Contains(told, "/works?page=1") {
				t.Errorf("a step is noted beside what it led to: %v", told)
			}
			flush(t, u)
		}
		if told, written, _ := recent(t, u, ben); len(told)+len(written) != 0 {
			t.Errorf("somebody else used %v %v", told, written)
		}
	})
}

// What was used before it was forgotten stays forgotten, also where another server writes it
// down later; and who doesn't want it has nothing written.
func TestWhatIsForgottenStaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d)
		ticking(d)
		here, there := server(d), server(d)
		here.Note(ann, "/works?page=1", "")
		there.Note(ann, "/works?page=2", "")
		tx(t, d, func(ctx context.Context, tx *db.Tx) error { return preset.Clear(ctx, tx, ann) })
		here.Forget(ann)
		flush(t, here)
		there.Note(ann, "/works?page=3", "")
		flush(t, there)
		if told, written, _ := recent(t, here, ann); len(told) != 1 || told[0] != "/works?page=3" || len(written) != 1 {
			t.Errorf("told %v, written %v", told, written)
		}
		tx(t, d, func(ctx context.Context, tx *db.Tx) error { return preset.Note(ctx, tx, ann, false) })
		there.Note(ann, "/works?page=4", "")
		if told, _, noted := recent(t, there, ann); len(told) != 0 || noted {
			t.Errorf("who doesn't want it noted is told %v", told)
		}
		flush(t, there)
		tx(t, d, func(ctx context.Context, tx *db.Tx) error { return preset.Note(ctx, tx, ann, true) })
		if told, written, noted := recent(t, there, ann); len(told)+len(written) != 0 || !noted {
			t.Errorf("told %v, written %v", told, written)
		}
	})
}

// Somebody who is gone holds up nobody, what can't be written waits, and what is gathered
// is bounded.
func TestUsesAreBounded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		people(t, d)
		ticking(d)
		u := server(d)
		u.Note(999, "/works?page=1", "/works?page=2")
		u.Note(ann, "/works?page=1", "")
		ended, stop := context.WithCancel(t.Context())
		stop()
		if err := u.Flush(ended); err == nil {
			t.Error("written without a database")
		}
		u.Note(ann, "/works?page=2", "/works?page=1")
		flush(t, u)
		if told, written, _ := recent(t, u, ann); len(told) != 1 || told[0] != "/works?page=2" || !slices.Equal(told, written) {
			t.Errorf("told %v, written %v", told, written)
		}
		long := "/works?query=" + strings.Repeat("x", preset.MaxAddress-30)
		for i := range 1000 {
			u.Note(viewer.ID(1000+i), fmt.Sprintf("%s&page=%d", long, i), "")
		}
		u.Note(ann, long+strings.Repeat("y", 31), "")
		if told, _, _ := recent(t, u, ann); told[0] != "/works?page=2" {
			t.Errorf("an address that is too long is noted")
		}
		if told, _, _ := recent(t, u, 1000); len(told) != 1 {
			t.Error("what came first is not noted")
		}
		if told, _, _ := recent(t, u, 1999); len(told) != 0 {
			t.Error("twenty megabytes are kept")
		}
		flush(t, u)
		u.Note(ben, long, "")
		if told, _, _ := recent(t, u, ben); len(told) != 1 {
			t.Error("after a flush there is no room")
		}
	})
}
