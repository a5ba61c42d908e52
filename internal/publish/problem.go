package publish

import (
	"context"
	"crypto/sha256"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// Problem is something about a work that its author may want to mend before
// readers see it.
type Problem struct {
	// Must is set for what keeps the work from being posted.
	Must bool
	Text string
	Path string // where it can be mended
	Link string // what the link there is called
}

// problems looks at what is told about a work and at the texts of some of its
// chapters, as they are being written, one text in memory at a time. What a work that
// readers have already lacks keeps no new chapter of it back.
func problems(ctx context.Context, q db.Q, c prose.Cleaner, x *work.Work, chapters []work.Chapter) ([]Problem, error) {
	out := told(ctx, x)
	texts := map[[sha256.Size]byte]string{} // the words of a chapter: its name
	names := chapterNames(ctx, x)
	for _, ch := range chapters {
		copy, err := draft.Of(ctx, q, ch.ID)
		if err != nil {
			return nil, err
		}
		at := sight{ctx: ctx, name: names[ch.ID], path: x.ID.ChapterPath(ch.ID) + "/edit"}
		if copy.Behind {
			out = append(out, at.behind())
		}
		body := copy.Body
		if copy.Rev > 0 { // what is settled may be as long as it is
			body = c.Clean(body, prose.Body)
			copy.Body = body
			long, err := at.long(ctx, q, ch.ID, sizeOf(copy.ChapterText))
			if err != nil {
				return nil, err
			}
			out = append(out, long...)
		}
		f := factsOf(body)
		out = append(append(out, at.empty(f)...), at.marks(f)...)
		if words := strings.Join(strings.Fields(prose.PlainText(body)), " "); words != "" {
			sum := sha256.Sum256([]byte(words))
			if twin := texts[sum]; twin != "" {
				out = append(out, at.look(say.T(ctx, "{one} and {other} have the same text.", "one", twin, "other", at.name), say.T(ctx, "Look at it")))
			}
			texts[sum] = at.name
		}
	}
	return out, nil
}

// told is what is wrong with what is told about a work.
func told(ctx context.Context, x *work.Work) []Problem {
	var out []Problem
	add := func(missing bool, field, text, link string) {
		if missing {
			out = append(out, Problem{Must: !x.Posted, Text: text, Path: x.ID.Path() + "/edit#f-" + field, Link: link})
		}
	}
	add(strings.TrimSpace(x.Title) == "", "title", say.T(ctx, "The work has no title."), say.T(ctx, "Give it one"))
	add(len(x.TagsOf(tag.Fandom)) == 0, "fandoms", say.T(ctx, "No fandom is named. For a story of your own, write “Original Work”."), say.T(ctx, "Name it"))
	add(len(x.TagsOf(tag.Warning)) == 0, "warnings", say.T(ctx, "No warning is chosen. You can choose that none applies, or not to warn."), say.T(ctx, "Choose"))
	add(x.Rating == "", "rating", say.T(ctx, "No rating is chosen. “Not Rated” is one of them."), say.T(ctx, "Choose"))
	add(x.Language == "" || x.Language == "und", "language", say.T(ctx, "Nobody has said in which language it is."), say.T(ctx, "Choose"))
	limits := setting.Of(ctx).Limits
	for _, f := range []struct {
		field, name, html string
		most              int
	}{
		{"summary", say.T(ctx, "The summary"), x.Summary, limits.Summary}, {"notes_before", say.T(ctx, "The note before the work"), x.NotesBefore, limits.Notes},
		{"notes_after", say.T(ctx, "The note after the work"), x.NotesAfter, limits.Notes},
	} {
		if n := utf8.RuneCountInString(strings.TrimSpace(prose.PlainText(f.html))); n > f.most {
			out = append(out, Problem{Text: say.T(ctx, "{what} has {n} of {most} characters. It came so from elsewhere and may stay.", "what", f.name, "n", say.Number(ctx, n), "most", say.Number(ctx, f.most)),
				Path: x.ID.Path() + "/edit#f-" + f.field, Link: say.T(ctx, "Shorten it")})
		}
	}
	return out
}

// sight is the chapter that is looked at.
type sight struct {
	ctx        context.Context
	name, path string
}

func (s sight) must(text, link string) Problem { return Problem{true, text, s.path, link} }

func (s sight) look(text, link string) Problem { return Problem{false, text, s.path, link} }

// behind is that of a chapter which went on otherwise than what is written in it.
func (s sight) behind() Problem {
	return s.must(say.T(s.ctx, "{chapter} was changed in another way after somebody began to write in it. Open it and choose which text stays.", "chapter", s.name), say.T(s.ctx, "Choose"))
}

// empty is what is wrong with a text that says nothing.
func (s sight) empty(f facts) []Problem {
	if !f.empty {
		return nil
	}
	return []Problem{s.must(say.T(s.ctx, "{chapter} is empty.", "chapter", s.name), say.T(s.ctx, "Write it"))}
}

// marks is what is worth a look in a text.
func (s sight) marks(f facts) []Problem {
	ctx := s.ctx
	var out []Problem
	if f.bare > 0 {
		out = append(out, s.look(say.N(ctx, f.bare, "In {chapter}, {n} picture has no description. Readers who can’t see it will miss it.",
			"In {chapter}, {n} pictures have no description. Readers who can’t see them will miss them.", "chapter", s.name), say.T(ctx, "Describe it")))
	}
	if f.mute > 0 {
		out = append(out, s.look(say.N(ctx, f.mute, "In {chapter}, {n} link has no words.", "In {chapter}, {n} links have no words.", "chapter", s.name), say.T(ctx, "Look at it")))
	}
	return out
}

// facts are what can be wrong with a text.
type facts struct {
	empty      bool
	bare, mute int // pictures without a description, links without words
}

func factsOf(body string) facts {
	f := facts{empty: prose.Words(body) == 0 && !strings.Contains(body, "<img")}
	z := html.NewTokenizer(strings.NewReader(body))
	link, words := false, false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return f
		case html.TextToken:
			words = words || strings.TrimSpace(string(z.Text())) != ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch t.Data {
			case "a":
				link, words = attribute(t, "href") != "", false
			case "img":
				alt := strings.TrimSpace(attribute(t, "alt"))
				words = words || alt != ""
				if alt == "" {
					f.bare++
				}
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "a" {
				if link && !words {
					f.mute++
				}
				link = false
			}
		}
	}
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// chapterNames says what each chapter of a work is called: "Chapter 3: Tide".
func chapterNames(ctx context.Context, x *work.Work) map[work.ChapterID]string {
	out := make(map[work.ChapterID]string, len(x.Chapters))
	for i, h := range work.Headings(ctx, x.Chapters) {
		if t := x.Chapters[i].Title; t != "" {
			h += ": " + t
		}
		out[x.Chapters[i].ID] = h
	}
	return out
}

// blocked is the error for a work that can't be posted.
type blocked struct{ all []Problem }

// Error says the first of what is in the way.
func (b blocked) Error() string { return b.all[0].Text }

// musts are those of the problems that keep a work from being posted.
func musts(all []Problem) []Problem {
	var out []Problem
	for _, p := range all {
		if p.Must {
			out = append(out, p)
		}
	}
	return out
}

// query joins an address with what it asks.
func query(path string, v url.Values) string { return path + "?" + v.Encode() }
