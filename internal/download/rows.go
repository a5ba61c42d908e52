package download

import (
	"context"
	"fmt"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// row is one line of the list at the head of a download, in AO3's order and with
// its labels, which readers' tools know.
type row struct {
	label  string
	values []value
}

// value is one value of a row: what stands before the name, the name, and the
// path of its page here.
type value struct{ before, name, path string }

func plain(name string) []value { return []value{{name: name}} }

func (e *edition) rows() []row {
	w := e.w
	rows := []row{{"Rating", plain(string(w.Rating))}}
	for _, k := range []struct {
		label string
		kind  tag.Type
	}{{"Archive Warnings", tag.Warning}, {"Categories", tag.Category}, {"Fandoms", tag.Fandom}, {"Relationships", tag.Relationship},
		{"Characters", tag.Character}, {"Additional Tags", tag.Freeform}} {
		var names []value
		for _, t := range w.TagsOf(k.kind) {
			names = append(names, value{name: t.Name, path: work.TagPath(t)})
		}
		if len(names) > 0 {
			rows = append(rows, row{k.label, names})
		}
	}
	rows = append(rows, row{"Language", plain(w.Language)})
	for _, p := range w.Series {
		rows = append(rows, row{"Series", []value{{before: fmt.Sprintf("Part %d of ", p.Position), name: p.Title, path: work.SeriesPath(p.Series)}}})
	}
	return append(rows, row{"Stats", plain(e.stats())})
}

// stats is dates, words and chapters as one line.
func (e *edition) stats() string {
	w, status := e.w, "Updated"
	if w.Complete {
		status = "Completed"
	}
	s := ""
	if !w.PostedAt.IsZero() {
		s = "Published: " + say.ISODate(w.PostedAt) + " " + status + ": " + say.ISODate(w.RevisedAt) + " "
	}
	return s + "Words: " + say.Number(context.Background(), w.Words) + " Chapters: " + w.ChaptersOf()
}

// creditLabel names a share in a work.
func creditLabel(r work.Role) string {
	switch r {
	case work.RoleCharacters:
		return "Characters"
	case work.RoleWorld:
		return "World"
	case work.RoleSong:
		return "Song"
	case work.RoleSource:
		return "Based on"
	case work.RolePrompt:
		return "Prompt"
	case work.RoleBeta:
		return "Beta"
	case work.RoleArt:
		return "Art"
	case work.RoleTranslation:
		return "Translation"
	}
	return "Thanks"
}

// creditText is a credit in words: name, and the title of what is theirs.
func creditText(c work.Credit) string {
	switch {
	case c.Title == "":
		return c.Name
	case c.Name == "":
		return "“" + c.Title + "”"
	}
	return c.Name + ", “" + c.Title + "”"
}
