package account

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/viewer"
)

func link(t *testing.T, d *db.DB) (token string) {
	t.Helper()
	write(t, d, func(tx *db.Tx) (err error) {
		token, err = SetupLink(t.Context(), tx)
		return err
	})
	return token
}

func TestSetup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		write(t, d, func(tx *db.Tx) error { _, _, err := Place(t.Context(), tx, "Jo of the Sea"); return err })
		if any, err := AnyAccount(t.Context(), d); any || err != nil {
			t.Errorf("somebody can sign in: %v %v", any, err)
		}
		b := h.browser(t)
		b.want(b.get("/setup/nonsense"), 404)
		dead := link(t, d)
		path := "/setup/" + link(t, d)
		b.want(b.get("/setup/"+dead), 404)

		// Looking into the link does not use it up, and neither does a mistake.
		for range 3 {
			b.want(b.get(path), 200, `name="password"`)
		}
		b.want(b.post(path, "name", "keeper one", "email", "k@example.org", "password", goodPassword), 422, `value="keeper one"`, `value="k@example.org"`, "no spaces")
		b.want(b.post(path, "name", "Keeper", "email", "k@example.org", "password", "password"), 422, "first that a stranger would try")
		b.want(b.post(path, "name", "Keeper", "email", "k@example.org", "password", goodPassword), 303)
		b.wantWho("Keeper")
		if a, err := ByName(t.Context(), d, "keeper"); err != nil || a.Role != viewer.Keeper || a.Email != "k@example.org" {
			t.Errorf("%+v, %v", a, err)
		}
		b.want(b.get(path), 404)
		b.want(b.post(path, "name", "Second", "password", goodPassword), 404)
		late := "/setup/" + link(t, d)
		b.want(b.get(late), 404)
		b.want(b.post(late, "name", "Second", "password", goodPassword), 404)
		if any, err := AnyAccount(t.Context(), d); !any || err != nil {
			t.Errorf("nobody can sign in: %v %v", any, err)
		}
		// Used up is used up, even if the account were gone again.
		write(t, d, func(tx *db.Tx) error { return tx.Exec(t.Context(), `UPDATE accounts SET password = NULL`) })
		b.want(b.get(path), 404)
		b.want(b.get(late), 200)
	})
}

func TestSetupLinkExpires(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		b, path := h.browser(t), "/setup/"+link(t, d)
		h.wait(linkLife - time.Second)
		b.want(b.get(path), 200)
		h.wait(time.Second)
		b.want(b.get(path), 404)
		b.want(b.post(path, "name", "Keeper", "password", goodPassword), 404)
		if n := count(t, d, `SELECT COUNT(*) FROM accounts`); n != 0 {
			t.Errorf("%d accounts", n)
		}
	})
}

func TestEightSetupsAtOnceMakeOneKeeper(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		path := "/setup/" + link(t, d)
		var made atomic.Int32
		together(func(i int) error {
			a := h.browser(t).post(path, "name", "Keeper"+string(rune('A'+i)), "password", goodPassword)
			switch a.status {
			case 303:
				made.Add(1)
			case 404:
			default:
				t.Errorf("status %d: %s", a.status, a.body)
			}
			return nil
		})
		if n := count(t, d, `SELECT COUNT(*) FROM accounts`); n != 1 || made.Load() != 1 {
			t.Errorf("%d accounts, made %d times", n, made.Load())
		}
	})
}
