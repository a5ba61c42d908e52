package app_test

import (
	"context"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
)

// A work from before stories were remembered is remembered once the archive runs.
func TestWorksAreRememberedInTheBackground(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		err := a.DB.Tx(ctx, func(tx *db.Tx) error {
			return tx.Exec(ctx, `INSERT INTO works (title, sort_title, language, rating, source_url, revised_at, clean_version, created_at, updated_at)
				VALUES ('The Lamp', 'lamp, the', 'en', 'Not Rated', 'https://www.fanfiction.net/s/19/1/The-Lamp', 1, 1, 1, 1)`)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Jobs.Start(ctx); err != nil {
			t.Fatal(err)
		}
		defer func() {
			stop, end := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
			defer end()
			if err := a.Jobs.Stop(stop); err != nil {
				t.Error(err)
			}
		}()
		wait, end := context.WithTimeout(ctx, time.Minute)
		defer end()
		var key string
		for key == "" {
			if err := a.DB.QueryRowContext(ctx, `SELECT source_key FROM works WHERE title = 'The Lamp'`).Scan(&key); err != nil {
				t.Fatal(err)
			}
			select {
			case <-wait.Done():
				t.Fatal("the work was never remembered")
			case <-time.After(20 * time.Millisecond):
			}
		}
		if key != "fanfiction.net/story/19" {
			t.Errorf("remembered as %q", key)
		}
	})
}
