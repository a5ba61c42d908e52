package query_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/query"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ line, normal string }{
		{"", ""},
		{"  \t ", ""},
		{"rain and thunder", "rain and thunder"},
		{`"the red door"`, `"the red door"`},
		{"“the red  door”", `"the red door"`},
		{"„the red door“", `"the red door"`},
		{`"say \"no\""`, `"say \"no\""`},
		{"slow-burn don't C++ R&B", "slow-burn don't C++ R&B"},
		{"Angst - Freeform", "Angst Freeform"},
		{"+rain", "rain"},
		{"Re:Zero", "Re:Zero"},
		{"Star Trek: Voyager", "Star Trek: Voyager"},
		{"https://example.org/x", "https://example.org/x"},

		{"a AND b", "a b"},
		{"a && b", "a b"},
		{"a OR b || c", "a OR b OR c"},
		{"a||b", "a OR b"},
		{"a b OR c d", "(a b) OR (c d)"},
		{"(a OR b) c", "(a OR b) c"},
		{"a OR b sort:hits", "a OR b sort:hits"},
		{"((a)) ((b c))", "a b c"},
		{"NOT a -b", "-a -b"},
		{"--a NOT NOT NOT b", "a -b"},
		{"-(a OR b)", "-(a OR b)"},
		{"-(a b)", "-(a b)"},
		{"-(-a)", "a"},
		{"ANDROID ORB NOTHING", "ANDROID ORB NOTHING"},
		{"a and b or c", "a and b or c"},
		{`-"Major Character Death"`, `-"Major Character Death"`},

		{"fandom:Merlin", "fandom:Merlin"},
		{`FANDOM: "Star Trek: Voyager"`, `fandom:"Star Trek: Voyager"`},
		{`ship:"A/B" char:Ana by:me`, `relationship:"A/B" character:Ana author:me`},
		{`main:"A/B"`, `main:"A/B"`},
		{"lang:de language_id:pt-BR", `lang:de lang:"pt-BR"`},
		{"rating:teen rating:nr", "rating:T rating:NR"},
		{"rating:(T OR M)", "rating:T OR rating:M"},
		{"-rating:(E OR NR)", "-(rating:E OR rating:NR)"},
		{`tag:(fluff -"hurt comfort")`, `tag:fluff -tag:"hurt comfort"`},
		{"title:(a fandom:b c)", "title:a fandom:b title:c"},
		{"m/m F/F m/f", `category:"M/M" category:"F/F" category:"F/M"`},
		{`"m/m"`, `"m/m"`},

		{"*/Ana", `relationship:"*/Ana"`},
		{`*/"Ana Lu"`, `relationship:"*/Ana Lu"`},
		{`"Ana Lu"/*`, `relationship:"Ana Lu/*"`},
		{`"Ana Lu/*"`, `relationship:"Ana Lu/*"`},
		{"-Ana/*", `-relationship:"Ana/*"`},
		{`"f*ck"`, `"f*ck"`},

		{"words:1000", "words:1000"},
		{"words:1000-5000", "words:1000-5000"},
		{"words:5000-1000", "words:1000-5000"},
		{"words:1.000–5,000", "words:1000-5000"},
		{"words:1000 - 5000", "words:1000-5000"},
		{"words:1000 -5000", "words:1000 -5000"},
		{"words:1_000..", "words>999"},
		{"words:..5k", "words<5001"},
		{"words:1.5k-2m", "words:1500-2000000"},
		{"words:10k+", "words>9999"},
		{"words:10\u00a0000", "words:10000"},
		{"words>1000", "words>1000"},
		{"words > 1000", "words>1000"},
		{"kudos:>100", "kudos>100"},
		{"hits<50", "hits<50"},
		{"hits<=50 hits:>=7", "hits<51 hits>6"},
		{"words:(>100 <200)", "words>100 words<200"},
		{"comments:0 bookmarks>=0", "comments:0 bookmarks>=0"},

		{"updated:<2weeks", "updated:<2weeks"},
		{"date:< 2 weeks ago", "updated:<2weeks"},
		{`updated:"< 2 weeks ago"`, "updated:<2weeks"},
		{"updated<1week", "updated:<1week"},
		{"posted:>1year rain", "posted:>1year rain"},
		{"posted:13-21months", "posted:13-21months"},
		{"posted:13 - 21 months ago", "posted:13-21months"},
		{"posted:1month", "posted:1month"},
		{"date:2020..2022", "updated:2020..2022"},
		{"date:2022..2020", "updated:2020..2022"},
		{"date:2020-2022", "updated:2020..2022"},
		{"date:2020-05", "updated:2020-05"},
		{"date:2020-02-29..2020-03", "updated:2020-02-29..2020-03-31"},
		{"date:>2020", "updated:>=2021"},
		{"date:<=2020-05", "updated:<2020-06"},
		{"date:2020..", "updated:>=2020"},

		{"complete:true otp:T crossover:0", "complete:yes otp:yes crossover:no"},
		{"sort:kudos rain", "rain sort:kudos"},
		{"sort:>words", "sort:>words"},
		{"sort:<word_count", "sort:<words"},
	} {
		q, wrong := query.Parse(c.line)
		if len(wrong) > 0 {
			t.Errorf("%q: %v", c.line, wrong[0])
			continue
		}
		if got := q.String(); got != c.normal {
			t.Errorf("%q is %s, want %s", c.line, got, c.normal)
		}
	}
}

