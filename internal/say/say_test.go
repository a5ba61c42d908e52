package say

import (
	"context"
	"slices"
	"testing"
	"testing/fstest"
	"time"
)

// Two languages made up of a few sentences: Polish, which counts in three forms
// (and a fourth for fractions), and German, which groups and points as English doesn't.
var translations = fstest.MapFS{
	"catalogue/en.toml": {Data: []byte("# English is in the code.\n")},
	"catalogue/pl.toml": {Data: []byte(`
["{n} words"]
one = "{n} słowo"
few = "{n} słowa"
many = "{n} słów"
other = "{n} słowa"
["by {name}"]
other = "autor: {name}"
["There is no tag called %q here."]
other = "Nie ma tu tagu %q."
["Other"]
other = "Inne"
`)},
	"catalogue/de.toml": {Data: []byte(`
["{day} {month} {year}"]
other = "{day}. {month} {year}"
["Mar"]
other = "März"
["{n} works by {name}"]
one = "{n} Werk von {name}"
other = "{n} Werke von {name}"
`)},
}

// in is a context in which language speaks.
func in(t *testing.T, language string) context.Context {
	t.Helper()
	all, err := loadFrom(translations)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.tag.String() == language {
			return With(t.Context(), s)
		}
	}
	t.Fatalf("nobody speaks %s", language)
	return nil
}

func TestLoadSpeaksEnglishFirst(t *testing.T) {
	all, err := loadFrom(translations)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range all {
		got = append(got, Language(With(t.Context(), s)))
	}
	if want := []string{"en", "de", "pl"}; !slices.Equal(got, want) {
		t.Errorf("languages %v, want %v", got, want)
	}
	if _, err := Load(); err != nil {
		t.Errorf("the program's own catalogue: %v", err)
	}
	if got := Language(t.Context()); got != "en" {
		t.Errorf("without a speaker the language is %q", got)
	}
}

func TestLoadRefusesABrokenFile(t *testing.T) {
	bad := fstest.MapFS{"catalogue/fr.toml": {Data: []byte("this is no TOML")}}
	if _, err := loadFrom(bad); err == nil {
		t.Error("a broken file was taken")
	}
}

func TestT(t *testing.T) {
	for _, c := range []struct{ language, english, want string }{
		{"en", "by {name}", "by {n}ora"},
		{"pl", "by {name}", "autor: {n}ora"},
		{"pl", "for {name}", "for {n}ora"}, // not translated yet
		{"de", "by {name}", "by {n}ora"},   // in another language only
		{"pl", "Other", "Inne"},            // also a word of the catalogue's own format
	} {
		// A value that looks like a place is not filled again.
		if got := T(in(t, c.language), c.english, "name", "{n}ora", "n", 3); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.language, c.english, got, c.want)
		}
	}
}

func TestN(t *testing.T) {
	for _, c := range []struct {
		language string
		n        int
		want     string
	}{
		{"en", 0, "0 words"}, {"en", 1, "1 word"}, {"en", 2, "2 words"}, {"en", 1234567, "1,234,567 words"},
		{"pl", 1, "1 słowo"}, {"pl", 2, "2 słowa"}, {"pl", 4, "4 słowa"}, {"pl", 5, "5 słów"}, {"pl", 12, "12 słów"},
		{"pl", 22, "22 słowa"}, {"pl", 0, "0 słów"}, {"pl", 101, "101 słów"},
		{"de", 1, "1 word"}, {"de", 2, "2 words"}, // not translated: English counts as English does
	} {
		if got := Words(in(t, c.language), c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.language, c.n, got, c.want)
		}
	}
	if got, want := N(in(t, "de"), 24770, "{n} work by {name}", "{n} works by {name}", "name", "Ann"), "24.770 Werke von Ann"; got != want {
		t.Errorf("with another value: %q, want %q", got, want)
	}
}

func TestF(t *testing.T) {
	const format = "There is no tag called %q here."
	if got, want := F(t.Context(), format, "x"), `There is no tag called "x" here.`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := F(in(t, "pl"), format, "x"), `Nie ma tu tagu "x".`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := F(t.Context(), "100 % cotton"), "100 % cotton"; got != want {
		t.Errorf("without values: %q, want %q", got, want)
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		language string
		n        int
		want     string
	}{
		{"en", 0, "0"}, {"en", 999, "999"}, {"en", -999, "-999"}, {"en", 1000, "1,000"}, {"en", -24770, "-24,770"}, {"en", 1234567890, "1,234,567,890"},
		{"de", 999, "999"}, {"de", 24770, "24.770"}, {"de", 1234567, "1.234.567"},
		{"pl", 24770, "24\u00a0770"},
	} {
		if got := Number(in(t, c.language), c.n); got != c.want {
			t.Errorf("%s: %q, want %q", c.language, got, c.want)
		}
	}
	if got := Number(t.Context(), 24770); got != "24,770" {
		t.Errorf("without a speaker: %q", got)
	}
}

func TestDate(t *testing.T) {
	day := time.Date(2026, time.March, 3, 23, 59, 0, 0, time.UTC)
	for language, want := range map[string]string{"en": "3 Mar 2026", "de": "3. März 2026", "pl": "3 Mar 2026"} {
		if got := Date(in(t, language), day); got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
	if got := Date(t.Context(), time.Time{}); got != "unknown date" {
		t.Errorf("no date: %q", got)
	}
	if got := ISODate(day); got != "2026-03-03" {
		t.Errorf("for machines: %q", got)
	}
	seen := map[string]bool{}
	for m := time.January; m <= time.December; m++ {
		seen[month(t.Context(), m)] = true
	}
	if len(seen) != 12 {
		t.Errorf("%d names of months", len(seen))
	}
}

func TestReadingTime(t *testing.T) {
	for n, want := range map[int]string{0: "1 min", 1: "1 min", 250: "1 min", 251: "2 min", 14750: "59 min", 14751: "1 h", 15000: "1 h",
		15001: "1 h 01", 24770: "1 h 40", 4_000_000: "266 h 40", 15_000_000: "1,000 h"} {
		if got := ReadingTime(t.Context(), n); got != want {
			t.Errorf("%d words: %q, want %q", n, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 1449: "1.4 kB", 12_600: "13 kB", 999_999: "1.0 MB",
		1_400_000: "1.4 MB", 9_960_000: "10 MB", 2_500_000_000: "2.5 GB", 5_000_000_000_000_000: "5000 TB"} {
		if got := Size(t.Context(), n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := Size(in(t, "de"), 1_400_000); got != "1,4 MB" {
		t.Errorf("German: %q", got)
	}
}
