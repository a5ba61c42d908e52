package decode

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

// storyOf makes a manuscript of bodies.
func storyOf(bodies ...string) Manuscript {
	var m Manuscript
	for _, b := range bodies {
		m.Chapters = append(m.Chapters, Chapter{Kind: KindChapter, Body: b})
	}
	return m
}

func ref(n int, mark string) string {
	return fmt.Sprintf(`<a class="fnref" href="#fn%d">%s</a>`, n, mark)
}

func foot(n int, text string) string {
	return fmt.Sprintf(`<li class="fn" value="%d">%s</li>`, n, text)
}

func bodiesOf(m Manuscript) []string {
	var out []string
	for _, c := range m.Chapters {
		out = append(out, c.Title+"|"+c.Body)
	}
	return out
}

// TestSplit cuts chapters in two and more, their footnotes too.
func TestSplit(t *testing.T) {
	list := func(items ...string) string { return footList + strings.Join(items, "") + "</ol>" }
	for _, c := range []struct {
		name, body string
		at         []int
		want       []string
	}{
		{"at a paragraph", "<p>a</p><p>b</p><p>c</p>", []int{2}, []string{"|<p>a</p>", "|<p>b</p><p>c</p>"}},
		{"at two", "<p>a</p><p>b</p><p>c</p>", []int{3, 2, 3}, []string{"|<p>a</p>", "|<p>b</p>", "|<p>c</p>"}},
		{"at a heading", "<p>a</p><h3>The <em>Tide</em></h3><p>b</p>", []int{2}, []string{"|<p>a</p>", "The Tide|<p>b</p>"}},
		{"at a numbered heading", "<p>a</p><h3>Chapter 3: Tide</h3><p>b</p>", []int{2}, []string{"|<p>a</p>", "Tide|<p>b</p>"}},
		{"at a heading that is a picture", `<p>a</p><h3><img src="picture:x"></h3><p>b</p>`, []int{2}, []string{"|<p>a</p>", `|<h3><img src="picture:x"></h3><p>b</p>`}},
		{"at a break", "<p>a</p><hr><p>b</p>", []int{2}, []string{"|<p>a</p>", "|<p>b</p>"}},
		{"behind a break", "<p>a</p><hr><p>b</p>", []int{3}, []string{"|<p>a</p>", "|<p>b</p>"}},
		{"round nested blocks", "<div class=\"verse\"><p>a<br>b</p><p>c</p></div><ul><li><p>d</p></li></ul><p>e</p>", []int{3}, []string{"|<div class=\"verse\"><p>a<br>b</p><p>c</p></div><ul><li><p>d</p></li></ul>", "|<p>e</p>"}},
		{"loose words", "<p>a</p>b <em>c</em> d<p>e</p>", []int{2}, []string{"|<p>a</p>", "|b <em>c</em> d<p>e</p>"}},
		{"notes", "<p>a" + ref(1, "1") + "</p><p>b" + ref(2, "2") + "</p>" + list(foot(1, "x"), foot(2, "<p>y</p><p>z</p>")), []int{2},
			[]string{"|<p>a" + ref(1, "1") + "</p>" + list(foot(1, "x")), "|<p>b" + ref(2, "2") + "</p>" + list(foot(2, "<p>y</p><p>z</p>"))}},
		{"notes that cross", "<p>a" + ref(2, "†") + "</p><p>b" + ref(1, "*") + "</p>" + list(foot(1, "x"), foot(2, "y")), []int{2},
			[]string{"|<p>a" + ref(2, "†") + "</p>" + list(foot(2, "y")), "|<p>b" + ref(1, "*") + "</p>" + list(foot(1, "x"))}},
		{"a note in a note", "<p>a</p><p>b" + ref(2, "2") + "</p>" + list(foot(1, "x"), foot(2, "y"+ref(1, "1"))), []int{2},
			[]string{"|<p>a</p>", "|<p>b" + ref(2, "2") + "</p>" + list(foot(1, "x"), foot(2, "y"+ref(1, "1")))}},
		{"a note without a mark", "<p>a" + ref(1, "1") + "</p><p>b</p>" + list(foot(1, "x"), foot(2, "y")), []int{2},
			[]string{"|<p>a" + ref(1, "1") + "</p>" + list(foot(1, "x"), foot(2, "y")), "|<p>b</p>"}},
		{"nowhere", "<p>a</p>", nil, []string{"|<p>a</p>"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := storyOf("<p>before</p>", c.body, "<p>behind</p>")
			m.Chapters[1].NotesBefore, m.Chapters[1].NotesAfter = "<p>hello</p>", "<p>bye</p>"
			m.SceneBreaks = strings.Count(c.body, "<hr>")
			if err := m.Split(2, c.at...); err != nil {
				t.Fatal(err)
			}
			got := bodiesOf(m)
			want := slices.Concat([]string{"|<p>before</p>"}, c.want, []string{"|<p>behind</p>"})
			if !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			last := m.Chapters[len(c.want)]
			if m.Chapters[1].NotesBefore != "<p>hello</p>" || last.NotesAfter != "<p>bye</p>" || len(c.want) > 1 && (m.Chapters[1].NotesAfter != "" || last.NotesBefore != "") {
				t.Errorf("notes: %+v", m.Chapters)
			}
			if m.SceneBreaks != strings.Count(strings.Join(got, ""), "<hr>") {
				t.Errorf("%d scene breaks in %q", m.SceneBreaks, got)
			}
		})
	}
	for _, bad := range [][2]int{{0, 2}, {4, 2}, {2, 1}, {2, 3}, {2, -1}} {
		m := storyOf("<p>a</p>", "<p>b</p><p>c</p>", "<p>d</p>")
		if err := m.Split(bad[0], bad[1]); err == nil || len(m.Chapters) != 3 {
			t.Errorf("cut %v: %v", bad, err)
		}
	}
}

