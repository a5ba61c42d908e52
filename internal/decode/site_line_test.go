package decode

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSiteLine(t *testing.T) {
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name, in string
		want     siteLine
	}{
		{"whole", "Rated: Fiction T - English - Adventure/Sci-Fi - [Ada M., Ines] Tomas, OC - Chapters: 22 - Words: 114,414 - Reviews: 395 - Favs: 779 - Follows: 835 - Updated: 03-21-13 - Published: 04-28-12 - Status: Complete - id: 8067258",
			siteLine{rating: Teen, language: "en", genres: []string{"Adventure", "Sci-Fi"}, characters: []string{"Ada M.", "Ines", "Tomas", "OC"}, pairs: []string{"Ada M./Ines"}, chapters: 22,
				updated: day(2013, 3, 21), published: day(2012, 4, 28), complete: true, id: "8067258"}},
		{"no genre, one chapter, open", "Rated: Fiction K+ - German - Ada M. - Words: 1,200 - Reviews: 3 - Published: Mar 14, 2015 - id: 12",
			siteLine{rating: General, language: "de", characters: []string{"Ada M."}, published: day(2015, 3, 14), id: "12"}},
		{"no characters", "Rated: Fiction M - English - Hurt/Comfort - Chapters: 2   - Words: 900 - Published: 6/13/2009 - id: 5",
			siteLine{rating: Mature, language: "en", genres: []string{"Hurt/Comfort"}, chapters: 2, published: day(2009, 6, 13), id: "5"}},
		{"two genres with a slash inside", "Rated: Fiction M - English - Hurt/Comfort/Family - Words: 900 - id: 5",
			siteLine{rating: Mature, language: "en", genres: []string{"Hurt/Comfort", "Family"}, id: "5"}},
		{"labels", "Rated: Fiction K - Language: French - Genre: Drama/Romance - Characters: [Ada M., Ines] Tomas - Warnings: storms - Words: 12",
			siteLine{rating: General, language: "fr", genres: []string{"Drama", "Romance"}, characters: []string{"Ada M.", "Ines", "Tomas"}, pairs: []string{"Ada M./Ines"},
				rest: []lineFact{{"Warnings", "storms"}}}},
		{"list of stories", "Tin Harbours - Rated: T - English - Romance - Chapters: 3 - Words: 9,000 - Published: 1/31/2011 - Ada M. - Complete",
			siteLine{fandoms: []string{"Tin Harbours"}, rating: Teen, language: "en", genres: []string{"Romance"}, characters: []string{"Ada M."}, chapters: 3, published: day(2011, 1, 31), complete: true}},
		{"crossover", "Crossover - Tin Harbours & The Weather Office - Rated: T - English - Chapters: 1 - Words: 10",
			siteLine{fandoms: []string{"Tin Harbours", "The Weather Office"}, rating: Teen, language: "en", chapters: 1}},
		{"crossover of the page", "Tin Harbours + Weather Crossover - Rated: T - English - Chapters: 1 - Words: 10",
			siteLine{fandoms: []string{"Tin Harbours", "Weather"}, rating: Teen, language: "en", chapters: 1}},
		{"a name with the mark in it", "Crossover - Salt & Tin & Weather - Rated: T - English - Chapters: 1 - Words: 10",
			siteLine{fandoms: []string{"Salt & Tin & Weather"}, rating: Teen, language: "en", chapters: 1}},
		{"phone", "Rated: T, English, Adventure & Humor, [Ada M., Ines] Tomas, Words: 40k+, Favs: 2k+, Follows: 3k+, Published: 7-12-08 Updated: 6-30-09",
			siteLine{rating: Teen, language: "en", genres: []string{"Adventure", "Humor"}, characters: []string{"Ada M.", "Ines", "Tomas"}, pairs: []string{"Ada M./Ines"},
				published: day(2008, 7, 12), updated: day(2009, 6, 30), doubtful: []string{"published"}}},
		{"three in a pairing, two pairings", "Rated: Fiction T - English - [Ada, Ines, Tomas] [Mae, Orla] Quill - Words: 5 - id: 1",
			siteLine{rating: Teen, language: "en", characters: []string{"Ada", "Ines", "Tomas", "Mae", "Orla", "Quill"}, pairs: []string{"Ada/Ines/Tomas", "Mae/Orla"}, id: "1"}},
		{"no-break spaces and long dashes", "Rated:\u00a0Fiction\u00a0T – English – Family – Words: 5 – Published: 30-12-11 – id: 1",
			siteLine{rating: Teen, language: "en", genres: []string{"Family"}, published: day(2011, 12, 30), id: "1"}},
		{"times ago", "Rated: Fiction T - English - Words: 5 - Published: 5h ago - id: 1", siteLine{rating: Teen, language: "en", id: "1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := parseSiteLine(c.in)
			if !ok {
				t.Fatal("not read")
			}
			if diff := siteLineDiff(got, c.want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// siteLineDiff says in which field two lines differ.
func siteLineDiff(got, want siteLine) string {
	switch {
	case got.rating != want.rating:
		return "rating " + string(got.rating)
	case got.language != want.language:
		return "language " + got.language
	case !slices.Equal(got.fandoms, want.fandoms):
		return "fandoms " + strings.Join(got.fandoms, "|")
	case !slices.Equal(got.genres, want.genres):
		return "genres " + strings.Join(got.genres, "|")
	case !slices.Equal(got.characters, want.characters):
		return "characters " + strings.Join(got.characters, "|")
	case !slices.Equal(got.pairs, want.pairs):
		return "pairs " + strings.Join(got.pairs, "|")
	case got.chapters != want.chapters || got.complete != want.complete || got.id != want.id:
		return "chapters, status or id"
	case !got.published.Equal(want.published) || !got.updated.Equal(want.updated):
		return "dates " + got.published.String() + " " + got.updated.String()
	case !slices.Equal(got.doubtful, want.doubtful):
		return "doubtful " + strings.Join(got.doubtful, "|")
	case !slices.Equal(got.rest, want.rest):
		return "rest"
	}
	return ""
}

func TestProseIsNoSiteLine(t *testing.T) {
	for _, in := range []string{
		"", "Rated: T", "Rated: PG-13 for swearing - and for the sea",
		"The film was rated: M - he did not know what that meant - and went in.",
		"Rated: Fiction T - English", strings.Repeat("Rated: T - English - ", 500),
	} {
		if _, ok := parseSiteLine(in); ok {
			t.Errorf("%.60q was read as a line of facts", in)
		}
	}
}

// FuzzSiteLine holds the parser to its law: what it gives stood in the line,
// and the same line without double blanks gives the same.
func FuzzSiteLine(f *testing.F) {
	f.Add("Rated: Fiction T - English - Adventure/Sci-Fi - [A, B] C, D - Chapters: 22 - Words: 1 - Updated: 03-21-13 - id: 8")
	f.Add("Crossover - X & Y - Rated: T, English, Humor, Words: 4k+, Published: 7-12-08 Updated: 6-10-09")
	f.Add("Rated: M - ][ - [[,]] - id: 99999999999999999999")
	f.Fuzz(func(t *testing.T, s string) {
		l, ok := parseSiteLine(s)
		if !ok {
			return
		}
		again, ok := parseSiteLine(oneLine(s))
		if !ok {
			t.Fatal("not read without its blanks")
		}
		if diff := siteLineDiff(again, l); diff != "" {
			t.Fatal("read otherwise without its blanks:", diff)
		}
		for _, name := range slices.Concat(l.fandoms, l.characters, l.genres) {
			if !hasWord(name) || len(missingWords(name, []string{s})) > 0 {
				t.Fatalf("%q is not in the line", name)
			}
		}
	})
}
