package publish

import (
	"context"
	"fmt"
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
	texts := map[string]string{} // the words of a chapter: its name
	names := chapterNames(ctx, x)
	for _, ch := range chapters {
		copy, err := draft.Of(ctx, q, ch.ID)
		if err != nil {
			return nil, err
		}
		body := copy.Body
		if copy.Rev > 0 {
			body = c.Clean(body, prose.Body)
		}
		over, err := tooLong(ctx, q, ch.ID, body)
		if err != nil {
			return nil, err
		}
		at := sight{ctx: ctx, name: names[ch.ID], path: x.ID.ChapterPath(ch.ID) + "/edit"}
		if copy.Behind {
			out = append(out, at.must(say.T(ctx, "{chapter} was changed in another way after somebody began to write in it. Open it and choose which text stays.", "chapter", at.name), say.T(ctx, "Choose")))
		}
		if copy.Rev > 0 {
			out = append(out, at.around(copy.ChapterText)...)
		}
		out = append(out, at.text(body, over)...)
		if words := strings.Join(strings.Fields(prose.PlainText(body)), " "); words != "" {
			if twin := texts[words]; twin != "" {
				out = append(out, at.look(say.T(ctx, "{one} and {other} have the same text.", "one", twin, "other", at.name), say.T(ctx, "Look at it")))
			}
			texts[words] = at.name
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

// tooLong tells by how much a text is over the limit of a chapter, with the limit; 0
// for none. One that was longer still when it came from elsewhere may stay so.
func tooLong(ctx context.Context, q db.Q, id work.ChapterID, body string) (int, error) {
	most, n := setting.Of(ctx).Limits.Chapter, utf8.RuneCountInString(body)
	if n <= most {
		return 0, nil
	}
	var kept int
	if err := q.QueryRowContext(ctx, `SELECT LENGTH(html) FROM chapter_texts WHERE chapter_id = $1`, int64(id)).Scan(&kept); err != nil {
		return 0, fmt.Errorf("length of chapter %d: %w", id, err)
	}
	if n <= kept {
		return 0, nil
	}
	return n, nil
}

// sight is the chapter that is looked at.
type sight struct {
	ctx        context.Context
	name, path string
}

func (s sight) must(text, link string) Problem { return Problem{true, text, s.path, link} }

func (s sight) look(text, link string) Problem { return Problem{false, text, s.path, link} }

// text is what is wrong with a clean text that has over characters, 0 when it is not
// too long.
func (s sight) text(body string, over int) []Problem {
	ctx, f := s.ctx, factsOf(body)
	var out []Problem
	if f.empty {
		out = append(out, s.must(say.T(ctx, "{chapter} is empty.", "chapter", s.name), say.T(ctx, "Write it")))
	}
	if over > 0 {
		out = append(out, s.must(say.T(ctx, "{chapter} has {n} of {most} characters. Cut it in two, or shorten it.", "chapter", s.name,
			"n", say.Number(ctx, over), "most", say.Number(ctx, setting.Of(ctx).Limits.Chapter)), say.T(ctx, "Go to it")))
	}
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
