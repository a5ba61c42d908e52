package intake

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// workForm is the form of one work as it is typed.
type workForm struct {
	Seen int // the state of the work that it was made from

	Title, Authors                   string
	Summary, NotesBefore, NotesAfter string
	Language, Rating, Status         string
	Series, Part, Source, Published  string
	Warnings, Categories             []string
	Lists                            map[decode.TagType]string // names with commas between them
	Titles                           map[string]string         // of chapters, by the names of their fields
	Alts                             map[string]string         // what pictures show, by their names
	Cuts, Charset                    string
	Unmended                         bool
	As                               string // what it shall become
}

// written are the kinds of tag whose names are written; the others are ticked.
func written() []decode.TagType {
	return []decode.TagType{decode.TagFandom, decode.TagRelationship, decode.TagCharacter, decode.TagFreeform}
}

// formOf is the form of a work as it stands.
func formOf(x *found, f *file) workForm {
	r := &x.Report
	out := workForm{
		Seen: x.Minor, Title: r.Title, Authors: strings.Join(r.Authors, ", "), Summary: r.Summary, NotesBefore: r.NotesBefore, NotesAfter: r.NotesAfter,
		Language: r.Language, Rating: r.Rating, Status: r.StatusOfWork, Series: r.Series, Source: r.SourceURL, Published: r.Published,
		Warnings: namesOf(r.Tags, decode.TagWarning), Categories: namesOf(r.Tags, decode.TagCategory), Lists: map[decode.TagType]string{},
		Titles: map[string]string{}, Cuts: string(f.Choices.Cuts), Charset: f.Choices.Charset, Unmended: f.Choices.Unmended,
	}
	if r.SeriesPart > 0 {
		out.Part = strconv.Itoa(r.SeriesPart)
	}
	for _, t := range written() {
		out.Lists[t] = strings.Join(namesOf(r.Tags, t), ", ")
	}
	out.Alts = map[string]string{}
	for _, p := range r.Pictures {
		out.Alts[p.Name] = p.Alt
	}
	for n, title := range x.Corrections.Titles {
		out.Titles[titleField(n, 0)] = title
	}
	for _, s := range x.Corrections.Splits {
		out.Titles[titleField(s.Chapter, s.Block)] = s.Title
	}
	if out.As = string(x.Decision); x.Decision == asVersion {
		out.As += "-" + strconv.FormatInt(int64(x.Into), 10)
	}
	return out
}

func namesOf(all []decode.Tag, t decode.TagType) []string {
	var out []string
	for _, x := range all {
		if x.Type == t {
			out = append(out, x.Name)
		}
	}
	return out
}

// readForm is the form as it was sent; what it doesn't have is as in was.
func readForm(v url.Values, was workForm) workForm {
	out := was
	for name, field := range map[string]*string{
		"title": &out.Title, "authors": &out.Authors, "summary": &out.Summary, "notes_before": &out.NotesBefore, "notes_after": &out.NotesAfter,
		"language": &out.Language, "rating": &out.Rating, "status": &out.Status, "series": &out.Series, "series_part": &out.Part,
		"source_url": &out.Source, "published": &out.Published, "cuts": &out.Cuts, "charset": &out.Charset, "as": &out.As,
	} {
		if v.Has(name) {
			*field = typed(v, name)
		}
	}
	for _, line := range []*string{&out.Title, &out.Authors, &out.Series} {
		*line = visible(*line)
	}
	out.Lists, out.Titles, out.Alts = maps.Clone(was.Lists), maps.Clone(was.Titles), maps.Clone(was.Alts)
	for name := range was.Alts {
		if v.Has("alt-" + name) {
			out.Alts[name] = strings.TrimSpace(visible(typed(v, "alt-"+name)))
		}
	}
	for _, t := range written() {
		if v.Has(string(t) + "s") {
			out.Lists[t] = typed(v, string(t)+"s")
		}
	}
	if v.Has("ticks") { // boxes that are not ticked are not sent
		out.Warnings, out.Categories, out.Unmended = v["warnings"], v["categories"], v.Has("unmended")
	}
	for name := range v {
		if strings.HasPrefix(name, "chapter-") {
			out.Titles[name] = strings.TrimSpace(visible(typed(v, name)))
		}
	}
	var err error
	if out.Seen, err = strconv.Atoi(v.Get("seen")); err != nil {
		out.Seen = -1
	}
	return out
}

// typed is a field with the line ends that people see, and nothing that no database keeps.
func typed(v url.Values, name string) string {
	return strings.NewReplacer("\r\n", "\n", "\x00", "").Replace(strings.ToValidUTF8(v.Get(name), ""))
}

