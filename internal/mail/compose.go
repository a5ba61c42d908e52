package mail

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"github.com/ficstead/ficstead/internal/viewer"
)

// compose writes a letter as it goes by mail: plain, and as a simple page.
func (s *Sender) compose(o *outgoing) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.FromFormat(strings.ReplaceAll(line(s.Site.Name), `"`, ""), s.Server.From); err != nil {
		return nil, fmt.Errorf("mail: sender: %w", err)
	}
	if err := m.To(o.to); err != nil {
		return nil, fmt.Errorf("mail: recipient: %w", err)
	}
	m.Subject(line(o.subject))
	m.SetDateWithValue(o.created.Time)
	m.SetMessageIDWithValue(s.messageID(o))
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	if off := s.offLink(o); off != "" {
		m.SetListUnsubscribe("<" + off + ">")
		m.SetListUnsubscribePost()
	}
	b := s.body(o)
	m.SetBodyString(gomail.TypeTextPlain, b.plain())
	m.AddAlternativeString(gomail.TypeTextHTML, b.page())
	return m, nil
}

// messageID is the same at each try of a letter, so that one which a server took
// without saying so is not shown twice.
func (s *Sender) messageID(o *outgoing) string {
	host := "ficstead.invalid"
	if u, err := url.Parse(s.Site.BaseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return fmt.Sprintf("letter.%d.%d@%s", o.id, o.created.UnixMilli(), host)
}

// body is what a letter says.
type body struct {
	paragraphs []string
	link       string
	foot       []string
}

func (s *Sender) body(o *outgoing) body {
	b := body{foot: []string{s.Site.Name + " – " + s.Site.URL("/")}}
	for p := range strings.SplitSeq(strings.ReplaceAll(o.text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			b.paragraphs = append(b.paragraphs, p)
		}
	}
	switch {
	case o.secret != "":
		b.link = s.Site.URL(o.secret)
	case o.path != "":
		b.link = s.Site.URL(o.path)
	}
	if o.account.Valid && o.kind.MayStop() {
		b.foot = append(b.foot, "Choose what comes by mail: "+s.Site.URL("/account/preferences"))
	}
	return b
}

func (b body) plain() string {
	all := b.paragraphs
	if b.link != "" {
		all = append(all[:len(all):len(all)], b.link)
	}
	return strings.Join(all, "\n\n") + "\n\n-- \n" + strings.Join(b.foot, "\n") + "\n"
}

func (b body) page() string {
	var p strings.Builder
	p.WriteString(`<!DOCTYPE html><html><body style="font:16px/1.5 Georgia,serif;max-width:36em;margin:1.5em auto;padding:0 1em">`)
	for _, t := range b.paragraphs {
		p.WriteString(`<p dir="auto">` + strings.ReplaceAll(html.EscapeString(t), "\n", "<br>") + "</p>")
	}
	if b.link != "" {
		at := html.EscapeString(b.link)
		p.WriteString(`<p><a href="` + at + `">` + at + "</a></p>")
	}
	p.WriteString(`<hr><p style="font-size:13px">`)
	for i, f := range b.foot {
		if i > 0 {
			p.WriteString("<br>")
		}
		p.WriteString(html.EscapeString(f))
	}
	p.WriteString("</p></body></html>")
	return p.String()
}

// offLink is the address by which mail programs turn a kind of letters off for
// their owner, "" for letters that always go.
func (s *Sender) offLink(o *outgoing) string {
	if !o.account.Valid || !o.kind.MayStop() || len(s.key) == 0 || s.Site.BaseURL == "" {
		return ""
	}
	return s.Site.URL("/mail-off/" + offToken(s.key, viewer.ID(o.account.Int64), o.kind))
}

// offToken names an account and a kind of letters so that nobody can make one up.
func offToken(key []byte, id viewer.ID, k Kind) string {
	what := strconv.FormatInt(int64(id), 10) + " " + string(k)
	return base64.RawURLEncoding.EncodeToString([]byte(what)) + "." + base64.RawURLEncoding.EncodeToString(seal(key, what))
}

// readOffToken is what a token names; ok is false for one that was made up.
func readOffToken(key []byte, token string) (id viewer.ID, k Kind, ok bool) {
	head, tail, _ := strings.Cut(token, ".")
	what, err1 := base64.RawURLEncoding.DecodeString(head)
	mac, err2 := base64.RawURLEncoding.DecodeString(tail)
	if len(key) == 0 || err1 != nil || err2 != nil || !hmac.Equal(mac, seal(key, string(what))) {
		return 0, "", false
	}
	number, kind, _ := strings.Cut(string(what), " ")
	n, err := strconv.ParseInt(number, 10, 64)
	return viewer.ID(n), Kind(kind), err == nil
}

func seal(key []byte, what string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(what))
	return h.Sum(nil)
}
