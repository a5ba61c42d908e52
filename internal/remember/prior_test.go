package remember_test

import (
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/work"
)

// past gives somebody a history: each work read so many days before the tests' own time.
func past(t *testing.T, a *archivetest.Archive, p archivetest.Person, days map[int64][]float64) {
	t.Helper()
	r, v := history.Recorder{DB: a.DB, Log: slog.New(slog.DiscardHandler)}, a.Viewer(p)
	for id, all := range days {
		for _, d := range all {
			a.DB.Now = func() time.Time { return ago(d) }
			r.Opened(v, work.ID(id), 0, 1)
		}
	}
	a.DB.Now = archivetest.Now
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func ago(days float64) time.Time {
	return archivetest.Now().Add(-time.Duration(days * 24 * float64(time.Hour)))
}

// findAs asks as somebody whose history counts.
func findAs(t *testing.T, a *archivetest.Archive, p archivetest.Person, when remember.Ago, limit int, clues ...remember.Clue) []remember.Found {
	t.Helper()
	v := a.Viewer(p)
	found, err := remember.Find(t.Context(), a.DB, remember.Ask{Clues: clues, Within: work.Listed(v), Limit: limit,
		Prior: remember.Prior{Reader: v.ID, Ago: when, Now: archivetest.Now()}})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func ids(found []remember.Found) (out []int64) {
	for _, f := range found {
		out = append(out, f.Work)
	}
	return out
}

// said are what a history says of works, by their keys.
func said(found []remember.Found) map[int64]time.Time {
	out := map[int64]time.Time{}
	for _, f := range found {
		for _, r := range f.Why {
			if r.Field == remember.Read {
				out[f.Work] = r.At
			}
		}
	}
	return out
}

func TestWhatOneHasReadIsLikelier(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		var works []int64
		for i := range 12 { // alike, so that the newest would come first
			works = append(works, add(t, a, fmt.Sprintf("Lamp %d", i), fmt.Sprintf("<p>The keeper lit lamp %d in the fog and waited for a boat.</p>", i), i == 11))
		}
		past(t, a, archivetest.Reader, map[int64][]float64{works[0]: {380}, works[1]: {380, 0.1}, works[2]: {0.2}, works[3]: {1500}, works[4]: {25}, works[11]: {370}})
		keeper := remember.Clue{Field: remember.What, Text: "keeper lamp fog"}
		plain := ids(find(t, a, remember.Ask{Clues: []remember.Clue{keeper}}))
		if slices.Contains(plain, works[0]) {
			t.Fatalf("without a history the works are %v", plain)
		}
		for when, first := range map[remember.Ago][]int64{remember.AboutAYear: {works[11], works[1], works[0]}, remember.LongerAgo: {works[3]}, remember.ThisMonth: {works[4]}, remember.ThisWeek: {works[2], works[1]}} {
			found := findAs(t, a, archivetest.Reader, when, 20, keeper)
			if got := ids(found); !slices.Equal(got[:len(first)], first) || len(got) != 12 {
				t.Errorf("%s: %v, want %v first and all of them", when, got, first)
			}
			if got := said(found); len(got) != len(first) {
				t.Errorf("%s: told of %v", when, got)
			}
		}
		if at := said(findAs(t, a, archivetest.Reader, remember.AboutAYear, 20, keeper))[works[1]]; !at.Equal(ago(380)) {
			t.Errorf("of two readings the one at %s is told", at)
		}
		found := findAs(t, a, archivetest.Reader, "", 20, keeper)
		if got := said(found); len(got) != 4 || !got[works[1]].IsZero() || !got[works[2]].IsZero() {
			t.Errorf("what one read yesterday counts: %v", got)
		}
		if got := findAs(t, a, archivetest.Ben, remember.AboutAYear, 20, keeper); len(said(got)) != 0 || !slices.Equal(ids(got)[:10], ids(findAs(t, a, archivetest.Ben, "", 20, keeper))[:10]) {
			t.Errorf("another's history counts: %+v", got)
		}
		// Without a clue, what was read then is listed, as far as one may see it.
		if got := ids(findAs(t, a, archivetest.Reader, remember.AboutAYear, 20)); !slices.Equal(got, []int64{works[11], works[1], works[0]}) {
			t.Errorf("about a year ago: %v", got)
		}
		if got := ids(findAs(t, a, archivetest.Reader, "", 20)); len(got) != 0 {
			t.Errorf("of no time: %v", got)
		}
		// A line word for word stays before what was only read.
		line := remember.Clue{Field: remember.Line, Text: "the keeper lit lamp 7 in the fog"}
		if got := findAs(t, a, archivetest.Reader, remember.AboutAYear, 20, line, keeper); got[0].Work != works[7] {
			t.Errorf("a line word for word: %v", ids(got))
		}
	})
}