// correct makes corrections of what differs from the form that the page showed:
// what nobody changed goes on being what the file says.
func (f *workForm) correct(was *workForm, c *ingest.Corrections) (bad web.Faults) {
	for _, x := range []struct {
		now, was string
		to       **string
	}{
		{f.Title, was.Title, &c.Title}, {f.Summary, was.Summary, &c.Summary}, {f.NotesBefore, was.NotesBefore, &c.NotesBefore},
		{f.NotesAfter, was.NotesAfter, &c.NotesAfter}, {f.Language, was.Language, &c.Language}, {f.Series, was.Series, &c.Series}, {f.Source, was.Source, &c.SourceURL},
	} {
		if x.now != x.was {
			v := strings.TrimSpace(x.now)
			*x.to = &v
		}
	}
	if f.Authors != was.Authors {
		names := tag.Split(f.Authors)
		c.Authors = &names
	}
	if f.Rating != was.Rating {
		v := decode.Rating(f.Rating)
		c.Rating = &v
	}
	if f.Status != was.Status {
		v := decode.Status(f.Status)
		c.Status = &v
	}
	if tags := f.tags(); !slices.Equal(tags, was.tags()) {
		c.Tags = &tags
	}
	bad.Add("series_part", f.part(was, c))
	bad.Add("published", f.day(was, c))
	f.titles(was, c)
	for name, alt := range f.Alts {
		if alt != was.Alts[name] {
			if c.Alts = maps.Clone(c.Alts); c.Alts == nil {
				c.Alts = map[string]string{}
			}
			c.Alts[name] = alt
		}
	}
	return append(bad, f.check()...)
}

// titles corrects the titles of chapters. A page shows those that the file has, too:
// one that comes back as it was shown is no correction.
func (f *workForm) titles(was *workForm, c *ingest.Corrections) {
	for name, title := range f.Titles {
		if old, shown := was.Titles[name]; shown && title == old {
			continue
		}
		first, second, _ := strings.Cut(strings.TrimPrefix(name, "chapter-"), "-")
		n, err := strconv.Atoi(first)
		if err != nil || n < 1 || n > work.MaxChapters {
			continue
		}
		if b, err := strconv.Atoi(second); err == nil {
			if i := splitAt(c, n, b); i >= 0 {
				c.Splits = slices.Clone(c.Splits)
				c.Splits[i].Title = title
			}
			continue
		}
		if c.Titles = maps.Clone(c.Titles); c.Titles == nil {
			c.Titles = map[int]string{}
		}
		c.Titles[n] = title
	}
}

// check is what is wrong with the fields, in the order of the page.
func (f *workForm) check() (bad web.Faults) {
	d := work.Details{Title: f.Title, Language: f.Language, Rating: work.Rating(f.Rating), Summary: f.Summary, NotesBefore: f.NotesBefore, NotesAfter: f.NotesAfter}
	for _, t := range f.tags() {
		d.Tags = append(d.Tags, tag.Named{Type: tag.Type(t.Type), Name: t.Name})
		if _, err := tag.Clean(t.Name); err != nil {
			bad.Add(string(t.Type)+"s", err)
		}
	}
	if err := d.Check(0); err != nil {
		bad.Add(fault.FieldOf(err), err)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Titles)) {
		if n := utf8.RuneCountInString(f.Titles[name]); n > work.MaxTitle {
			bad.Add(name, fault.In(name, "That title of a chapter has %d characters; %d is the most.", n, work.MaxTitle))
		}
	}
	if c := f.choices(); !c.Valid() {
		bad.Add("cuts", fault.In("cuts", "Please choose one of the ways to cut the text, and one of the encodings."))
	}
	return bad
}

func (f *workForm) part(was *workForm, c *ingest.Corrections) error {
	if f.Part == was.Part {
		return nil
	}
	n, err := 0, error(nil)
	if s := strings.TrimSpace(f.Part); s != "" {
		n, err = strconv.Atoi(s)
	}
	if err != nil || n < 0 || n > 100_000 {
		return fault.In("series_part", "Write which part of the series it is as a number, or nothing.")
	}
	c.SeriesPart = &n
	return nil
}

func (f *workForm) day(was *workForm, c *ingest.Corrections) error {
	if f.Published == was.Published {
		return nil
	}
	var t time.Time
	if s := strings.TrimSpace(f.Published); s != "" {
		var err error
		if t, err = time.Parse(time.DateOnly, s); err != nil || t.Year() < 1900 || t.Year() > 2200 {
			return fault.In("published", "Write the day like 2004-03-28, or nothing.")
		}
	}
	c.Published = &t
	return nil
}

func (f *workForm) choices() decode.Choices {
	return decode.Choices{Cuts: decode.Cuts(f.Cuts), Charset: f.Charset, Unmended: f.Unmended}
}

// tags are all tags of the form, in the order of a report.
func (f *workForm) tags() []decode.Tag {
	out := []decode.Tag{}
	add := func(t decode.TagType, names []string) {
		for _, n := range names {
			out = append(out, decode.Tag{Type: t, Name: n})
		}
	}
	add(decode.TagWarning, f.Warnings)
	add(decode.TagCategory, f.Categories)
	for _, t := range written() {
		add(t, tag.Split(f.Lists[t]))
	}
	return out
}
