package remember_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

const (
	stationText = `<p>The road was long.</p><p>He had looked for her since noon.</p><p>She was drunk at the bus station, and she wept that she had always wished to go to California. He carried her out to the car.</p><p>They drove home.</p>`
	otherText   = `<p>California was far away. The grey cat sat on the roof.</p><p>Nobody at the station was drunk; the bus was late, and she laughed.</p>`
)

func TestClues(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		right := add(t, a, "Dust", stationText, false)
		add(t, a, "Roofs", otherText, false)
		hidden := add(t, a, "For Members", strings.ReplaceAll(stationText, "long", "short"), true)
		for _, c := range []struct {
			clues []remember.Clue
			why   string
		}{
			{[]remember.Clue{{Field: remember.What, Text: "he carries her, wanted to go to California"}, {Field: remember.Where, Text: "bus stations"}}, "carries"},
			{[]remember.Clue{{Field: remember.What, Text: "drinking, crying, carry her out"}, {Field: remember.When, Text: "winter", Maybe: true}}, "drinking"},
			{[]remember.Clue{{Field: remember.Line, Text: "she was asleep at the bus station and she wept"}}, ""},
		} {
			found := find(t, a, remember.Ask{Clues: c.clues})
			if len(found) == 0 || found[0].Work != right || found[0].Anchor == "" {
				t.Fatalf("%v finds %+v", c.clues, found)
			}
			if c.why != "" && !strings.Contains(strings.Join(found[0].Why[0].Words, " "), c.why) {
				t.Errorf("%v is found by %+v", c.clues, found[0].Why)
			}
			for _, f := range found {
				if f.Work == hidden {
					t.Errorf("a guest is shown a scene of a work for members")
				}
			}
			without := find(t, a, remember.Ask{Clues: c.clues, No: []int64{right}})
			for _, f := range without {
				if f.Work == right {
					t.Error("what it is not is shown again")
				}
			}
		}
		found := find(t, a, remember.Ask{Clues: []remember.Clue{{Field: remember.What, Text: "California"}, {Field: remember.Not, Text: "car, drove home"}}})
		if len(found) != 2 || found[1].Work != right {
			t.Errorf("what it is not makes less likely and leaves nothing out: %+v", found)
		}
	})
}

func TestPage(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		right := add(t, a, "Dust", stationText, false)
		id := number(right)
		p := a.Get(archivetest.Guest, "/find?what=drunk+he+carried+her&where=bus+station&where_sure=maybe")
		if p.Status != http.StatusOK {
			t.Fatalf("status %d", p.Status)
		}
		for _, want := range []string{"/works/" + id + "/chapters/", "#p1-3\">", "<mark>", "<b>what</b> drunk, carried", "This is it", `value="maybe" selected`} {
			if !strings.Contains(p.Body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		if p := a.Get(archivetest.Guest, "/find?what=drunk&no="+id); strings.Contains(p.Body, "/works/"+id+"/chapters/") {
			t.Error("what it is not is shown")
		}
		if p := a.Get(archivetest.Guest, "/find?what=drunk&it="+id); !strings.Contains(p.Body, "This is the one.") {
			t.Error("what it is is not said")
		}
		if p := a.Get(archivetest.Guest, "/find?line="+strings.Repeat("x", remember.MaxClue+1)); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, "600") {
			t.Errorf("a clue that is too long is answered by %d", p.Status)
		}
		for _, odd := range []string{"?what=%00%ff", "?no=x&it=-1&what=%22", "?what=" + strings.Repeat("%E6%98%A8", 300), "?who=%25_*", "?line=.+.+.+."} {
			if p := a.Get(archivetest.Guest, "/find"+odd); p.Status != http.StatusOK {
				t.Errorf("%s is answered by %d", odd, p.Status)
			}
		}
	})
}

func TestLeftOutByTheAuthor(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		id := work.ID(add(t, a, "Dust", stationText, false))
		asks := []remember.Ask{{Clues: []remember.Clue{{Field: remember.Line, Text: "drunk at the bus station, and she wept"}}}, {Clues: []remember.Clue{{Field: remember.What, Text: "drunk California"}}}}
		for _, out := range []bool{false, true, true, false} {
			w, err := work.Editable(t.Context(), a.DB, a.Viewer(archivetest.Ann), id)
			if err != nil {
				t.Fatal(err)
			}
			d := w.Details()
			d.Unquoted = out
			a.Tx(func(tx *db.Tx) error { return work.ChangeDetails(t.Context(), tx, a.Cleaner(), id, w.Minor, d) })
			for _, ask := range asks {
				if found := find(t, a, ask); len(found) == 0 != out {
					t.Errorf("left out %v: %v finds %+v", out, ask.Clues, found)
				}
			}
			a.Tx(func(tx *db.Tx) error { return search.RefreshTexts(t.Context(), tx, int64(id)) })
			found, err := search.Find(t.Context(), a.DB, search.Query{Text: "dust"})
			if err != nil || len(found.Hits) != 1 {
				t.Errorf("left out %v: by its title it is found as %+v, %v", out, found, err)
			}
		}
	})
}

// Words of clues that stand in a row were shown as one: “busstation”.
func TestMarkedWordsInARow(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		add(t, a, "Dust", stationText, false)
		found := find(t, a, remember.Ask{Clues: []remember.Clue{{Field: remember.What, Text: "bus station, carried out"}}})
		if len(found) != 1 {
			t.Fatalf("found %+v", found)
		}
		var shown strings.Builder
		for _, s := range found[0].Snippet {
			shown.WriteString(s.Text)
		}
		if !strings.Contains(shown.String(), "drunk at the bus station, and") {
			t.Errorf("shown is %q", shown.String())
		}
	})
}

func TestTextsWithoutSpaces(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		right := add(t, a, "雨", `<p>昨日の夜、彼は小さな駅で最後の電車を待っていた。</p><p>誰も来なかった。</p>`, false)
		add(t, a, "雪", `<p>今日は電気がない。小川の夜。</p>`, false)
		if found := find(t, a, remember.Ask{Clues: []remember.Clue{{Field: remember.What, Text: "駅で電車"}}}); len(found) == 0 || found[0].Work != right {
			t.Errorf("found %+v", found)
		}
	})
}

// add posts a work of one chapter.
func add(t *testing.T, a *archivetest.Archive, title, body string, restricted bool) int64 {
	t.Helper()
	d := work.Draft{Title: title, Language: "en", Rating: work.General, Posted: true, Restricted: restricted, ChapterTotal: 1,
		Creators: []account.PseudID{a.Pseud(archivetest.Ann, "Ann").ID},
		Tags:     []tag.Named{{Type: tag.Fandom, Name: "Roads"}}, Chapters: []work.DraftChapter{{Body: body}}}
	var id work.ID
	a.Tx(func(tx *db.Tx) (err error) {
		id, err = work.Create(t.Context(), tx, a.Cleaner(), d)
		return err
	})
	return int64(id)
}

// find asks as a guest.
func find(t *testing.T, a *archivetest.Archive, ask remember.Ask) []remember.Found {
	t.Helper()
	ask.Within, ask.Limit = work.Listed(viewer.Viewer{}), 10
	found, err := remember.Find(t.Context(), a.DB, ask)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func number(id int64) string { return strconv.FormatInt(id, 10) }
