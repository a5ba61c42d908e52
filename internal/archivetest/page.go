package archivetest

import (
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Page is one answer, unpacked.
type Page struct {
	Address string
	Status  int
	Header  http.Header
	Body    string

	t    testing.TB
	tree *html.Node
}

// Get asks for an address as p; header names and values come in pairs.
func (a *Archive) Get(p Person, address string, header ...string) *Page {
	a.t.Helper()
	return a.Do(p, a.request(http.MethodGet, address, "", header))
}

// Head asks for an address as p, without the page itself.
func (a *Archive) Head(p Person, address string) *Page {
	a.t.Helper()
	return a.Do(p, a.request(http.MethodHead, address, "", nil))
}

// Post sends a form as p's browser does from a page of the archive.
func (a *Archive) Post(p Person, address string, form url.Values, header ...string) *Page {
	a.t.Helper()
	return a.Do(p, a.form(address, form, header...))
}

// form is what a browser sends from a page of the archive.
func (a *Archive) form(address string, form url.Values, header ...string) *http.Request {
	a.t.Helper()
	return a.request(http.MethodPost, address, form.Encode(), append([]string{
		"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "navigate", "Accept", "text/html"}, header...))
}

func (a *Archive) request(method, address, body string, header []string) *http.Request {
	a.t.Helper()
	r, err := http.NewRequestWithContext(a.t.Context(), method, "http://quay.example"+address, strings.NewReader(body))
	if err != nil {
		a.t.Fatalf("%s %s: %v", method, address, err)
	}
	r.RequestURI, r.RemoteAddr = address, "192.0.2.7:4321"
	if body == "" {
		r.Body = http.NoBody
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// Do sends r with p's cookies, and keeps those that come back.
func (a *Archive) Do(p Person, r *http.Request) *Page {
	a.t.Helper()
	return a.do(a.browser(p), r)
}

func (a *Archive) do(m *member, r *http.Request) *Page {
	a.t.Helper()
	m.send(r)
	w := httptest.NewRecorder()
	a.Handler.ServeHTTP(w, r)
	answer := w.Result()
	m.keep(answer)
	page := &Page{Address: r.URL.RequestURI(), Status: answer.StatusCode, Header: answer.Header, t: a.t}
	if answer.Header.Get("Content-Encoding") != "gzip" || r.Method == http.MethodHead {
		page.Body = readAll(a.t, answer.Body)
		return page
	}
	z, err := gzip.NewReader(answer.Body)
	if err != nil {
		a.t.Fatalf("%s says it is gzip: %v", page.Address, err)
	}
	page.Body = readAll(a.t, z)
	return page
}

func (m *member) send(r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name, value := range m.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
}

func (m *member) keep(answer *http.Response) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range answer.Cookies() {
		if c.MaxAge < 0 {
			delete(m.cookies, c.Name)
		} else {
			m.cookies[c.Name] = c.Value
		}
	}
}

// Cookies are what p's browser holds.
func (a *Archive) Cookies(p Person) map[string]string {
	m := a.browser(p)
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[string]string{}
	for k, v := range m.cookies {
		out[k] = v
	}
	return out
}

// Tree is the page as browsers read it.
func (p *Page) Tree() *html.Node {
	if p.tree == nil {
		tree, err := html.Parse(strings.NewReader(p.Body))
		if err != nil {
			p.t.Fatalf("%s: %v", p.Address, err)
		}
		p.tree = tree
	}
	return p.tree
}

// All finds the elements that a CSS selector means.
func (p *Page) All(selector string) []*html.Node {
	p.t.Helper()
	g, err := cascadia.ParseGroup(selector)
	if err != nil {
		p.t.Fatalf("selector %s: %v", selector, err)
	}
	return cascadia.QueryAll(p.Tree(), g)
}

// Text is the text of the first element that a selector means, with single
// spaces; "" when there is none.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	if all := p.All(selector); len(all) > 0 {
		return TextOf(all[0])
	}
	return ""
}

// TextOf is the text in n, with single spaces.
func TextOf(n *html.Node) string {
	var words []string
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			words = append(words, strings.Fields(d.Data)...)
		}
	}
	return strings.Join(words, " ")
}

// Attr is the value of an attribute of n, "" when it has none.
func Attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Links are the addresses on this archive to which the page leads or from which
// it takes parts, resolved and without what follows "#".
func (p *Page) Links() []string {
	base, err := url.Parse(p.Address)
	if err != nil {
		p.t.Fatal(err)
	}
	var out []string
	add := func(to string) {
		u, err := base.Parse(to)
		if err == nil && u.Host == "" && u.Scheme == "" {
			u.Fragment = ""
			out = append(out, u.String())
		}
	}
	if to := p.Header.Get("Location"); to != "" {
		add(to)
	}
	if !strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
		return out
	}
	for _, n := range p.All("[href], [src], form[action]:not([method=post])") {
		for _, name := range []string{"href", "src", "action"} {
			if to := Attr(n, name); to != "" {
				add(to)
			}
		}
	}
	return out
}
