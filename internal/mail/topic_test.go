package mail_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Somebody asked a stranger to beta-read, took it back and asked again, fifteen times:
// the stranger had fifteen letters, with the asker's words in each subject.
func TestNobodyIsFlooded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		d.Now = func() time.Time { return now }
		post := func(l mail.Letter) error {
			return d.Tx(t.Context(), func(tx *db.Tx) error { return mail.Post(t.Context(), tx, l) })
		}
		if err := d.Tx(t.Context(), func(tx *db.Tx) error {
			for id := 1; id <= 100; id++ {
				if err := tx.Exec(t.Context(), `INSERT INTO accounts (id, name, name_key, created_at) VALUES ($1, $2, $2, 0)`, id, fmt.Sprintf("reader%d", id)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		letters := func(to int) (n int) {
			if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM letters WHERE account_id = $1`, to).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		for range 15 {
			if err := post(mail.Letter{To: 1, From: 2, Kind: mail.Beta, Topic: "beta:42", Subject: "Read me"}); err != nil {
				t.Fatal(err)
			}
		}
		if n := letters(1); n != 1 {
			t.Errorf("%d letters of one thing", n)
		}
		now = now.Add(mail.Quiet + time.Hour)
		if err := post(mail.Letter{To: 1, From: 2, Kind: mail.Beta, Topic: "beta:42", Subject: "Read me"}); err != nil || letters(1) != 2 {
			t.Errorf("a month later: %d letters, %v", letters(1), err)
		}
		var refused error
		for to := 3; to <= 100 && refused == nil; to++ {
			refused = post(mail.Letter{To: viewer.ID(to), From: 2, Kind: mail.Beta, Topic: "beta:42", Subject: "Read me"})
		}
		if fault.KindOf(refused) != fault.TooMany {
			t.Errorf("ninety people in a day: %v", refused)
		}
	})
}
