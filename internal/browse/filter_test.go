package browse

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// someName draws what people call tags, with everything that is special in addresses.
func someName() *rapid.Generator[string] {
	return rapid.StringMatching(`[a-zA-Zé&/.?#+*%()“京 -]{0,12}[a-zé京]`)
}

func someFilter() *rapid.Generator[Filter] {
	return rapid.Custom(func(t *rapid.T) Filter {
		f := Filter{
			Include:         rapid.SliceOfN(someName(), 0, 4).Draw(t, "include"),
			Exclude:         rapid.SliceOfN(someName(), 0, 4).Draw(t, "exclude"),
			Ratings:         rapid.SliceOf(rapid.SampledFrom(work.Ratings())).Draw(t, "ratings"),
			Language:        rapid.SampledFrom([]string{"", "en", "pt-BR", "zh-Hant"}).Draw(t, "language"),
			Complete:        rapid.SampledFrom([]Choice{Either, Yes, No}).Draw(t, "complete"),
			Crossover:       rapid.SampledFrom([]Choice{Either, Yes, No}).Draw(t, "crossover"),
			Main:            rapid.Bool().Draw(t, "main"),
			OneFandom:       rapid.SampledFrom([]Choice{Either, Yes, No}).Draw(t, "one fandom"),
			OneRelationship: rapid.SampledFrom([]Choice{Either, Yes, No}).Draw(t, "one relationship"),
			WordsFrom:       rapid.IntRange(0, 1_000_000_000).Draw(t, "from"),
			WordsTo:         rapid.IntRange(0, 1_000_000_000).Draw(t, "to"),
			DateFrom:        someDay(t),
			DateTo:          someDay(t),
			Query:           clean(rapid.StringN(0, maxQuery, -1).Draw(t, "query")),
			Sort:            rapid.SampledFrom(Sorts()).Draw(t, "sort"),
			Reverse:         rapid.Bool().Draw(t, "reverse"),
			PageNumber:      rapid.IntRange(0, 5000).Draw(t, "page"),
		}
		switch rapid.IntRange(0, 4).Draw(t, "place") {
		case 1:
			f.Tag = strings.NewReplacer("*", "", "%", "").Replace(tag.Key(someName().Draw(t, "tag")))
		case 2:
			f.Login = "some one"
		case 3:
			f.Login, f.Pseud = "someone", "other/self"
		case 4:
			f.Series = int64(rapid.IntRange(1, 99).Draw(t, "series"))
		}
		for i := range f.Include {
			f.Include[i] = clean(f.Include[i])
		}
		for i := range f.Exclude {
			f.Exclude[i] = clean(f.Exclude[i])
		}
		return f
	})
}

func someDay(t *rapid.T) time.Time {
	n := rapid.IntRange(0, 40_000).Draw(t, "day")
	if n == 0 {
		return time.Time{}
	}
	return time.Date(1970, 1, n, 0, 0, 0, 0, time.UTC)
}

// read takes an address apart as the routes do.
func read(t *rapid.T, address string) Filter {
	u, err := url.Parse(address)
	if err != nil {
		t.Fatalf("%q is no address: %v", address, err)
	}
	f, wrong := Parse(u.Query())
	if len(wrong) > 0 {
		t.Fatalf("%q: %v", address, wrong)
	}
	seg := strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	for i := range seg {
		if seg[i], err = url.PathUnescape(seg[i]); err != nil {
			t.Fatal(err)
		}
	}
	switch {
	case seg[0] == "tags":
		f.Tag = tag.Unslug(seg[1])
	case seg[0] == "users" && len(seg) == 5:
		f.Login, f.Pseud = seg[1], seg[3]
	case seg[0] == "users":
		f.Login = seg[1]
	case seg[0] == "languages":
		f.Language = seg[1]
	}
	return f
}

func TestAFilterIsAnAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := someFilter().Draw(t, "filter").normal()
		address := want.Address()
		got := read(t, address)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%s\n got %+v\nwant %+v", address, got, want)
		}
		if again := got.Address(); again != address {
			t.Fatalf("written again: %s, was %s", again, address)
		}
	})
}

