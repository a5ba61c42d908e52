package oidc_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/oidc"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

const password = "seven lanterns by the quay"

// forum is a provider in this process. lie changes what it says of somebody.
type forum struct {
	*httptest.Server
	key *rsa.PrivateKey
	now func() time.Time
	lie func(claims map[string]any)

	mu    sync.Mutex
	codes map[string]url.Values // what was asked for when the code was given
	who   string
}

var forumKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func newForum(t *testing.T, now func() time.Time) *forum {
	key, err := forumKey()
	if err != nil {
		t.Fatal(err)
	}
	f := &forum{key: key, now: now, codes: map[string]url.Values{}, who: "u-1", lie: func(map[string]any) {}}
	m := http.NewServeMux()
	m.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"issuer": f.URL, "authorization_endpoint": f.URL + "/authorize", "token_endpoint": f.URL + "/token",
			"jwks_uri": f.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	m.HandleFunc("GET /keys", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	m.HandleFunc("POST /token", f.token)
	f.Server = httptest.NewServer(m)
	t.Cleanup(f.Close)
	return f
}

// allow is the person saying yes at the provider: it gives the query that leads back.
func (f *forum) allow(t *testing.T, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, f.URL+"/authorize?") {
		t.Fatalf("led to %s, %v", address, err)
	}
	code := rand.Text()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.codes[code] = u.Query()
	return url.Values{"code": {code}, "state": {u.Query().Get("state")}}
}

func (f *forum) token(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	asked, ok := f.codes[r.FormValue("code")]
	delete(f.codes, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if !ok || id != "ficstead" || secret != "s3cret" || asked.Get("code_challenge_method") != "S256" || asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	claims := map[string]any{"iss": f.URL, "aud": "ficstead", "sub": f.who, "nonce": asked.Get("nonce"), "iat": f.now().Unix(), "exp": f.now().Add(time.Hour).Unix(),
		"preferred_username": "Owl", "email": "ana@example.org", "email_verified": true}
	f.lie(claims)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: f.key}, (&jose.SignerOptions{}).WithHeader("kid", "k"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	signed, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": signed})
}

// quay is an archive that trusts the forum.
type quay struct {
	*httptest.Server
	d     *db.DB
	forum *forum
	mode  setting.SignUp
	late  time.Duration
}

func newQuay(t *testing.T, d *db.DB) *quay {
	q := &quay{d: d, mode: setting.Open}
	start := time.Date(2026, 8, 3, 12, 0, 0, 0, time.UTC)
	d.Now = func() time.Time { return start.Add(q.late) }
	q.forum = newForum(t, func() time.Time { return start })
	log := slog.New(slog.DiscardHandler)
	m := web.NewMux(log)
	people := &account.Pages{DB: d, Log: log}
	people.Routes(m)
	h := people.Middleware(m)
	q.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(setting.With(r.Context(), setting.Site{SignUp: q.mode, StaffSecond: true})))
	}))
	t.Cleanup(q.Close)
	(&oidc.Pages{DB: d, People: people, BaseURL: q.URL, Providers: []config.Provider{
		{Name: "forum", Label: "Our Forum", Issuer: q.forum.URL, ClientID: "ficstead", Secret: "s3cret"}}}).Routes(m)
	m.Handle("GET /who", web.Anyone, func(w http.ResponseWriter, r *http.Request) error {
		_, err := w.Write([]byte("I am " + viewer.From(r.Context()).Name))
		return err
	})
	return q
}

type browser struct {
	t *testing.T
	q *quay
	c *http.Client
}

func (q *quay) browser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, q, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (b *browser) do(method, path string, form url.Values) (status int, to, body string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.q.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := b.c.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	all, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Location"), string(all)
}

func (b *browser) get(path string) (int, string, string) { b.t.Helper(); return b.do("GET", path, nil) }

func (b *browser) who() string {
	b.t.Helper()
	_, _, body := b.get("/who")
	return strings.TrimPrefix(body, "I am ")
}

// out goes to the forum and gives the address that leads back from there.
func (b *browser) out(path string) string {
	b.t.Helper()
	status, to, body := b.get(path)
	if status != http.StatusSeeOther {
		b.t.Fatalf("%s: %d %s", path, status, body)
	}
	return "/sign-in/forum/back?" + b.q.forum.allow(b.t, to).Encode()
}

