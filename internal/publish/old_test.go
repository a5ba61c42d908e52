package publish_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/publish"
	"github.com/ficstead/ficstead/internal/work"
)

// years lets eight servers do what they do in the background, at a time to come.
func (k *desk) years(at string) {
	k.t.Helper()
	k.at(at)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := publish.RunOldDrafts(k.t.Context(), k.d); err != nil {
				k.t.Error(err)
			}
		})
	}
	wg.Wait()
	for name, run := range map[string]func() error{
		"due":      func() error { return publish.RunDue(k.t.Context(), k.d, cleaner, slog.New(slog.DiscardHandler)) },
		"versions": func() error { return work.RunSweepVersions(k.t.Context(), k.d) },
		"accounts": func() error {
			return k.d.Tx(k.t.Context(), func(tx *db.Tx) error { return account.RunSweep(k.t.Context(), tx) })
		},
	} {
		if err := run(); err != nil {
			k.t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever is written stays, for as many years as there are. Who leaves it alone gets a
// letter once a year, and may turn its mail off.
func TestDraftsNeverExpire(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			return tx.Exec(ctx, `UPDATE accounts SET email = 'ann@post.example', email_key = 'ann@post.example' WHERE id = 1`)
		})
		k.write(k.c[0], "<p>Typed and never settled.</p>")
		k.post(k.path("/publish"), k.ticks(1), 303)
		letters := func(want int) {
			t.Helper()
			if n := k.number(`SELECT COUNT(*) FROM letters WHERE kind = $1`, string(mail.OldDrafts)); n != want {
				t.Fatalf("%d letters, want %d", n, want)
			}
		}
		k.years("2027-11-19 13:00")
		letters(0)
		k.years("2027-11-22 13:00")
		letters(1)
		k.years("2028-02-01 13:00")
		letters(1)
		if n := k.number(`SELECT COUNT(*) FROM letters WHERE account_id = 1 AND body LIKE '%“The Quay”, untouched since 20 November 2026%' AND path = '/users/Ann/works/drafts'`); n != 1 {
			t.Error("the letter does not name the work")
		}
		k.years("2028-11-23 13:00")
		letters(2)
		// Who writes on is left in peace for a year.
		k.write(k.c[0], "<p>Typed again.</p>")
		k.years("2029-11-20 13:00")
		letters(2)
		k.years("2036-11-24 13:00")
		letters(3)

		now, err := draft.Of(t.Context(), k.d, k.c[0])
		if err != nil || now.Rev == 0 || !strings.Contains(now.Body, "Typed again.") {
			t.Errorf("what was typed is %+v, %v", now, err)
		}
		x := k.workOf(k.id)
		if len(x.Chapters) != 4 || x.ChapterCount != 1 {
			t.Errorf("%d chapters, %d of them posted", len(x.Chapters), x.ChapterCount)
		}
		for i, word := range []string{"anchors", "barnacles", "cormorants", "dredgers"} {
			if text, err := work.TextOf(t.Context(), k.d, k.c[i]); err != nil || !strings.Contains(text.Body, word) {
				t.Errorf("%s: %q, %v", word, text.Body, err)
			}
		}
		if !mail.OldDrafts.MayStop() {
			t.Error("nobody can turn it off")
		}

		// Nobody is reminded of what is all posted, or waits for its time.
		for i := range k.c {
			k.post(k.path("/publish"), k.ticks(i), 303)
		}
		k.years("2050-01-01 13:00")
		letters(3)
	})
}