// Each mistake is told at its place, with a sentence that says what to do.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ line, place, says string }{
		{`rain "red door`, `"red door`, "no partner"},
		{`rain ""`, `""`, "nothing between these quotation marks"},
		{"(rain", "(", "not closed"},
		{"rain) x", ")", "closes nothing"},
		{"rain ()", "()", "nothing between these brackets"},
		{"rain OR", "OR", "each side"},
		{"|| rain", "||", "each side"},
		{"rain AND", "AND", "each side"},
		{"AND rain", "AND", "each side"},
		{"rain NOT", "NOT", "right behind it"},
		{"(rain -)", "-", "right behind it"},
		{"rain fandom:", "fandom:", "Write after"},
		{"words:many", "many", "not a number"},
		{"words:1,5", "1,5", "not a number"},
		{"words:99999999999999999999", "99999999999999999999", "not a number"},
		{"words:-5", "-5", "not a number"},
		{"words<0", "<0", "No work can have"},
		{"words>1000000000", ">1000000000", "No work can have"},
		{"updated:soon", "soon", "not a time"},
		{"updated:2020-13", "2020-13", "not a time"},
		{"updated:2021-02-29", "2021-02-29", "not a time"},
		{"updated:<99999999weeks", "<99999999weeks", "not a time"},
		{"complete:maybe", "maybe", "yes or no"},
		{"rating:PG", "PG", "not a rating"},
		{"rain fandon:Merlin x", "fandon:", "“fandom:”"},
		{"summary:dark", "summary:", "everywhere"},
		{"sort:magic", "magic", "can't be sorted"},
		{"sort:kudos sort:hits", "sort:hits", "one way"},
		{"(sort:kudos)", "sort:kudos", "brackets"},
		{"-sort:kudos", "sort:kudos", "left out"},
		{"sort:(kudos)", "sort:", "one order"},
		{"rai* x", "rai*", "star"},
		{".*(a+)+$", ".*", "star"},
		{"*/*", "*/*", "Only one side"},
		{"A/*/B", "A/*/B", "star"},
		{`tag:"x"/*`, `"x"/*`, "star"},
		{"rain > 5", "> 5", "compares numbers"},
		{"rain \xff", "rain \xff", "no text"},
		{strings.Repeat("(", 40) + "a", "(", "at most 32 deep"},
		{strings.Repeat("a ", 201), "a", "200 things"},
		{strings.Repeat("a", 10_001), "", "10001 characters"},
	} {
		_, wrong := query.Parse(c.line)
		if len(wrong) != 1 {
			t.Errorf("%.40q has %d mistakes: %v", c.line, len(wrong), wrong)
			continue
		}
		m := wrong[0]
		if got := c.line[m.At.From:m.At.To]; got != c.place {
			t.Errorf("%.40q: the mistake is at %q, want %q (%v)", c.line, got, c.place, m)
		}
		if !strings.Contains(m.Error(), c.says) || strings.Contains(m.Error(), "%!") {
			t.Errorf("%.40q: %q doesn't say %q", c.line, m.Error(), c.says)
		}
	}
	if _, wrong := query.Parse("words:x kudos:y (a"); len(wrong) != 3 {
		t.Errorf("three mistakes are told as %d", len(wrong))
	}
	if _, wrong := query.Parse(strings.Repeat("words:x ", 150)); len(wrong) != 10 {
		t.Errorf("%d mistakes are told at once", len(wrong))
	}
}