func (b *browser) want(what string, status int, got int, part, body string) {
	b.t.Helper()
	if got != status || !strings.Contains(body, part) {
		b.t.Errorf("%s: %d, want %d with %q in %s", what, got, status, part, body)
	}
}

func each(t *testing.T, f func(t *testing.T, q *quay)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuay(t, d)
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := account.Create(t.Context(), tx, account.New{Name: "Ana", Email: "ana@example.org", Password: password})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		f(t, q)
	})
}

// Who comes for the first time chooses a name; an address that somebody here has
// makes nobody them. From then on they are signed in at once.
func TestTheFirstTimeAndTheNext(t *testing.T) {
	each(t, func(t *testing.T, q *quay) {
		b := q.browser(t)
		status, to, body := b.get(b.out("/sign-in/forum?next=/works/7"))
		b.want("coming back", http.StatusSeeOther, status, "", body)
		if to != "/sign-in/forum/new" || b.who() != "" {
			t.Fatalf("led to %s as %q", to, b.who())
		}
		status, _, body = b.get(to)
		b.want("the form", http.StatusOK, status, `value="Owl"`, body)
		form := url.Values{"name": {"Owl"}, "password": {password}, "role": {"keeper"}}
		status, _, body = b.do("POST", to, form)
		b.want("without ticks", http.StatusUnprocessableEntity, status, "13 or older", body)
		form.Set("age", "1")
		form.Set("terms", "1")
		form.Set("name", "Ana")
		status, _, body = b.do("POST", to, form)
		b.want("a name that is taken", http.StatusConflict, status, "taken", body)
		form.Set("name", "Owl")
		if status, to, body = b.do("POST", to, form); status != http.StatusSeeOther || to != "/works/7" || b.who() != "Owl" {
			t.Fatalf("the form: %d to %s as %q: %s", status, to, b.who(), body)
		}
		status, _, body = b.do("POST", "/sign-in/forum/new", form)
		b.want("the form again", http.StatusConflict, status, "done already", body)

		other := q.browser(t)
		if status, to, body := other.get(other.out("/sign-in/forum?next=/tags")); status != http.StatusSeeOther || to != "/tags" || other.who() != "Owl" {
			t.Errorf("the next time: %d to %s as %q: %s", status, to, other.who(), body)
		}
	})
}

func TestWhatCannotBeTrusted(t *testing.T) {
	each(t, func(t *testing.T, q *quay) {
		for name, lie := range map[string]func(map[string]any){
			"for another program": func(c map[string]any) { c["aud"] = "another" },
			"of another provider": func(c map[string]any) { c["iss"] = "https://evil.example" },
			"to another question": func(c map[string]any) { c["nonce"] = "another" },
			"expired":             func(c map[string]any) { c["exp"] = q.forum.now().Add(-time.Minute).Unix() },
			"of nobody":           func(c map[string]any) { c["sub"] = "" },
		} {
			q.forum.lie = lie
			b := q.browser(t)
			status, _, body := b.get(b.out("/sign-in/forum"))
			b.want(name, http.StatusForbidden, status, "can’t be trusted", body)
			if b.who() != "" {
				t.Errorf("%s: signed in as %q", name, b.who())
			}
		}
	})
}

func TestStates(t *testing.T) {
	each(t, func(t *testing.T, q *quay) {
		b := q.browser(t)
		back := b.out("/sign-in/forum")
		stranger := q.browser(t)
		status, _, body := stranger.get(back)
		b.want("another browser", http.StatusConflict, status, "another browser", body)
		status, _, body = b.get(strings.Replace(back, "state=", "state=x", 1))
		b.want("another state", http.StatusConflict, status, "begin again", body)
		cookies := b.c.Jar.Cookies(mustParse(t, q.URL))
		if status, _, body = b.get(back); status != http.StatusSeeOther {
			t.Fatalf("coming back: %d %s", status, body)
		}
		b.c.Jar.SetCookies(mustParse(t, q.URL), cookies)
		status, _, body = b.get(back)
		b.want("the same once more", http.StatusConflict, status, "done already", body)

		late := q.browser(t)
		back = late.out("/sign-in/forum")
		q.late = 16 * time.Minute
		status, _, body = late.get(back)
		b.want("too late", http.StatusConflict, status, "took too long", body)
		status, _, body = late.get("/sign-in/nobody")
		b.want("no such provider", http.StatusNotFound, status, "no such way", body)
	})
}