// Each time that one can say is one at which something can have been.
func TestTimesThatOneCanSay(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		works := map[float64]int64{}
		for i, d := range []float64{0.5, 3, 9, 21, 45, 110, 180, 364, 500, 900, 1500, 4000} {
			works[d] = add(t, a, fmt.Sprintf("Quay %d", i), "<p>A boat.</p>", false)
			past(t, a, archivetest.Reader, map[int64][]float64{works[d]: {d}})
		}
		for when, want := range map[remember.Ago][]float64{
			remember.ThisWeek: {3, 9, 0.5}, remember.ThisMonth: {21, 9, 45}, remember.FewMonths: {110, 180, 45}, remember.AboutAYear: {364, 500},
			remember.FewYears: {900, 1500, 500}, remember.LongerAgo: {1500, 4000}, "soon": nil,
		} {
			got := ids(findAs(t, a, archivetest.Reader, when, 20))
			for _, d := range want {
				if !slices.Contains(got, works[d]) {
					t.Errorf("%s lacks what was read %v days ago: %v", when, d, got)
				}
			}
			if len(got) > len(want)+1 || len(want) == 0 && len(got) > 0 {
				t.Errorf("%s gives %d works", when, len(got))
			}
		}
	})
}

func TestThePageAsksWhoHasAHistory(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		id := add(t, a, "Dust", stationText, false)
		past(t, a, archivetest.Reader, map[int64][]float64{id: {620}})
		const chip = "you read it in March 2025"
		for _, who := range archivetest.People() {
			fields := len(a.Get(who, "/find").All("select[name=read]"))
			told := strings.Contains(a.Get(who, "/find?what=drunk&read=years&read_sure=maybe").Text("main"), chip)
			alone := len(a.Get(who, "/find?read=years").All(".results > li"))
			if want := who == archivetest.Reader; fields == 1 != want || told != want || alone == 1 != want {
				t.Errorf("%s: %d fields, told %v, %d results", who, fields, told, alone)
			}
		}
		p := a.Get(archivetest.Reader, "/find?what=drunk&read=years&read_sure=maybe")
		if len(p.All(`form[action="/find"] input[type=hidden][name=read][value=years]`)) != 1 || len(p.All(`.clues option[value=years][selected]`)) != 1 {
			t.Error("who says which it is has to say again when")
		}
		if n := p.All(`form[action="/requests/new"] [name^=read]`); len(n) != 0 {
			t.Error("when somebody read it would be told to everybody")
		}
		asked := a.Post(archivetest.Reader, "/requests", url.Values{"subject": {"The one at the station"}, "what": {"drunk at the station"}, "read": {"years"}, "read_sure": {"maybe"}})
		if asked.Status != 303 {
			t.Fatal(asked.Status, asked.Text("main"))
		}
		for _, who := range []archivetest.Person{archivetest.Guest, archivetest.Reader} {
			if text := a.Get(who, asked.Header.Get("Location")).Text("main"); strings.Contains(text, "read it in") || strings.Contains(text, "years ago") {
				t.Errorf("%s is told when it was read: %s", who, text)
			}
		}
		for _, odd := range []string{"?read=never", "?read=%00&read_sure=%ff", "?read=week&read=years&what=drunk", "?read=week"} {
			if p := a.Get(archivetest.Reader, "/find"+odd); p.Status != 200 {
				t.Errorf("%s gets %d", odd, p.Status)
			}
		}
	})
}

// The maker of tests for the prior: people who have read fifty of three hundred works and
// remember two words of one, of which one is wrong, and about when it was.