func TestParts(t *testing.T) {
	q, _ := query.Parse("rain (a OR b) -x words>5 sort:>kudos")
	var got []string
	for _, n := range q.Parts() {
		got = append(got, n.String())
	}
	if s := strings.Join(got, " + "); s != "rain + (a OR b) + -x + words>5" {
		t.Error("parts are", s)
	}
	if len(q.Clues()) != 5 || q.Sort.By != query.ByKudos || q.Sort.Way != query.Ascending {
		t.Errorf("%d clues, %+v", len(q.Clues()), q.Sort)
	}
	if q, _ := query.Parse("a OR b"); len(q.Parts()) != 1 || q.Empty() {
		t.Error("one OR is one part")
	}
	if q, _ := query.Parse(""); len(q.Parts()) != 0 || !q.Empty() {
		t.Error("nothing has parts")
	}
}

func TestBetween(t *testing.T) {
	now := time.Date(2024, 5, 31, 15, 4, 5, 0, time.UTC) // a Friday
	for _, c := range []struct{ line, from, to string }{
		{"date:2020", "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"},
		{"date:>2020", "2021-01-01T00:00:00Z", ""},
		{"date:<2020", "", "2020-01-01T00:00:00Z"},
		{"date:<2weeks", "2024-05-17T15:04:05Z", ""},
		{"date:>3hours", "", "2024-05-31T12:04:05Z"},
		{"date:1-2years", "2022-05-31T15:04:05Z", "2023-05-31T15:04:05Z"},
		{"date:<3months", "2024-02-29T15:04:05Z", ""}, // not the 31st of February
		{"date:1month", "2024-04-01T00:00:00Z", "2024-05-01T00:00:00Z"},
		{"date:0weeks", "2024-05-27T00:00:00Z", "2024-06-03T00:00:00Z"},
		{"date:1day", "2024-05-30T00:00:00Z", "2024-05-31T00:00:00Z"},
		{"date:2hours", "2024-05-31T13:00:00Z", "2024-05-31T14:00:00Z"},
		{"date:1year", "2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z"},
	} {
		q, wrong := query.Parse(c.line)
		if len(wrong) > 0 {
			t.Fatal(c.line, wrong[0])
		}
		from, to := q.All.Clue.Time.Between(now)
		if got := instant(from); got != c.from {
			t.Errorf("%s is from %s, want %s", c.line, got, c.from)
		}
		if got := instant(to); got != c.to {
			t.Errorf("%s is to %s, want %s", c.line, got, c.to)
		}
	}
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// The cursor stands at the |.
func TestAt(t *testing.T) {
	for _, c := range []struct {
		line    string
		field   query.Field
		text    string
		replace string
		word    bool
		ok      bool
	}{
		{line: "|"},
		{line: "rain |"},
		{line: "| rain"},
		{line: "fan|", text: "fan", replace: "fan", word: true, ok: true},
		{line: "rain fan|dom", text: "fan", replace: "fandom", word: true, ok: true},
		{line: "fandom:|", field: query.Fandom, ok: true},
		{line: "fandom:Mer|", field: query.Fandom, text: "Mer", replace: "Mer", ok: true},
		{line: `x ship:"Ana L|`, field: query.Relationship, text: "Ana L", replace: `"Ana L`, ok: true},
		{line: `ship:"Ana |Lu" rain`, field: query.Relationship, text: "Ana ", replace: `"Ana Lu"`, ok: true},
		{line: `ship:"Ana" r|`, text: "r", replace: "r", word: true, ok: true},
		{line: "tag:(fluff ang|", field: query.Tag, text: "ang", replace: "ang", ok: true},
		{line: "tag:(fluff) ang|", text: "ang", replace: "ang", word: true, ok: true},
		{line: "-fandom:Mer|", field: query.Fandom, text: "Mer", replace: "Mer", ok: true},
		{line: `"the red d|`, text: "the red d", replace: `"the red d`, ok: true},
		{line: "fandom:Ÿ|x", field: query.Fandom, text: "Ÿ", replace: "Ÿx", ok: true},
		{line: "fandon:Mer|", text: "fandon:Mer", replace: "fandon:Mer", word: true, ok: true},
		{line: "(|"},
	} {
		at := strings.Index(c.line, "|")
		line := c.line[:at] + c.line[at+1:]
		got, ok := query.At(line, at)
		if ok != c.ok || got.Field != c.field || got.Text != c.text || got.Word != c.word || line[got.Replace.From:got.Replace.To] != c.replace {
			t.Errorf("%s: %+v (%q) %v", c.line, got, line[got.Replace.From:got.Replace.To], ok)
		}
	}
	if _, ok := query.At("rain", 99); !ok {
		t.Error("a cursor beyond the line is at its end")
	}
	if _, ok := query.At("rain", -1); ok {
		t.Error("a cursor before the line is nowhere")
	}
}

func TestFields(t *testing.T) {
	if got := strings.Join(query.Fields("C"), " "); got != "character category comments complete crossover" {
		t.Error(got)
	}
	if len(query.Fields("")) < 20 || query.Fields("zz") != nil {
		t.Error("fields by prefix")
	}
}

// A line of whatever kind takes time in proportion to its length.
func TestLongLines(t *testing.T) {
	for _, unit := range []string{"(", "a OR ", "-", "NOT ", `"`, "a:", "words:1 - ", "words:1 ", "x(", "*/", "title:(", "updated:1 ", "))", "tag", "\\", "1 week "} {
		line := strings.Repeat(unit, query.MaxLength/utf8.RuneCountInString(unit))
		start := time.Now()
		query.Parse(line)
		query.At(line, len(line))
		if d := time.Since(start); d > time.Second {
			t.Errorf("%q takes %v", unit, d)
		}
	}
}

// Parse(String(q)) is q, and places are in the line.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`rain "red door" -(a OR b) fandom:"X" words:1000-5000 updated:<2weeks sort:>kudos`, `*/"Ana Lu" m/m tag:(x -y)`, "date:2020..2022-05 rating:T complete:no",
		"a || b && c) (", "words:1.5k kudos >= 7", "posted:13 - 21 months ago", `„x“ "\\\""`, "fandon:x summary:y", "date:>2999 date:<1900", "date:2020 - 2022", "words:1 - 2 - 3",
	} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, line string, cursor int) {
		q, wrong := query.Parse(line)
		for _, m := range wrong {
			if m.At.From < 0 || m.At.To < m.At.From || m.At.To > len(line) || strings.Contains(m.Error(), "%!") {
				t.Fatalf("%q: %+v %v", line, m.At, m)
			}
		}
		if at, ok := query.At(line, cursor); ok && (at.Replace.From < 0 || at.Replace.To < at.Replace.From || at.Replace.To > len(line)) {
			t.Fatalf("%q at %d: %+v", line, cursor, at)
		}
		if len(wrong) > 0 {
			return
		}
		normal := q.String()
		again, wrong := query.Parse(normal)
		if len(wrong) > 0 {
			if utf8.RuneCountInString(normal) > query.MaxLength { // names of fields are longer than their aliases
				return
			}
			t.Fatalf("%q is %q: %v", line, normal, wrong[0])
		}
		if a, b := tree(q), tree(again); a != b {
			t.Fatalf("%q is %s, and its normal form %q is %s", line, a, normal, b)
		}
		if s := again.String(); s != normal {
			t.Fatalf("%q has the normal forms %q and %q", line, normal, s)
		}
	})
}
