package account

import (
	"testing"

	"github.com/pquerna/otp/totp"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// Eight changes of one account's address at once: as many as are allowed are taken, one
// after the other, and the last alone waits to be confirmed.
func TestEightChangesOfAddressAtOnce(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		id := h.id(t, "Ana_María")
		taken := 0
		for _, err := range together(func(i int) error {
			return h.d.Tx(t.Context(), func(tx *db.Tx) error {
				return changeAddress(t.Context(), tx, id, string(rune('a'+i))+"@new.example")
			})
		}) {
			switch fault.KindOf(err) {
			case fault.TooMany:
			default:
				if err != nil {
					t.Error(err)
				}
				taken++
			}
		}
		if waiting := count(t, h.d, `SELECT COUNT(*) FROM address_changes WHERE account_id = $1 AND done_at IS NULL`, id); taken != perAddress || waiting != 1 {
			t.Errorf("%d of eight were taken, %d wait", taken, waiting)
		}
		links := h.secrets(t, "account.confirm")
		token := links[len(links)-1][len("/address/confirm/"):]
		ok := 0
		for _, err := range together(func(int) error {
			return h.d.Tx(t.Context(), func(tx *db.Tx) error { return confirmAddress(t.Context(), tx, token, id) })
		}) {
			if err == nil {
				ok++
			} else if fault.KindOf(err) != fault.NotFound {
				t.Error(err)
			}
		}
		if done := count(t, h.d, `SELECT COUNT(*) FROM address_changes WHERE account_id = $1 AND done_at IS NOT NULL`, id); ok != 1 || done != 1 {
			t.Errorf("%d of eight confirmed one address, %d changes are done", ok, done)
		}
	})
}

// Eight who want one address at once: one has it, whoever asked first.
func TestEightAccountsWantOneAddressAtOnce(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		names := []string{"bea", "cleo", "dora", "elif", "fumi", "gita", "hana", "iris"}
		for _, name := range names {
			create(t, h.d, New{Name: name, Password: goodPassword})
		}
		has := 0
		for _, err := range together(func(i int) error {
			return h.d.Tx(t.Context(), func(tx *db.Tx) error { return keepAddress(t.Context(), tx, h.id(t, names[i]), "one@new.example") })
		}) {
			if err == nil {
				has++
			} else if fault.KindOf(err) == fault.Internal {
				t.Error(err)
			}
		}
		if n := count(t, h.d, `SELECT COUNT(*) FROM accounts WHERE email = 'one@new.example'`); has != 1 || n != 1 {
			t.Errorf("%d of eight have the address, it is in %d rows", has, n)
		}
	})
}

// Eight tabs in which one app is set up at once: one is told that it is done, and one
// secret is the account's, which is the one that the app shows codes of.
func TestEightSetUpAnAppAtOnce(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		id := h.id(t, "Ana_María")
		for _, err := range together(func(int) error {
			return h.d.Tx(t.Context(), func(tx *db.Tx) error { return beginApp(t.Context(), tx, id) })
		}) {
			if err != nil {
				t.Error(err)
			}
		}
		secret, err := trial(t.Context(), h.d, id, h.d.Now())
		if err != nil || secret == "" {
			t.Fatal(secret, err)
		}
		code, err := totp.GenerateCode(secret, h.d.Now())
		if err != nil {
			t.Fatal(err)
		}
		done := 0
		for _, err := range together(func(int) error {
			return h.d.Tx(t.Context(), func(tx *db.Tx) error { return endTrial(t.Context(), tx, id, code) })
		}) {
			if err == nil {
				done++
			} else if fault.KindOf(err) != fault.Conflict {
				t.Error(err)
			}
		}
		var kept string
		if err := h.d.QueryRowContext(t.Context(), `SELECT secret FROM authenticators WHERE account_id = $1`, id).Scan(&kept); err != nil || kept != secret || done != 1 {
			t.Errorf("%d of eight set the app up, the secret is the app's: %v, %v", done, kept == secret, err)
		}
	})
}
