package passkey

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

const base = "https://quay.example"

// house is an archive with people, who are asked for their passkeys.
type house struct {
	t  *testing.T
	d  *db.DB
	wa *webauthn.WebAuthn
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		d.Now = func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }
		wa, err := party(base, "Testing Quay")
		if err != nil {
			t.Fatal(err)
		}
		f(t, &house{t, d, wa})
	})
}

func (h *house) tx(f func(tx *db.Tx) error) error { return h.d.Tx(h.t.Context(), f) }

func (h *house) must(f func(tx *db.Tx) error) {
	h.t.Helper()
	if err := h.tx(f); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) person(name string) (id viewer.ID) {
	h.t.Helper()
	h.must(func(tx *db.Tx) error {
		a, err := account.Create(h.t.Context(), tx, account.New{Name: name, Password: "seven quiet harbours"})
		if err == nil {
			id = a.ID
		}
		return err
	})
	return id
}

func (h *house) owner(id viewer.ID) owner {
	h.t.Helper()
	o, err := ownerOf(h.t.Context(), h.d, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return o
}

// register gives an account a passkey on a device, as the page does.
func (h *house) register(id viewer.ID, d *device, name string) error {
	h.t.Helper()
	o := h.owner(id)
	options, question, err := h.wa.BeginRegistration(o, webauthn.WithExclusions(o.known()))
	if err != nil {
		h.t.Fatal(err)
	}
	k, err := h.wa.CreateCredential(o, *question, d.make(options))
	if err != nil {
		return err
	}
	return h.tx(func(tx *db.Tx) error { return add(h.t.Context(), tx, id, name, k, "A passkey was added.") })
}

// open signs an account in with a device.
func (h *house) open(id viewer.ID, d *device) error {
	h.t.Helper()
	options, question, err := h.wa.BeginLogin(h.owner(id))
	if err != nil {
		h.t.Fatal(err)
	}
	answer := d.sign(options)
	return h.tx(func(tx *db.Tx) error {
		o, err := ownerOf(h.t.Context(), tx, id)
		if err != nil {
			return err
		}
		k, err := h.wa.ValidateLogin(o, *question, answer)
		if err != nil {
			return err
		}
		return used(h.t.Context(), tx, id, k)
	})
}

func (h *house) list(id viewer.ID) []Passkey {
	h.t.Helper()
	all, err := List(h.t.Context(), h.d, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// together runs f eight times at once and counts the times without an error; what is
// wrong besides faults of people ends the test.
func (h *house) together(f func(i int) error) (good int) {
	h.t.Helper()
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = f(i) })
	}
	wg.Wait()
	for _, err := range errs {
		if err == nil {
			good++
		} else if fault.KindOf(err) == fault.Internal {
			h.t.Error(err)
		}
	}
	return good
}

func TestPossible(t *testing.T) {
	for at, want := range map[string]bool{
		"https://quay.example": true, "https://quay.example:8443": true, "http://localhost:8080": true, "http://ann.localhost": true,
		"": false, "http://quay.example": false, "https://192.0.2.7": false, "https://[2001:db8::1]": false, "quay.example": false, "http://localhost.example": false,
	} {
		if got := Possible(at); got != want {
			t.Errorf("%q: %v", at, got)
		}
		if _, err := party(at, "Quay"); (err == nil) != want || err != nil && fault.KindOf(err) != fault.Unavailable {
			t.Errorf("%q: %v", at, err)
		}
	}
}

func TestHandles(t *testing.T) {
	for _, id := range []viewer.ID{1, 42, 1 << 40} {
		if got := fromHandle(handle(id)); got != id {
			t.Errorf("%d became %d", id, got)
		}
	}
	for _, h := range [][]byte{nil, {1}, make([]byte, 9)} {
		if got := fromHandle(h); got != 0 {
			t.Errorf("%v is %d", h, got)
		}
	}
}

// A passkey opens its own account, from pages of the archive alone, and no other.
func TestAPasskeyOpensItsAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ann, ben := h.person("Ann"), h.person("Ben")
		phone, key := newDevice(t, base), newDevice(t, base)
		if err := h.register(ann, phone, "Phone"); err != nil {
			t.Fatal(err)
		}
		if err := h.register(ben, key, "Key"); err != nil {
			t.Fatal(err)
		}
		if all := h.list(ann); len(all) != 1 || all[0].Name != "Phone" || !all[0].UsedAt.IsZero() || !all[0].CreatedAt.Equal(h.d.Now()) {
			t.Errorf("Ann has %+v", all)
		}
		if err := h.open(ann, phone); err != nil {
			t.Error(err)
		}
		if all := h.list(ann); len(all) != 1 || !all[0].UsedAt.Equal(h.d.Now()) {
			t.Errorf("afterwards Ann has %+v", all)
		}
		if err := h.open(ann, key); err == nil {
			t.Error("Ben's passkey opens Ann's account")
		}
		phone.origin = "https://quay.example.evil.example"
		if err := h.open(ann, phone); err == nil {
			t.Error("a page elsewhere gets an answer that is taken here")
		}
		stranger := newDevice(t, "https://evil.example")
		if err := h.register(ann, stranger, "Evil"); err == nil {
			t.Error("a page elsewhere adds a passkey")
		}
		if n := len(h.list(ann)); n != 1 {
			t.Errorf("Ann has %d passkeys", n)
		}
	})
}