// A filter in an address that is no list's says the same, its place in fields.
func TestAFilterIsAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := someFilter().Draw(t, "filter").page(1).normal()
		want.Tag = clean(want.Tag) // as names are
		u, err := url.Parse(want.at("/works/random"))
		if err != nil {
			t.Fatal(err)
		}
		if got, wrong := anywhere(u.Query()); len(wrong) > 0 || !reflect.DeepEqual(got, want) {
			t.Fatalf("%s\n got %+v %v\nwant %+v", u, got, wrong, want)
		}
	})
}

func TestAddressLeavesOutWhatIsOpen(t *testing.T) {
	for _, c := range []struct {
		f    Filter
		want string
	}{
		{Filter{}, "/works"},
		{Filter{PageNumber: 1}, "/works"},
		{Filter{PageNumber: 2}, "/works?page=2"},
		{Filter{Tag: "A/B"}, "/tags/A*s*B/works"},
		{Filter{Login: "ann"}, "/users/ann/works"},
		{Filter{Login: "ann", Pseud: "Ann & Co"}, "/users/ann/pseuds/Ann%20&%20Co/works"},
		{Filter{Language: "fi"}, "/languages/fi/works"},
		{Filter{Language: "fi", Tag: "X"}, "/tags/X/works?language=fi"},
		{Filter{Sort: Title}, "/works?sort=title"},
		{Filter{Sort: Title, Reverse: true}, "/works?order=desc&sort=title"},
		{Filter{Reverse: true}, "/works?order=asc"},
		{Filter{Ratings: work.Ratings()}, "/works"},
		{Filter{Include: []string{"b", "A", "B"}}, "/works?include=A&include=b"},
	} {
		if got := c.f.Address(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.f, got, c.want)
		}
	}
}

func TestParseForms(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"tags=Fluff, -Death，Angst", "/works?exclude=Death&include=Angst&include=Fluff"},
		{"choice[A/B]=in&choice[C]=not&choice[D]=", "/works?exclude=C&include=A%2FB"},
		{"words_from=5,000&words_to=1.000.000", "/works?words_from=5000&words_to=1000000"},
		{"rating=Mature&rating=Mature&rating=None", "/works?rating=Mature"},
		{"sort=nothing&order=up&complete=maybe&page=", "/works"},
		{"sort=words&order=desc", "/works?sort=words"},
	} {
		q, err := url.ParseQuery(strings.ReplaceAll(c.query, " ", "+"))
		if err != nil {
			t.Fatal(err)
		}
		f, wrong := Parse(q)
		if got := f.Address(); got != c.want || len(wrong) != 0 {
			t.Errorf("%s: %s %v, want %s", c.query, got, wrong, c.want)
		}
	}
}

func TestParseTellsWhatIsWrong(t *testing.T) {
	many := url.Values{}
	for i := range maxTags + 1 {
		many.Add("include", strings.Repeat("x", i+1))
	}
	for field, q := range map[string]url.Values{
		"words_from": {"words_from": {"many"}},
		"words_to":   {"words_to": {"-3"}},
		"date_from":  {"date_from": {"last week"}},
		"date_to":    {"date_to": {"2026-02-30"}},
		"language":   {"language": {"en' OR 1=1"}},
		"query":      {"query": {strings.Repeat("long ", 100)}},
		"tags":       many,
	} {
		f, wrong := Parse(q)
		if len(wrong) != 1 || fault.FieldOf(wrong[0]) != field || fault.KindOf(wrong[0]) != fault.Invalid {
			t.Errorf("%s: %v", field, wrong)
		}
		if again, wrong := Parse(f.values()); len(wrong) != 0 || !reflect.DeepEqual(again, f) {
			t.Errorf("%s: what is left is not a filter: %v", field, wrong)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("include=a&choice[b]=not&words_from=1,000&page=2")
	f.Add("include=%00%ff&tags=,,-,-a&query=%E4%BA%AC")
	f.Fuzz(func(t *testing.T, raw string) {
		q, err := url.ParseQuery(raw)
		if err != nil {
			t.Skip()
		}
		one, _ := Parse(q)
		two, wrong := Parse(one.values())
		two.Language = one.Language // the path may hold it
		if len(wrong) != 0 || !reflect.DeepEqual(one, two) {
			t.Fatalf("%q\n once %+v\ntwice %+v %v", raw, one, two, wrong)
		}
	})
}
