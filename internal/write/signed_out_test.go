package write_test

import (
	"net/url"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
)

// Whoever signed in with another account on the way of the chapter's form got a page
// that said there was no such chapter, without a word of what had been typed.
func TestAnotherAccountOnTheWay(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		seen := "1"
		k.Post(archivetest.Ann, "/users/logout", nil)
		f := url.Values{"seen": {seen}, "do": {"save"}, "text": {"<p>zqtyped in the fog.</p>"}, "again": {"1"}, "who": {"Ben"}, "password": {archivetest.Ben.Password()}}
		for range 2 {
			p := k.Post(archivetest.Ann, k.path("/edit"), f)
			if text := p.Text("#write-again textarea[name=text]"); p.Status != 401 || text != "<p>zqtyped in the fog.</p>" || p.Text("[role=alert]") == "" {
				t.Fatalf("%d %q %s", p.Status, text, p.Text("main"))
			}
		}
		f.Set("who", "Ann")
		f.Set("password", archivetest.Ann.Password())
		if p := k.Post(archivetest.Ann, k.path("/edit"), f); p.Status != 303 {
			t.Errorf("%d %s", p.Status, p.Text("main"))
		}
		if c := k.open(); c.Body != "<p>zqtyped in the fog.</p>" {
			t.Errorf("%+v", c)
		}
	})
}
