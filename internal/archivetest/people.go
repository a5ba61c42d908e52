package archivetest

import (
	"net/http"
	"net/url"
	"sync"
	"testing"

	"github.com/pquerna/otp/totp"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Person is one of those who look at the archive; the value is the name to sign
// in with.
type Person string

// The people of an archive. Ann and Ben write; the reader does not.
const (
	Guest     Person = ""
	Reader    Person = "reader"
	Ann       Person = "Ann"
	Ben       Person = "Ben"
	Moderator Person = "moderator"
	Keeper    Person = "keeper"
)

// People lists everybody, the one who may see least first.
func People() []Person { return []Person{Guest, Reader, Ann, Ben, Moderator, Keeper} }

// String names p, the guest too.
func (p Person) String() string {
	if p == Guest {
		return "guest"
	}
	return string(p)
}

// Password is what p signs in with.
func (p Person) Password() string { return "seven lanterns for " + string(p) }

func (p Person) role() viewer.Role {
	switch p {
	case Moderator:
		return viewer.Moderator
	case Keeper:
		return viewer.Keeper
	}
	return viewer.Member
}

func (a *Archive) addPeople() {
	a.t.Helper()
	a.people[Guest] = &member{cookies: map[string]string{}}
	a.Tx(func(tx *db.Tx) error {
		for _, p := range People()[1:] {
			if _, err := account.Create(a.t.Context(), tx, account.New{Name: string(p), Password: p.Password(), Hash: hashes()[p], Role: p.role()}); err != nil {
				return err
			}
		}
		return nil
	})
	for _, p := range People()[1:] {
		a.people[p] = &member{cookies: map[string]string{}}
		if p.role() != viewer.Member {
			a.enrol(p) // whoever looks after the archive has an app, also before they come
		}
	}
}

// hashes are those of everybody's password: to make them takes longer than most
// tests.
var hashes = sync.OnceValue(func() map[Person]string {
	out := map[Person]string{}
	for _, p := range People()[1:] {
		out[p] = account.HashOf(p.Password())
	}
	return out
})

// browser is p's, signed in.
func (a *Archive) browser(p Person) *member {
	a.t.Helper()
	m := a.people[p]
	if p != Guest {
		m.first.Do(func() { a.signIn(p, m) })
	}
	return m
}

// SignInAll signs everybody in who has not come yet, for tests that compare what
// is kept before and after.
func (a *Archive) SignInAll() {
	a.t.Helper()
	for _, p := range People() {
		a.browser(p)
	}
}

// SignIn signs p in anew by the forms that people use, and keeps the cookies. Who
// looks after the archive takes the second step too. Whatever p first asks for
// does it by itself.
func (a *Archive) SignIn(p Person) {
	a.t.Helper()
	m := a.people[p]
	m.first.Do(func() {})
	a.signIn(p, m)
}

func (a *Archive) signIn(p Person, m *member) {
	a.t.Helper()
	var secret string
	if p.role() != viewer.Member {
		secret = a.enrol(p)
	}
	page := a.do(m, a.form("/users/login", url.Values{"name": {string(p)}, "password": {p.Password()}, "remember": {"1"}}))
	if secret != "" && page.Status == http.StatusSeeOther {
		code, err := totp.GenerateCode(secret, a.DB.Now())
		if err != nil {
			a.t.Fatal(err)
		}
		page = a.do(m, a.form(page.Header.Get("Location"), url.Values{"code": {code}}))
	}
	if page.Status != http.StatusSeeOther {
		a.t.Fatalf("%s can't sign in: %d %s", p, page.Status, page.Body)
	}
}

// enrol gives p a fresh authenticator app and returns its secret: the clock stands
// still here, and an app shows no code twice.
func (a *Archive) enrol(p Person) (secret string) {
	a.t.Helper()
	x, err := account.ByName(a.t.Context(), a.DB, string(p))
	if err != nil {
		a.t.Fatal(err)
	}
	a.Tx(func(tx *db.Tx) (err error) {
		secret, err = account.EnrolApp(a.t.Context(), tx, x.ID)
		return err
	})
	return secret
}

// Viewer is p as the rules of visibility know people.
func (a *Archive) Viewer(p Person) viewer.Viewer {
	a.t.Helper()
	if p == Guest {
		return viewer.Viewer{}
	}
	x, err := account.ByName(a.t.Context(), a.DB, string(p))
	if err != nil {
		a.t.Fatal(err)
	}
	return viewer.Viewer{ID: x.ID, Name: x.Name, Role: x.Role}
}

// Pseud finds or makes a name that p writes under.
func (a *Archive) Pseud(p Person, name string) account.Pseud {
	a.t.Helper()
	if x, err := account.PseudByName(a.t.Context(), a.DB, string(p), name); err == nil {
		return *x
	}
	v := a.Viewer(p)
	a.Tx(func(tx *db.Tx) error {
		_, err := account.AddPseud(a.t.Context(), tx, v.ID, name)
		return err
	})
	x, err := account.PseudByName(a.t.Context(), a.DB, string(p), name)
	if err != nil {
		a.t.Fatal(err)
	}
	return *x
}

// With is a on behalf of t, for subtests that share an archive.
func (a *Archive) With(t testing.TB) *Archive {
	b := *a
	b.t = t
	return &b
}
