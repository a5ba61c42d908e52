package decode

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// cutFiles are stories in every form, with what each way of cutting makes of
// them: the titles of the chapters, or "-" for one without.
func cutFiles(t *testing.T) []struct {
	name, file, in string
	want           map[Cuts][]string
} {
	t.Helper()
	long := strings.Repeat(prose+"\n\n"+prose2+"\n\n", 3)
	para := strings.Repeat("<p>"+prose+"</p><p>"+prose2+"</p>", 3)
	pageTurn := `<p style="page-break-before: always">` + prose + "</p>" + strings.Repeat(para, 3)
	return []struct {
		name, file, in string
		want           map[Cuts][]string
	}{
		{"text with marks", "a.txt", "The Tide\n\nChapter 1: Out\n\n" + long + "Chapter 2: Home\n\n" + long, map[Cuts][]string{
			CutsAuto: {"Out", "Home"}, CutsHeadings: {"Out", "Home"}, CutsMarks: {"Out", "Home"}, CutsNone: {"-"}, CutsPages: {"-"}}},
		{"text without any", "a.txt", long, map[Cuts][]string{
			CutsAuto: {"-"}, CutsHeadings: {"-"}, CutsMarks: {"-"}, CutsNone: {"-"}, CutsPages: {"-"}}},
		{"Markdown", "a.md", "# The Tide\n\n## Out\n\n" + long + "## Home\n\n" + long, map[Cuts][]string{
			CutsAuto: {"Out", "Home"}, CutsHeadings: {"Out", "Home"}, CutsMarks: {"-"}, CutsNone: {"-"}, CutsPages: {"-"}}},
		{"page with headings", "a.html", "<html><body><h1>The Tide</h1><h2>Out</h2>" + para + "<h2>Home</h2>" + para + "</body></html>", map[Cuts][]string{
			CutsAuto: {"Out", "Home"}, CutsHeadings: {"Out", "Home"}, CutsMarks: {"-"}, CutsNone: {"-"}, CutsPages: {"-"}}},
		{"page with page breaks", "a.html", "<html><body>" + pageTurn + pageTurn + pageTurn + "</body></html>", map[Cuts][]string{
			CutsAuto: {"-", "-", "-"}, CutsHeadings: {"-"}, CutsMarks: {"-"}, CutsNone: {"-"}, CutsPages: {"-", "-", "-"}}},
		{"page with marks", "a.html", "<html><body><p>Chapter 1: Out</p>" + para + "<p>Chapter 2: Home</p>" + para + "</body></html>", map[Cuts][]string{
			CutsAuto: {"Out", "Home"}, CutsHeadings: {"-"}, CutsMarks: {"Out", "Home"}, CutsNone: {"-"}, CutsPages: {"-"}}},
		{"book", "a.epub", string(testBook(t, "<dc:title>The Tide</dc:title>", "",
			zipFile{"a.xhtml", xhtml("Out", "<h2>Out</h2>"+para+"<h3>Later</h3>"+para)}, zipFile{"b.xhtml", xhtml("Home", "<h2>Home</h2>"+para)})), map[Cuts][]string{
			CutsAuto: {"Out", "Home"}, CutsHeadings: {"Out", "Home"}, CutsMarks: {"-"}, CutsNone: {"-"}, CutsPages: {"Out", "Home"}}},
	}
}

func readCut(t *testing.T, file, in string, way Cuts) Manuscript {
	t.Helper()
	all, err := Read(t.Context(), NewFile(file, bytes.NewReader([]byte(in)), int64(len(in))), Choices{Cuts: way}, Limits{})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d works, %v", len(all), err)
	}
	return all[0]
}

// TestChosenCuts cuts every form of file in every way.
func TestChosenCuts(t *testing.T) {
	for _, f := range cutFiles(t) {
		for _, way := range AllCuts() {
			m := readCut(t, f.file, f.in, way)
			var titles []string
			for _, c := range m.Chapters {
				titles = append(titles, firstOf(c.Title, "-"))
			}
			if !slices.Equal(titles, f.want[way]) {
				t.Errorf("%s, %q: %q; want %q", f.name, way, titles, f.want[way])
			}
		}
	}
}

// TestJoinAll holds joining to its law: all chapters laid together have the
// words of the same file read as one.
func TestJoinAll(t *testing.T) {
	for _, f := range cutFiles(t) {
		whole := workWords(readCut(t, f.file, f.in, CutsNone))
		for _, way := range AllCuts() {
			m := readCut(t, f.file, f.in, way)
			var all []int
			for i := range m.Chapters {
				all = append(all, i+1)
			}
			m.Join(all)
			if len(m.Chapters) != 1 {
				t.Fatalf("%d chapters", len(m.Chapters))
			}
			got := workWords(m)
			if lost, more := missingWords(whole, []string{got}), missingWords(got, []string{whole}); len(lost)+len(more) > 0 {
				t.Errorf("%s, %q: lost %q, more %q", f.name, way, lost, more)
			}
		}
	}
}

// workWords are the words of a work, and those that were heads of chapters.
func workWords(m Manuscript) string {
	words := storyWords(m)
	words = append(words, wordsOf(m.Title+" "+anyTag.ReplaceAllString(m.NotesBefore+m.NotesAfter, " "))...)
	for _, d := range m.Dropped {
		words = append(words, wordsOf(d.Text)...)
	}
	return strings.Join(words, " ")
}

// TestNoPageHeads takes no page break for a chapter's beginning where they are
// of another kind: few words between them, or other signs of chapters.
func TestNoPageHeads(t *testing.T) {
	short := `<p style="page-break-before: always">` + prose + "</p>"
	para := strings.Repeat("<p>"+prose+"</p><p>"+prose2+"</p>", 8)
	for name, in := range map[string]string{
		"short pages":        "<html><body>" + strings.Repeat(short, 12) + "</body></html>",
		"one break":          "<html><body><p>The Tide</p>" + short + "</body></html>",
		"marks beside them":  "<html><body><p>Chapter 1</p>" + para + short + para + "<p>Chapter 2</p>" + para + "</body></html>",
		"form feeds in text": strings.Repeat(prose+"\n\f\n", 12),
	} {
		file := "a.html"
		if !strings.HasPrefix(in, "<") {
			file = "a.txt"
		}
		m := readCut(t, file, in, CutsAuto)
		for _, g := range m.Guesses {
			if g.Field == "chapters" && strings.Contains(g.Value, "page") {
				t.Errorf("%s: cut at page breaks into %d", name, len(m.Chapters))
			}
		}
	}
}