func TestWhereNobodyMayJust(t *testing.T) {
	each(t, func(t *testing.T, q *quay) {
		for _, q.mode = range []setting.SignUp{setting.Approval, setting.Invitation, setting.Closed} {
			b := q.browser(t)
			status, _, body := b.get(b.out("/sign-in/forum"))
			b.want(string(q.mode), http.StatusForbidden, status, "No account here is linked", body)
			status, _, _ = b.do("POST", "/sign-in/forum/new", url.Values{"name": {"Owl"}, "password": {password}, "age": {"1"}, "terms": {"1"}})
			b.want(string(q.mode)+", the form", http.StatusConflict, status, "", "")
		}
	})
}

func TestLinking(t *testing.T) {
	each(t, func(t *testing.T, q *quay) {
		q.mode = setting.Closed
		ana := q.browser(t)
		ana.do("POST", "/users/login", url.Values{"name": {"Ana"}, "password": {password}})
		if status, to, body := ana.get(ana.out("/account/providers/forum/link")); status != http.StatusSeeOther || to != "/account/providers?done=linked" {
			t.Fatalf("linking: %d to %s: %s", status, to, body)
		}
		status, _, body := ana.get("/account/providers")
		ana.want("the list", http.StatusOK, status, "Our Forum", body)

		b := q.browser(t)
		if status, _, body := b.get(b.out("/sign-in/forum")); status != http.StatusSeeOther || b.who() != "Ana" {
			t.Errorf("signing in: %d as %q: %s", status, b.who(), body)
		}
		// Eight at once link what is one person's to eight accounts: one has it.
		var all []*browser
		for _, name := range []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"} {
			err := q.d.Tx(t.Context(), func(tx *db.Tx) error {
				_, err := account.Create(t.Context(), tx, account.New{Name: "me-" + name, Password: password})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			m := q.browser(t)
			m.do("POST", "/users/login", url.Values{"name": {"me-" + name}, "password": {password}})
			all = append(all, m)
		}
		q.forum.who = "u-2"
		var backs []string
		for _, m := range all {
			backs = append(backs, m.out("/account/providers/forum/link"))
		}
		var wg sync.WaitGroup
		got := make([]int, len(all))
		for i, m := range all {
			wg.Go(func() { got[i], _, _ = m.get(backs[i]) })
		}
		wg.Wait()
		linked := 0
		for _, status := range got {
			if status == http.StatusSeeOther {
				linked++
			} else if status != http.StatusConflict {
				t.Errorf("one of eight: %d", status)
			}
		}
		if linked != 1 {
			t.Errorf("%d of eight have the account elsewhere", linked)
		}
		if status, _, _ := all[0].do("POST", "/account/providers/1/remove", nil); status != http.StatusNotFound {
			t.Errorf("unlinking somebody else's: %d", status)
		}
		if status, _, _ := ana.do("POST", "/account/providers/1/remove", nil); status != http.StatusSeeOther {
			t.Errorf("unlinking one's own: %d", status)
		}
		q.forum.who = "u-1"
		b = q.browser(t)
		status, _, body = b.get(b.out("/sign-in/forum"))
		b.want("after it is unlinked", http.StatusForbidden, status, "No account here is linked", body)
	})
}

// The provider can't lead the archive's own requests to other hosts.
func TestOtherHostsAreNotAsked(t *testing.T) {
	each(t, func(t *testing.T, q *quay) {
		asked := false
		trap := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
		defer trap.Close()
		h := q.forum.Config.Handler
		q.forum.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/token" {
				http.Redirect(w, r, trap.URL+"/token", http.StatusTemporaryRedirect)
				return
			}
			if r.URL.Path == "/keys" {
				http.Redirect(w, r, trap.URL+"/keys", http.StatusFound)
				return
			}
			h.ServeHTTP(w, r)
		})
		b := q.browser(t)
		status, _, body := b.get(b.out("/sign-in/forum"))
		b.want("a provider that leads elsewhere", http.StatusForbidden, status, "can’t be trusted", body)
		if asked {
			t.Error("another host was asked")
		}
	})
}

func mustParse(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
