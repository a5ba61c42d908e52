package decode

import (
	"strings"
)

// mailKeys are the fields of mail and Usenet headers.
var mailKeys = map[string]bool{
	"from": true, "to": true, "date": true, "subject": true, "newsgroups": true, "message-id": true, "organization": true,
	"organisation": true, "reply-to": true, "lines": true, "path": true, "references": true, "nntp-posting-host": true,
	"nntp-posting-date": true, "content-type": true, "mime-version": true, "content-transfer-encoding": true, "received": true, "return-path": true,
	"sender": true, "cc": true, "bcc": true, "xref": true, "followup-to": true, "approved": true, "mailing-list": true,
	"precedence": true, "user-agent": true, "in-reply-to": true, "sent": true, "delivered-to": true, "distribution": true, "von": true, "betreff": true, "datum": true, "an": true,
}

// mailKey gives the lower-case name of a header field that begins a line, ""
// when none does.
func mailKey(s string) string {
	key, _, ok := strings.Cut(s, ":")
	if !ok || len(key) > 30 || strings.ContainsAny(key, " \t") {
		return ""
	}
	key = strings.ToLower(key)
	if mailKeys[key] || strings.HasPrefix(key, "x-") || strings.HasPrefix(key, "list-") || strings.HasPrefix(key, "nntp-") {
		return key
	}
	return ""
}

// mailHeader says whether lines open a mail: two fields or more, one of which
// no story header has.
func mailHeader(first string, lines int, at func(int) string) bool {
	if mailKey(first) == "" {
		return false
	}
	n, sure := 0, false
	for i := range min(lines, 30) {
		switch mailKey(at(i)) {
		case "":
		case "from", "newsgroups", "message-id", "subject", "von", "betreff":
			sure = true
			n++
		default:
			n++
		}
	}
	return sure && n >= 2
}

// mailLines joins folded header lines, one field a line.
func mailLines(ls []textLine) string {
	var b strings.Builder
	for i, l := range ls {
		if i > 0 {
			if mailKey(l.s) == "" && l.indent > 0 {
				b.WriteByte(' ')
			} else {
				b.WriteByte('\n')
			}
		}
		b.WriteString(l.s)
	}
	return b.String()
}

// readMail reads the header, the signature and the PGP lines of a story that
// came by mail or Usenet.
func (s *scribe) readMail() {
	first := s.firstText()
	if first >= 0 && s.blocks[first].Kind != Raw {
		s.readMailHeader(first)
	}
	s.dropPGP()
	s.dropSignature(first >= 0 && s.role[first] == roleGone)
}

func (s *scribe) readMailHeader(i int) {
	defer s.found(FromLabel, s.m.filled())
	lines, end := s.mailBlocks(i)
	if len(lines) == 0 || !mailHeader(lines[0], len(lines), func(k int) string { return lines[k] }) {
		return
	}
	for ; i < end; i++ {
		s.role[i] = roleGone
	}
	s.mailed = true
	// The byline of a subject is the name the author writes under; the sender's
	// counts only where there is none.
	for _, l := range lines {
		if key := mailKey(l); key == "subject" || key == "betreff" {
			s.drop(l[:len(key)], "mail header")
			value := strings.TrimSpace(l[len(key)+1:])
			s.takeTitle(value, s.parseSubject(value))
		}
	}
	for _, l := range lines {
		key := mailKey(l)
		if key == "" {
			s.drop(l, "mail header")
			continue
		}
		value := strings.TrimSpace(l[len(key)+1:])
		switch key {
		case "subject", "betreff":
		case "from", "von":
			s.dropUnless(l, "mail header", s.mailFrom(value)...)
		case "date", "sent", "datum":
			if day, _, ok := parseDate(value); ok && s.m.Published.IsZero() {
				s.m.Published = day
			}
			s.drop(l, "mail header")
		default:
			s.drop(l, "mail header")
		}
	}
}

// mailBlocks gives the lines of the block i, and of those behind it where each
// field is a paragraph of its own, as in a mail that was copied into a word
// processor.
func (s *scribe) mailBlocks(i int) (lines []string, end int) {
	if len(s.blocks[i].Text) > 16000 {
		return nil, i
	}
	lines, end = strings.Split(s.blocks[i].Text, "\n"), i+1
	for len(lines) == end-i && end < len(s.blocks) && end < i+30 {
		b := s.blocks[end]
		if s.role[end] != roleText || b.Kind != Para || len(b.Text) > 500 || strings.Contains(b.Text, "\n") || mailKey(b.Text) == "" {
			break
		}
		lines, end = append(lines, b.Text), end+1
	}
	return lines, end
}

// mailFrom reads the sender: "Mara Quill <mara@example.org>" or
// "mara@example.org (Mara Quill)".
// It gives the author if that is who it made.
func (s *scribe) mailFrom(v string) []string {
	name := emailAddress.ReplaceAllString(v, "")
	name = strings.Trim(name, " <>()\"'[]\t,")
	if !hasWord(name) || len(s.m.Authors) > 0 {
		return nil
	}
	s.guess("authors", name, 0.7)
	return s.addAuthors(name)
}

// dropPGP takes PGP's armour away.
func (s *scribe) dropPGP() {
	for i := 0; i < len(s.blocks); i++ {
		t := s.blocks[i].Text
		if len(t) < 15 || t[0] != '-' || !strings.HasPrefix(t, "-----BEGIN PGP") {
			continue
		}
		if strings.HasPrefix(t, "-----BEGIN PGP SIGNED") {
			s.gone(i, "PGP header")
			if i+1 < len(s.blocks) && strings.HasPrefix(s.blocks[i+1].Text, "Hash:") {
				s.gone(i+1, "PGP header")
			}
			continue
		}
		end := i
		for end < len(s.blocks) && end < i+40 && !strings.Contains(s.blocks[end].Text, "-----END PGP") {
			end++
		}
		if end == len(s.blocks) || end == i+40 {
			end = i
		}
		for ; i <= end; i++ {
			s.gone(i, "PGP signature")
		}
		i = end
	}
}

// dropSignature takes a mail signature away: "-- " and what little follows.
func (s *scribe) dropSignature(mail bool) {
	for i := len(s.blocks) - 1; i > 0 && i >= len(s.blocks)-16; i-- {
		b := s.blocks[i]
		if s.wordsBetween(i+1, len(s.blocks)) > 100 {
			return
		}
		if b.Kind != Rule || b.Text != "-- " && b.Text != "--" {
			continue
		}
		if b.Text == "--" && !mail && !s.hasAddress(i+1) || s.labelsBehind(i+1) {
			return
		}
		for k := i; k < len(s.blocks); k++ {
			if s.role[k] == roleText {
				s.gone(k, "mail signature")
			}
		}
		return
	}
}

func (s *scribe) hasAddress(from int) bool {
	for _, b := range s.blocks[from:] {
		if emailAddress.MatchString(b.Text) || webAddress.MatchString(b.Text) {
			return true
		}
	}
	return false
}

// labelsBehind says whether notes stand behind a dash line: then it is a rule.
func (s *scribe) labelsBehind(from int) bool {
	for _, b := range s.blocks[from:] {
		if s.labelBlock(b) {
			return true
		}
	}
	return false
}