// TestJoin lays chapters together, and their footnotes with them.
func TestJoin(t *testing.T) {
	list := func(items ...string) string { return footList + strings.Join(items, "") + "</ol>" }
	for _, c := range []struct {
		name  string
		parts []Chapter
		at    []int
		want  []string
	}{
		{"two", []Chapter{{Body: "<p>a</p>"}, {Body: "<p>b</p>", Title: "B & C"}}, []int{2}, []string{"|<p>a</p><h3>B &amp; C</h3><p>b</p>"}},
		{"the first and what is not there", []Chapter{{Body: "<p>a</p>"}, {Body: "<p>b</p>"}}, []int{1, 3, -1}, []string{"|<p>a</p>", "|<p>b</p>"}},
		{"some", []Chapter{{Body: "1"}, {Body: "2"}, {Body: "3"}, {Body: "4"}, {Body: "5"}}, []int{2, 5, 4}, []string{"|1\n2", "|3\n4\n5"}},
		{"numbers twice", []Chapter{{Body: "a" + ref(1, "1") + list(foot(1, "x"))}, {Body: "b" + ref(1, "1") + list(foot(1, "y"))}, {Body: "c" + ref(1, "[1]") + list(foot(1, "z"))}}, []int{2, 3},
			[]string{"|a" + ref(1, "1") + "b" + ref(2, "2") + "c" + ref(3, "[3]") + list(foot(1, "x"), foot(2, "y"), foot(3, "z"))}},
		{"numbers that go on", []Chapter{{Body: "a" + ref(1, "1") + list(foot(1, "x"))}, {Body: "b" + ref(2, "2") + list(foot(2, "y"))}}, []int{2},
			[]string{"|a" + ref(1, "1") + "b" + ref(2, "2") + list(foot(1, "x"), foot(2, "y"))}},
		{"numbers of the source", []Chapter{{Body: "a" + ref(7, "7") + list(foot(7, "x"))}, {Body: "b" + ref(6, "6") + list(foot(6, "y"))}}, []int{2},
			[]string{"|a" + ref(7, "7") + "b" + ref(13, "13") + list(foot(7, "x"), foot(13, "y"))}},
		{"an author's mark", []Chapter{{Body: "a" + ref(1, "*") + list(foot(1, "x"))}, {Body: "b" + ref(1, "*") + list(foot(1, "y"))}}, []int{2},
			[]string{"|a" + ref(1, "*") + "b" + ref(2, "*") + list(foot(1, "x"), foot(2, "y"))}},
		{"a list that is no footnotes", []Chapter{{Body: "a"}, {Body: "<ol><li>x</li></ol>"}}, []int{2}, []string{"|a\n<ol><li>x</li></ol>"}},
	} {
		m := Manuscript{Chapters: c.parts}
		m.Join(c.at)
		if got := bodiesOf(m); !slices.Equal(got, c.want) {
			t.Errorf("%s\n got %q\nwant %q", c.name, got, c.want)
		}
	}
	m := Manuscript{Chapters: []Chapter{{Summary: "s", NotesBefore: "n", Body: "a", NotesAfter: "x"}, {Summary: "t", NotesBefore: "o", Body: "b", NotesAfter: "y"}}}
	m.Join([]int{2})
	if c := m.Chapters[0]; c.Summary != "st" || c.NotesBefore != "n" || c.Body != "a\nob" || c.NotesAfter != "xy" {
		t.Errorf("%+v", c)
	}
}

var anyTag = regexp.MustCompile(`<[^>]*>`)

// storyWords are the words of a manuscript's chapters and dropped heads, sorted.
func storyWords(m Manuscript) []string {
	var words []string
	for _, c := range m.Chapters {
		for _, s := range []string{c.Title, c.Summary, c.NotesBefore, c.Body, c.NotesAfter} {
			words = append(words, wordsOf(anyTag.ReplaceAllString(s, " "))...)
		}
	}
	sort.Strings(words)
	return words
}