// shelfOf makes works of words that nobody wrote, and gives their words.
func shelfOf(t *testing.T, a *archivetest.Archive, rng *rand.Rand, n int) (works []int64, words [][]string) {
	t.Helper()
	for i := range n {
		var own []string
		for range 120 {
			own = append(own, inventedWord(int(math.Pow(rng.Float64(), 1.5)*900)))
		}
		works = append(works, add(t, a, fmt.Sprintf("Story %d", i), "<p>"+strings.Join(own[:60], " ")+"</p><p>"+strings.Join(own[60:], " ")+"</p>", false))
		words = append(words, own)
	}
	return works, words
}

// inventedWord is a word of three syllables.
func inventedWord(n int) string {
	const a, b = "bdfgklmnprstvz", "aeiou"
	var w strings.Builder
	for range 3 {
		w.WriteByte(a[n%len(a)])
		n = n/3 + 7*n%11
		w.WriteByte(b[n%len(b)])
	}
	return w.String()
}

// asked are when people say that it was, of what was so many days ago: most of them not
// far off.
func asked(rng *rand.Rand, days float64) remember.Ago {
	days *= math.Exp(0.25 * rng.NormFloat64())
	for _, x := range []struct {
		until float64
		say   remember.Ago
	}{{9, remember.ThisWeek}, {45, remember.ThisMonth}, {220, remember.FewMonths}, {540, remember.AboutAYear}, {1250, remember.FewYears}} {
		if days < x.until {
			return x.say
		}
	}
	return remember.LongerAgo
}

// hits counts questions, and in how many the right work was the first, and among ten.
type hits struct{ n, first, ten int }

func (h *hits) count(found []remember.Found, right int64) {
	h.n++
	switch i := slices.Index(ids(found), right); {
	case i == 0:
		h.first++
		h.ten++
	case i > 0 && i < 10:
		h.ten++
	}
}

func (h hits) String() string {
	return fmt.Sprintf("first %.1f %%, in ten %.1f %%", 100*float64(h.first)/float64(h.n), 100*float64(h.ten)/float64(h.n))
}

func TestHowMuchAHistoryHelps(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		rng := rand.New(rand.NewPCG(1, 7))
		works, words := shelfOf(t, a, rng, 300)
		got := map[string]*hits{}
		count := func(kind string, found []remember.Found, right int64) {
			if got[kind] == nil {
				got[kind] = &hits{}
			}
			got[kind].count(found, right)
		}
		for _, who := range archivetest.People()[1:5] {
			days, order := map[int64][]float64{}, rng.Perm(len(works))
			for _, i := range order[:50] {
				d := math.Exp(1.2 + rng.Float64()*6) // from three days to three and a half years
				days[works[i]] = []float64{d}
				if rng.IntN(4) == 0 { // some again
					days[works[i]] = append(days[works[i]], d*rng.Float64())
				}
			}
			past(t, a, who, days)
			for q, i := range order[:60] { // the last ten they read elsewhere
				clue := remember.Clue{Field: remember.What, Text: words[i][rng.IntN(120)] + " " + inventedWord(rng.IntN(900))}
				d := math.Exp(1.2 + rng.Float64()*6)
				kind := "read elsewhere"
				if q < 50 {
					kind, d = "in the history", days[works[i]][0]
				}
				when := asked(rng, d)
				count(kind+", asked as a guest", find(t, a, remember.Ask{Clues: []remember.Clue{clue}}), works[i])
				count(kind+", no time said", findAs(t, a, who, "", 10, clue), works[i])
				count(kind+", about when", findAs(t, a, who, when, 10, clue), works[i])
			}
		}
		for _, kind := range []string{"in the history", "read elsewhere"} {
			for _, how := range []string{"asked as a guest", "no time said", "about when"} {
				t.Logf("%s, %s: %s", kind, how, got[kind+", "+how])
			}
		}
		guest, ever, then := got["in the history, asked as a guest"], got["in the history, no time said"], got["in the history, about when"]
		if ever.first < guest.first || ever.ten < guest.ten || then.first < ever.first+20 || then.ten < ever.ten+20 {
			t.Errorf("a history helps too little: %s; %s; %s", guest, ever, then)
		}
		if lost := got["read elsewhere, asked as a guest"].ten - got["read elsewhere, about when"].ten; lost > 4 {
			t.Errorf("of 40 works that were read elsewhere %d are not in ten any more", lost)
		}
	})
}
