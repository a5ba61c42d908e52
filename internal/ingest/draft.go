package ingest

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// draft makes the work that a manuscript is, as far as its file tells. What can't
// be kept as it is goes into the manuscript's list of what was dropped.
func draft(m *decode.Manuscript, o Options) work.Draft {
	d := work.Draft{
		Title: title(m), Summary: m.Summary, NotesBefore: m.NotesBefore, NotesAfter: m.NotesAfter,
		Language: language(m, o.Language), Rating: work.Rating(m.Rating),
		ChapterTotal: m.ChapterTotal, Posted: !o.Draft, Restricted: o.Restricted,
		SourceURL: m.SourceURL, SourcePosted: m.Published, PostedAt: m.Published, RevisedAt: m.Updated,
		Tags: tags(m, o.Tags),
	}
	if d.RevisedAt.Before(d.PostedAt) {
		d.RevisedAt = d.PostedAt
	}
	if o.As != "" {
		keepByline(m, o.As)
	}
	for _, c := range m.Credits {
		d.Credits = append(d.Credits, work.Credit{Role: work.Role(c.Role), Name: c.Name, Title: c.Title, URL: c.URL})
	}
	for _, name := range m.Dedicated {
		d.Gifts = append(d.Gifts, work.Gift{Kind: work.Dedication, Name: name})
	}
	for _, words := range m.Requests {
		d.Requests = append(d.Requests, work.Request{Words: words})
	}
	for _, c := range m.Chapters {
		longTitle(&c)
		d.Chapters = append(d.Chapters, work.DraftChapter{Kind: work.Kind(c.Kind), Title: c.Title, Summary: c.Summary,
			NotesBefore: c.NotesBefore, NotesAfter: c.NotesAfter, Body: c.Body, PostedAt: m.Published})
	}
	settle(&d, m)
	return d
}

// keepByline makes credits of the names that the file is signed with when it is
// posted under another: no word of it is lost.
func keepByline(m *decode.Manuscript, as string) {
	for _, name := range m.Authors {
		named := func(c decode.Credit) bool { return tag.Key(c.Name) == tag.Key(name) }
		if tag.Key(name) != tag.Key(as) && !slices.ContainsFunc(m.Credits, named) {
			m.Credits = append(m.Credits, decode.Credit{Role: decode.RoleOther, Name: name})
		}
	}
}

// settle decides how many chapters there will be and whether the work is whole.
func settle(d *work.Draft, m *decode.Manuscript) {
	n := len(d.Chapters)
	if d.ChapterTotal < n {
		d.ChapterTotal = 0
	}
	whole := m.Status == decode.StatusComplete || m.Status == decode.StatusUnknown && (d.ChapterTotal == n || d.ChapterTotal == 0)
	d.Complete = &whole
	if whole && d.ChapterTotal == 0 {
		d.ChapterTotal = n
	}
	if m.Status == decode.StatusUnknown && d.ChapterTotal == n {
		m.Guesses = append(m.Guesses, decode.Guess{Field: "status", Value: string(decode.StatusComplete), Confidence: 0.6})
	}
}

// title cuts a title that is too long where a word ends, and keeps the rest in the report.
func title(m *decode.Manuscript) string {
	t := strings.TrimSpace(m.Title)
	if utf8.RuneCountInString(t) <= work.MaxTitle {
		return t
	}
	r := []rune(t)
	cut := string(r[:work.MaxTitle])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	m.Dropped = append(m.Dropped, decode.Dropped{Text: strings.TrimSpace(strings.TrimPrefix(t, cut)), Reason: "the end of a title that is too long"})
	return cut
}

// longTitle makes the first words of a chapter of a title that no chapter can have:
// most likely a paragraph that somebody gave the look of a heading.
func longTitle(c *decode.Chapter) {
	if utf8.RuneCountInString(c.Title) > work.MaxTitle {
		c.Title, c.Body = "", prose.FromText(c.Title)+c.Body
	}
}

// tags cleans the names; one that can't be a tag is told in the report.
func tags(m *decode.Manuscript, more []tag.Named) []tag.Named {
	var all []decode.Tag
	for _, t := range more {
		all = append(all, decode.Tag{Type: decode.TagType(t.Type), Name: t.Name})
	}
	var out []tag.Named
	seen := map[string]bool{}
	for _, x := range append(all, m.Tags...) {
		name, err := tag.Clean(x.Name)
		key := string(x.Type) + tag.Key(name)
		switch {
		case err != nil:
			m.Dropped = append(m.Dropped, decode.Dropped{Text: x.Name, Reason: "can’t be a tag: " + fault.Message(err)})
		case seen[key]:
		case len(out) == work.MaxTags:
			m.Dropped = append(m.Dropped, decode.Dropped{Text: x.Name, Reason: "one tag more than a work may have"})
		default:
			seen[key] = true
			out = append(out, tag.Named{Type: tag.Type(x.Type), Name: name})
		}
	}
	return out
}

// enoughToTell is how many letters a guess at a language needs.
const enoughToTell = 300

// language is what the file says, else what its bringer says, else a guess from
// the text, which the report tells.
func language(m *decode.Manuscript, asked string) string {
	if m.Language != "" {
		return m.Language
	}
	if asked != "" {
		return asked
	}
	text := sample(m, 8000)
	if utf8.RuneCountInString(text) >= enoughToTell {
		info := whatlanggo.Detect(text)
		if code := info.Lang.Iso6391(); code != "" && info.Confidence > 0.5 {
			m.Guesses = append(m.Guesses, decode.Guess{Field: "language", Value: code, Confidence: min(0.95, info.Confidence)})
			return code
		}
	}
	m.Guesses = append(m.Guesses, decode.Guess{Field: "language", Value: "en", Confidence: 0.3})
	return "en"
}

// sample is up to n bytes of the story's own words.
func sample(m *decode.Manuscript, n int) string {
	var b strings.Builder
	for _, c := range m.Chapters {
		body := c.Body
		if len(body) > 4*n {
			body = strings.ToValidUTF8(body[:4*n], "")
		}
		in := false
		for _, r := range html.UnescapeString(body) {
			switch {
			case r == '<':
				in = true
			case r == '>':
				in = false
				b.WriteByte(' ')
			case !in:
				b.WriteRune(r)
			}
			if b.Len() >= n {
				return b.String()
			}
		}
	}
	return b.String()
}
