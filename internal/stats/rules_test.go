package stats

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestADayIsADayOfUTC(t *testing.T) {
	for _, c := range []struct {
		at   string
		want Day
	}{
		{"1970-01-01T00:00:00Z", 0}, {"1970-01-01T23:59:59.999Z", 0}, {"1970-01-02T00:00:00Z", 1},
		{"1969-12-31T23:59:59Z", -1}, {"2026-11-20T12:00:00Z", 20777}, {"2026-11-20T23:30:00-05:00", 20778},
	} {
		at, err := time.Parse(time.RFC3339Nano, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := DayOf(at); got != c.want {
			t.Errorf("DayOf(%s) = %d, want %d", c.at, got, c.want)
		}
		if got := DayOf(c.want.Time()); got != c.want {
			t.Errorf("the beginning of day %d is on day %d", c.want, got)
		}
	}
}

// A small number could be a person: it is told as small, and so is none as none.
func TestSmallNumbersAreNotTold(t *testing.T) {
	for n, want := range map[int]string{0: "0", 1: "under 5", 4: "under 5", 5: "5", 1234: "1,234"} {
		if got := Blurred(t.Context(), n); got != want {
			t.Errorf("Blurred(%d) = %q, want %q", n, got, want)
		}
	}
	if got := share(Kept{Readers: 3}, Kept{Readers: 50}); got != -1 {
		t.Errorf("three of fifty are told as %d %%", got)
	}
	if got := share(Kept{Readers: 25}, Kept{Readers: 50}); got != 50 {
		t.Errorf("25 of 50 are told as %d %%", got)
	}
}

func TestTheFileKeepsSpreadsheetsFromCalculating(t *testing.T) {
	var b bytes.Buffer
	works := []Owned{{ID: 1, Title: "=HYPERLINK(\"x\")"}, {ID: 2, Title: "Say \"yes\", twice"}}
	rows := []Row{{1, Readers, 20777, 3}, {2, Hits, 20778, 12}}
	if err := writeCSV(&b, works, rows); err != nil {
		t.Fatal(err)
	}
	want := "day,work,title,what,number\r\n2026-11-20,1,\"'=HYPERLINK(\"\"x\"\")\",readers,<5\r\n2026-11-21,2,\"Say \"\"yes\"\", twice\",hits,12\r\n"
	if b.String() != want {
		t.Errorf("got\n%q, want\n%q", b.String(), want)
	}
}

// Every day of a period is in one span and no more, and today is in the last.
func TestSpansCoverTheirPeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := Day(rapid.IntRange(10_000, 40_000).Draw(t, "today"))
		first := today - Day(rapid.IntRange(0, 5000).Draw(t, "first"))
		p := rapid.SampledFrom(Periods()).Draw(t, "period")
		spans := p.spans(today, first)
		last := spans[len(spans)-1]
		if today < last.from || today >= last.to {
			t.Fatalf("today %d is not in the last span %v", today, last)
		}
		for i := 1; i < len(spans); i++ {
			if spans[i].from != spans[i-1].to {
				t.Fatalf("spans %v and %v leave a gap or overlap", spans[i-1], spans[i])
			}
		}
		if p != All && p.from(today) != spans[0].from {
			t.Fatalf("%s: rows are read from %d, the first span is %v", p, p.from(today), spans[0])
		}
	})
}

func TestTheGridOfAChartIsRoundAndHoldsItsLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, 2_000_000), 1, 60).Draw(t, "values")
		names := make([]string, len(values))
		c := draw("x", []counted{{"a", values}, {"b", values}}, names, map[int]string{0: "ch. 1"})
		if n := len(c.Grid); n < 2 || n > 7 {
			t.Fatalf("%d lines to read values at", n)
		}
		if c.Grid[0].Y != bottom || c.Grid[len(c.Grid)-1].Y != top {
			t.Fatalf("the grid is from %v to %v", c.Grid[0].Y, c.Grid[len(c.Grid)-1].Y)
		}
		if d := c.Lines[1].Y - c.Lines[0].Y; d < 15.9 {
			t.Fatalf("the names of two lines stand on each other, %v apart", d)
		}
		if y := max(c.Lines[0].Y, c.Lines[1].Y); y > bottom {
			t.Fatalf("a line's name is at %v, among the dates", y)
		}
		if got := len(strings.Fields(c.Lines[0].Points)); got != len(values) {
			t.Fatalf("%d points for %d values", got, len(values))
		}
	})
}

func TestRobotsAreNoReaders(t *testing.T) {
	for agent, want := range map[string]bool{
		"": true, "Googlebot/2.1": true, "curl/8.1": true, "FanFicFare/4.2": true, "Mozilla/5.0 (compatible; bingbot/2.0)": true,
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                    false,
		"Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148": false,
	} {
		if got := Robot(agent); got != want {
			t.Errorf("Robot(%q) = %v", agent, got)
		}
	}
}