// A passkey whose counter goes back was copied: it is not let in, and nothing is noted.
func TestACopiedPasskeyIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ann := h.person("Ann")
		phone := newDevice(t, base)
		if err := h.register(ann, phone, "Phone"); err != nil {
			t.Fatal(err)
		}
		copied := *phone
		for range 3 {
			if err := h.open(ann, phone); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.open(ann, &copied); fault.KindOf(err) != fault.Denied {
			t.Errorf("a copy gets %v", err)
		}
		if err := h.open(ann, phone); err != nil {
			t.Errorf("the first one afterwards: %v", err)
		}
	})
}

// Whose passkey it is decides who may remove it; the owner is told of each change.
func TestPasskeysAreRemovedByTheirOwner(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ann, ben := h.person("Ann"), h.person("Ben")
		phone := newDevice(t, base)
		if err := h.register(ann, phone, "Phone"); err != nil {
			t.Fatal(err)
		}
		if err := h.register(ben, phone, "The same"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a passkey that is known already: %v", err)
		}
		id := h.list(ann)[0].ID
		if err := h.tx(func(tx *db.Tx) error { return remove(t.Context(), tx, ben, id, "Gone.") }); fault.KindOf(err) != fault.NotFound {
			t.Errorf("Ben removes Ann's: %v", err)
		}
		if good := h.together(func(int) error {
			return h.tx(func(tx *db.Tx) error { return remove(t.Context(), tx, ann, id, "Gone.") })
		}); good != 1 || len(h.list(ann)) != 0 {
			t.Errorf("%d of eight removed one passkey, %d are left", good, len(h.list(ann)))
		}
		var letters int
		if err := h.d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM letters WHERE account_id = $1`, int64(ann)).Scan(&letters); err != nil || letters != 2 {
			t.Errorf("Ann got %d letters, %v", letters, err)
		}
		if err := h.register(ann, phone, "Again"); err != nil {
			t.Error(err)
		}
		h.must(func(tx *db.Tx) error { return RemoveAll(t.Context(), tx, ann) })
		if n := len(h.list(ann)); n != 0 {
			t.Errorf("%d are left of all", n)
		}
	})
}

// However many devices register at once, an account gets no more than it may have.
func TestEightRegisterAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ann := h.person("Ann")
		for i := range most - 3 {
			if err := h.register(ann, newDevice(t, base), fmt.Sprint("No. ", i)); err != nil {
				t.Fatal(err)
			}
		}
		o := h.owner(ann)
		keys := make([]*webauthn.Credential, 8)
		for i := range keys {
			options, question, err := h.wa.BeginRegistration(o)
			if err != nil {
				t.Fatal(err)
			}
			if keys[i], err = h.wa.CreateCredential(o, *question, newDevice(t, base).make(options)); err != nil {
				t.Fatal(err)
			}
		}
		good := h.together(func(i int) error {
			return h.tx(func(tx *db.Tx) error { return add(t.Context(), tx, ann, "At once", keys[i], "Added.") })
		})
		if n := len(h.list(ann)); good != 3 || n != most {
			t.Errorf("%d of eight were added, there are %d", good, n)
		}
		good = h.together(func(int) error { // the same one eight times
			return h.tx(func(tx *db.Tx) error { return add(t.Context(), tx, ann, "At once", keys[0], "Added.") })
		})
		if n := len(h.list(ann)); good != 0 || n != most {
			t.Errorf("%d more were added, there are %d", good, n)
		}
	})
}

// A question is answered once, in time, for what it was asked, by whom it was asked.
func TestAQuestionIsAnsweredOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ann, ben := h.person("Ann"), h.person("Ben")
		put := func(purpose string, id viewer.ID) (token string) {
			h.must(func(tx *db.Tx) (err error) {
				token, err = ask(t.Context(), tx, purpose, id, &webauthn.SessionData{Challenge: "a challenge"})
				return err
			})
			return token
		}
		take := func(purpose, token string, id viewer.ID) error {
			return h.tx(func(tx *db.Tx) error {
				s, err := answered(t.Context(), tx, purpose, token, id)
				if err == nil && s.Challenge != "a challenge" {
					t.Errorf("the question became %+v", s)
				}
				return err
			})
		}
		token := put("add", ann)
		for what, err := range map[string]error{
			"another purpose": take("confirm", token, ann), "another person": take("add", token, ben), "nobody": take("add", token, 0), "another token": take("add", "guessed", ann),
		} {
			if fault.KindOf(err) != fault.Conflict {
				t.Errorf("%s: %v", what, err)
			}
		}
		if good := h.together(func(int) error { return take("add", token, ann) }); good != 1 {
			t.Errorf("one question was answered %d times", good)
		}
		if good := h.together(func(int) error { return take("login", put("login", 0), 0) }); good != 8 {
			t.Errorf("%d of eight who sign in at once are heard", good)
		}
		late := put("login", 0)
		now := h.d.Now()
		h.d.Now = func() time.Time { return now.Add(patience + time.Second) }
		if err := take("login", late, 0); fault.KindOf(err) != fault.Conflict {
			t.Errorf("too late: %v", err)
		}
		put("login", 0)
		var left int
		if err := h.d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM passkey_questions`).Scan(&left); err != nil || left != 1 {
			t.Errorf("%d questions are kept, %v", left, err)
		}
	})
}
