package app_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// Forms are sent as they come: every one that is drawn on a page that somebody can
// reach, with what stands in its fields.

// filled is a form as a browser sends it when somebody presses its first button.
type filled struct {
	from, action string
	fields       url.Values
}

// forms are those of a page that change something, without ones that take files or
// end the session of who sends them.
func forms(t *testing.T, p *archivetest.Page) []filled {
	t.Helper()
	base, err := url.Parse(p.Address)
	if err != nil {
		t.Fatal(err)
	}
	var out []filled
	for _, n := range p.All("form[method=post]") {
		to, err := base.Parse(archivetest.Attr(n, "action"))
		if err != nil {
			t.Errorf("%s: a form leads to %q", p.Address, archivetest.Attr(n, "action"))
			continue
		}
		to.Fragment = ""
		if archivetest.Attr(n, "enctype") == "multipart/form-data" || to.Path == "/users/logout" || strings.HasPrefix(to.Path, "/account/sessions/") {
			continue
		}
		f := filled{from: p.Address, action: to.String(), fields: url.Values{}}
		pressed := false
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && !has(d, "disabled") {
				pressed = f.put(d, pressed)
			}
		}
		if pressed {
			out = append(out, f)
		}
	}
	return out
}

// put adds what a control of the form sends; pressed says whether a button was.
func (f *filled) put(n *html.Node, pressed bool) bool {
	name, value := archivetest.Attr(n, "name"), archivetest.Attr(n, "value")
	switch n.Data {
	case "input":
		switch archivetest.Attr(n, "type") {
		case "checkbox", "radio":
			if !has(n, "checked") {
				return pressed
			}
			if !has(n, "value") {
				value = "on"
			}
		case "submit", "button", "reset", "image":
			return pressed // the pages here have button elements
		}
		f.add(name, value)
	case "textarea":
		var b strings.Builder
		for d := range n.Descendants() {
			b.WriteString(d.Data)
		}
		f.add(name, b.String())
	case "select":
		f.add(name, chosen(n))
	case "button":
		if kind := archivetest.Attr(n, "type"); !pressed && (kind == "" || kind == "submit") {
			f.add(name, value)
			return true
		}
	}
	return pressed
}

func (f *filled) add(name, value string) {
	if name != "" {
		f.fields.Add(name, value)
	}
}

// chosen is the value of a list's choice: the first where none is marked.
func chosen(n *html.Node) string {
	first, any := "", false
	for d := range n.Descendants() {
		if d.Type != html.ElementNode || d.Data != "option" {
			continue
		}
		value := archivetest.Attr(d, "value")
		if has(d, "selected") {
			return value
		}
		if !any {
			first, any = value, true
		}
	}
	return first
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// formsOf are the forms on all pages that who can reach, each address's once, in an
// order that does not change.
func (l *library) formsOf(t *testing.T, who archivetest.Person) []filled {
	t.Helper()
	pages := crawl(t, l.Archive, who, append(l.desks(t), "/account", "/account/password"))
	seen := map[string]bool{}
	var out []filled
	for _, address := range slices.Sorted(maps.Keys(pages)) {
		if pages[address].Status != 200 {
			continue
		}
		for _, f := range forms(t, pages[address]) {
			key := f.action + " " + strings.Join(slices.Sorted(maps.Keys(f.fields)), " ")
			if !seen[key] {
				seen[key] = true
				out = append(out, f)
			}
		}
	}
	return out
}

// extras are fields that no form has, with the numbers of somebody else.
func (l *library) extras() url.Values {
	ben := fmt.Sprint(int64(l.Viewer(archivetest.Ben).ID))
	return url.Values{"user_id": {ben}, "account_id": {ben}, "owner_id": {ben}, "by": {ben}, "posted_at": {"2001-02-03"}, "created_at": {"981158400000"}, "revised_at": {"981158400000"},
		"role": {"keeper"}, "hidden": {"1"}, "words": {"777001"}, "id": {"1"}, "work_id": {"3"}, "verified": {"1"}, "hits": {"777002"}, "quota": {"777003"}}
}

// A field that a form does not have changes nothing, whoever adds it: two archives in
// which the same forms are sent stay alike, and no form leads to nothing or fails.
func TestFieldsThatAFormDoesNotHaveChangeNothing(t *testing.T) {
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plain, more := openLibrary(t, archivetest.Open(t, dsn(t))), openLibrary(t, archivetest.Open(t, dsn(t)))
			for _, who := range []archivetest.Person{archivetest.Ann, archivetest.Reader, archivetest.Keeper} {
				all := plain.formsOf(t, who)
				if len(all) < 20 {
					t.Errorf("%s finds only %d forms", who, len(all))
				}
				before := state(t, plain.Archive)
				for _, f := range all {
					if !slices.ContainsFunc(forms(t, plain.Get(who, f.from)), func(g filled) bool { return g.action == f.action }) {
						continue // an earlier form changed what is there
					}
					sendBoth(t, plain, more, who, f)
				}
				after := state(t, plain.Archive)
				if n := changed(before, after); n < 5 {
					t.Errorf("the forms of %s changed only %d tables: are they sent at all?", who, n)
				}
			}
			sameRows(t, plain.Archive, more.Archive)
		})
	}
}

func sendBoth(t *testing.T, plain, more *library, who archivetest.Person, f filled) {
	t.Helper()
	with := maps.Clone(f.fields)
	for name, value := range more.extras() {
		if !with.Has(name) {
			with[name] = value
		}
	}
	p, q := plain.Post(who, f.action, f.fields), more.Post(who, f.action, with)
	if p.Status >= 500 && p.Status != 503 || p.Status == 404 || p.Status == 405 || p.Status == 403 {
		t.Errorf("%s: the form on %s, sent to %s, gets %d: %s", who, f.from, f.action, p.Status, p.Text("main .lede"))
	}
	if p.Status != q.Status || p.Header.Get("Location") != q.Header.Get("Location") && !secretAddress(p.Header.Get("Location")) {
		t.Errorf("%s: the form on %s, sent to %s, gets %d to %s, and with more fields %d to %s", who, f.from, f.action, p.Status, p.Header.Get("Location"), q.Status, q.Header.Get("Location"))
	}
}

// secretAddress reports whether an address has something in it that is another each time.
func secretAddress(to string) bool {
	return strings.HasPrefix(to, "/join/") || strings.Contains(to, "/beta/")
}

func changed(before, after map[string][]string) int {
	n := 0
	for name, rows := range after {
		if !slices.Equal(before[name], rows) {
			n++
		}
	}
	return n
}

// sameRows compares two archives row by row, but for what is random in each.
func sameRows(t *testing.T, plain, more *archivetest.Archive) {
	t.Helper()
	a, b := settled(t, plain), settled(t, more)
	for name, rows := range a {
		if slices.Equal(rows, b[name]) {
			continue
		}
		t.Errorf("the table %s is another with more fields: %d and %d rows", name, len(rows), len(b[name]))
		for i := range min(len(rows), len(b[name])) {
			if rows[i] != b[name][i] {
				t.Errorf("  %.300s\n  %.300s", rows[i], b[name][i])
				break
			}
		}
	}
}