// TestSplitThenJoin holds both to their law: cut anywhere and laid together
// again, a chapter is what it was.
func TestSplitThenJoin(t *testing.T) {
	var body, list strings.Builder
	for i := 1; i <= 30; i++ {
		switch i % 10 {
		case 3:
			fmt.Fprintf(&body, "<h4>Place %d</h4>", i)
		case 5:
			fmt.Fprintf(&body, "<ul><li>point %d</li></ul>", i)
		default:
			fmt.Fprintf(&body, "<p>Paragraph %d%s.</p>", i, ref(i, fmt.Sprint(i)))
			list.WriteString(foot(i, fmt.Sprintf("<p>Note %d</p>", i)))
		}
	}
	whole := body.String() + footList + list.String() + "</ol>"
	for from := 2; from <= 30; from++ {
		for step := 1; step <= 7; step++ {
			m := storyOf(whole)
			before := storyWords(m)
			var at, all []int
			for b := from; b <= 30; b += step {
				at = append(at, b)
			}
			if err := m.Split(1, at...); err != nil {
				t.Fatal(err)
			}
			if len(m.Chapters) != len(at)+1 {
				t.Fatalf("%d chapters of %d cuts", len(m.Chapters), len(at))
			}
			for i, c := range m.Chapters {
				all = append(all, i+1)
				text, notes := cutNotes(c.Body)
				if strings.Count(text, "fnref") != strings.Count(notes, `class="fn"`) {
					t.Fatalf("notes and marks differ in %q", c.Body)
				}
			}
			m.Join(all)
			if got := storyWords(m); !slices.Equal(got, before) {
				t.Fatalf("cut at %v: %d words, before %d", at, len(got), len(before))
			}
			if _, notes := cutNotes(m.Chapters[0].Body); notes != list.String() {
				t.Fatalf("cut at %v, the notes are %q", at, notes)
			}
		}
	}
}

// TestOutline shows a work's chapters, and where they can be cut.
func TestOutline(t *testing.T) {
	long := "<p>One two three four five six seven eight nine ten eleven twelve thirteen fourteen.</p>"
	m := storyOf(long+"<hr><h3>Later</h3><p>Short.</p>"+footList+foot(1, "not counted")+"</ol>", "", "<p>"+strings.Repeat("彼女は帳簿から顔を上げなかった。", 20)+"</p>")
	m.Chapters[0].Title = "First"
	parts := Outline(&m)
	want := []Part{
		{Number: 1, Title: "First", Kind: KindChapter, Words: 16, Opening: "One two three four five six seven eight nine ten eleven twelve…", Ending: "…five six seven eight nine ten eleven twelve thirteen fourteen. Later Short.", Blocks: 4},
		{Number: 2, Kind: KindChapter},
	}
	if !slices.Equal(parts[:2], want) {
		t.Errorf("got  %+v\nwant %+v", parts[:2], want)
	}
	if p := parts[2]; !strings.HasPrefix(p.Opening, "彼女は帳簿から") || !strings.HasSuffix(p.Ending, "上げなかった。") || len([]rune(p.Opening)) > outlineRunes+10 || p.Blocks != 1 {
		t.Errorf("%+v", p)
	}
	places := Places(&m, 1)
	if wantPlaces := []Place{{2, false, ""}, {3, true, "Later"}, {4, false, "Short."}}; !slices.Equal(places, wantPlaces) {
		t.Errorf("got %+v; want %+v", places, wantPlaces)
	}
	if Places(&m, 0) != nil || Places(&m, 4) != nil || Places(&m, 2) != nil {
		t.Error("places in a chapter that is not there")
	}
}

// FuzzSplit holds the cutting to its law on any markup: nothing is lost but
// scene breaks, and nobody panics.
func FuzzSplit(f *testing.F) {
	f.Add("<p>a</p><hr><h3>b</h3>c"+footList+foot(1, "x")+"</ol>", 2)
	f.Add("0<hr>0", 2)
	f.Add("<p>a</p>b"+footList+"c</ol>", 2)
	f.Add("<p>a"+ref(1, "1")+"<div><p>b</p></div><p>c", 3)
	f.Fuzz(func(t *testing.T, body string, at int) {
		m := storyOf(body)
		Outline(&m)
		Places(&m, 1)
		before := storyWords(m)
		if m.Split(1, at) != nil {
			return
		}
		var dropped []string
		for _, d := range m.Dropped {
			dropped = append(dropped, d.Text)
		}
		m.Join([]int{2})
		if lost := missingWords(strings.Join(before, " "), append(dropped, strings.Join(storyWords(m), " "))); len(lost) > 0 {
			t.Errorf("%q cut at %d lost %q", body, at, lost)
		}
	})
}
