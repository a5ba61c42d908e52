package write_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
)

// A page saves for the account that opened it only, and tells the script why.
func TestSavingForSomebodyElse(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		as := func(who archivetest.Person) int {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, k.path("/autosave"), strings.NewReader(`{"seen":1,"tab":"t","n":1,"text":{"whole":"<p>Mine.</p>"}}`))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Ficstead-Account", strconv.FormatInt(int64(k.Viewer(who).ID), 10))
			return k.Do(archivetest.Ann, r).Status
		}
		if got := as(archivetest.Ben); got != http.StatusUnauthorized || strings.Contains(k.open().Body, "Mine") {
			t.Errorf("what Ben wrote is saved by Ann: %d", got)
		}
		if got := as(archivetest.Ann); got != http.StatusOK {
			t.Errorf("what Ann wrote: %d", got)
		}
	})
}

func TestSigningInFromTheEditor(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		ann := strconv.FormatInt(int64(k.Viewer(archivetest.Ann).ID), 10)
		for _, c := range []struct {
			name string
			who  archivetest.Person
			sent object
			want int
			has  string
		}{
			{"who is in", archivetest.Ann, object{}, 200, ann},
			{"nobody is", archivetest.Guest, object{}, 200, "0"},
			{"a wrong password", archivetest.Guest, object{"name": "Ann", "password": "no"}, 422, "doesn't match our records"},
			{"a second step", archivetest.Guest, object{"name": "moderator", "password": archivetest.Moderator.Password()}, 200, "/users/login/second"},
			{"the right one", archivetest.Guest, object{"name": "Ann", "password": archivetest.Ann.Password()}, 200, ann},
			{"too much", archivetest.Guest, object{"name": strings.Repeat("x", 20<<10)}, 413, "more than"},
		} {
			status, said := k.send(c.who, "/sign-in", c.sent)
			text := ""
			for _, key := range []string{"error", "second", "account"} {
				if s, ok := said[key].(string); ok && text == "" {
					text = s
				}
			}
			if status != c.want || !strings.Contains(text, c.has) {
				t.Errorf("%s: %d %v", c.name, status, said)
			}
		}
		for range 30 { // until there were too many
			if status, said := k.send(archivetest.Guest, "/sign-in", object{"name": "Ben", "password": "no"}); status == http.StatusTooManyRequests {
				if said["error"] == "" {
					t.Error("too many tries are told in no words")
				}
				return
			}
		}
		t.Error("passwords can be guessed without end")
	})
}

// What an office program put on the clipboard means the same in the plain form.
func TestFormUnderstandsOffice(t *testing.T) {
	source, err := os.ReadFile("../prose/testdata/paste/word.html")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../prose/testdata/paste/word.want.html")
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, k *desk) {
		page := k.Post(archivetest.Ann, k.path("/edit"), url.Values{"seen": {strconv.Itoa(k.open().Seen)}, "text": {string(source)}, "do": {"save"}})
		if got := k.open().Body; page.Status != http.StatusSeeOther || got != strings.TrimSpace(string(want)) {
			t.Errorf("%d: %s", page.Status, got)
		}
	})
}
