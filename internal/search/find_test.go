package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

// library is a few stories in many scripts.
func library() []story {
	return []story{
		{
			title: "The Lamplighter’s Daughter", names: "quill", tags: "Hurt/Comfort, Coffee Shops, Ada Wick/Tom Bell",
			summary: "Ada keeps the lamps of a town that has forgotten the dark.",
			notes:   "Thanks to everyone who asked for more geese.",
			chapters: []string{
				"The fog came up the hill before supper.\n\n“Don’t wait for me,” she said—and the door closed on the half-light.\n\nNobody in the street had ever counted nineteen lamps.",
				"In the morning a kettle sang.\n\nTom had burned the porridge again, and was proud of it.",
			},
		},
		{
			title: "Kettle Songs", names: "Renée Ångström", tags: "Fluff, Tea",
			summary:  "Nineteen small mornings in one kitchen.",
			chapters: []string{"The kettle was older than the house.\n\nLamps went out one by one, and the fog stayed.", "She counted the street twice. There was a café."},
		},
		{
			title: "Grüße aus dem Süden", names: "möwe", tags: "Übersetzung",
			chapters: []string{"Die Straße lag still, und über den Dächern stand ein großer Mond.\n\n„Wir müssen gehen“, sagte er."},
		},
		{
			title: "Ёлка", names: "снег", tags: "Зима",
			chapters: []string{"Её ёлка стояла у окна, и всё было тихо.\n\nЗа окном шёл снег."},
		},
		{
			title: "雨夜", names: "灯", tags: "现代",
			chapters: []string{"他身后的门关上了，雨还在下。\n\n街灯一盏一盏亮起来。"},
		},
		{
			title: "ガラスの灯台", names: "波", tags: "日常",
			chapters: []string{"灯台の窓はガラスでできていた。\n\n「また明日」と彼女は言った。"},
		},
		{
			title: "비밀의 정원", names: "달", tags: "일상",
			chapters: []string{"그녀는 비밀을 말했다.\n\n정원에는 아무도 없었다."},
		},
		{
			title: "ฝนแรก", names: "ดาว", tags: "ฤดูฝน",
			chapters: []string{"ฝนตกตลอดทั้งคืนที่ริมแม่น้ำ\n\nเขายิ้มแล้วเดินกลับบ้าน"},
		},
		{
			title: "المصباح", names: "قمر", tags: "مدينة",
			chapters: []string{"كانَ المصباحُ يضيءُ الشارعَ الطويل.\n\nلم ينتظر أحد."},
		},
		{
			title: "הפנס", names: "ירח", tags: "עיר",
			chapters: []string{"הַפָּנָס הָאַחֲרוֹן כָּבָה לִפְנוֹת בֹּקֶר.\n\nאיש לא ספר אותם."},
		},
	}
}

// The same words find the same works on both databases.
func TestFind(t *testing.T) {
	const lamp, kettle = "The Lamplighter’s Daughter", "Kettle Songs"
	cases := []struct {
		text string
		want []string
	}{
		// A line as remembered, with any quotes and dashes, over the end of a paragraph.
		{"don't wait for me she said", []string{lamp}},
		{`"Don’t wait for me," she said -- and the door closed`, []string{lamp}},
		{"before supper don't wait", []string{lamp}},
		{"half light nobody in the street had", []string{lamp}},
		{`"the kettle was older than the house"`, []string{kettle}},
		// Words: near each other first, then anywhere.
		{"fog lamps", []string{kettle, lamp}},
		{"kettle porridge", []string{lamp}},
		{"counted nineteen lamps", []string{lamp, kettle}},
		{"counted -nineteen", nil},
		{`fog -"older than"`, []string{lamp}},
		{`"lamps fog"`, nil},
		// Entry: title, names, tags, summary, notes.
		{"lamplighter's", []string{lamp}},
		{"LAMPLIGHTER", []string{lamp}},
		{"kettle", []string{kettle, lamp}},
		{"quill", []string{lamp}},
		{"renee angstrom", []string{kettle}},
		{"coffee shops", []string{lamp}},
		{"hurt/comfort", []string{lamp}},
		{"ada wick tom bell", []string{lamp}},
		{"more geese", []string{lamp}},
		{"quill geese porridge forgotten", []string{lamp}},
		{"Café", []string{kettle}},
		// Other scripts.
		{"strasse lag", []string{"Grüße aus dem Süden"}},
		{"grusse", []string{"Grüße aus dem Süden"}},
		{`"Wir müssen gehen"`, []string{"Grüße aus dem Süden"}},
		{"Dach", nil},
		{"ее елка", []string{"Ёлка"}},
		{"шел снег", []string{"Ёлка"}},
		{"身后", []string{"雨夜"}},
		{"雨", []string{"雨夜"}},
		{"关上了雨还在下街灯", []string{"雨夜"}},
		{"后身", nil},
		{"灯", []string{"ガラスの灯台", "雨夜"}},
		{"灯台", []string{"ガラスの灯台"}},
		{"ｶﾞﾗｽ", []string{"ガラスの灯台"}},
		{"「また明日」と彼女", []string{"ガラスの灯台"}},
		{"비밀", []string{"비밀의 정원"}},
		{"정원에는 아무도", []string{"비밀의 정원"}},
		{"ฝนตก", []string{"ฝนแรก"}},
		{"แม่น้ำ", []string{"ฝนแรก"}},
		{"المصباح يضيء", []string{"المصباح"}},
		{"הפנס האחרון", []string{"הפנס"}},
		{"no such thing anywhere", nil},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		for _, st := range library() {
			s.add(t, st)
		}
		for _, c := range cases {
			got, total, _ := s.find(t, search.Query{Text: c.text})
			if !slices.Equal(got, append([]string{}, c.want...)) || total != len(c.want) {
				t.Errorf("%q: %d: %q, want %q", c.text, total, got, c.want)
			}
		}
	})
}

// A hit leads to the very paragraph, with the words marked.
func TestHit(t *testing.T) {
	const lamp, kettle = "The Lamplighter’s Daughter", "Kettle Songs"
	cases := []struct {
		text, title, where string
		chapter            int // from 1; 0 for none
		anchor, snippet    string
	}{
		{"don't wait for me", lamp, "text", 1, "p2", "The fog came up the hill before supper. “[Don’t wait for me],” she said—and the door closed on the half-light. Nobody in the street had ever counted nineteen lamps."},
		{"burned the porridge", lamp, "text", 2, "p2", "In the morning a kettle sang. Tom had [burned the porridge] again, and was proud of it."},
		{"supper don't", lamp, "text", 1, "p1", "The fog came up the hill before [supper. “Don’t] wait for me,” she said—and the door closed on the half-light. Nobody in the street had ever counted nineteen lamps."},
		{"fog street", lamp, "text", 1, "p1", "The [fog] came up the hill before supper. “Don’t wait for me,” she said—and the door closed on the half-light. Nobody in the [street] had ever counted nineteen lamps."},
		{"geese", lamp, "notes", 0, "", "Thanks to everyone who asked for more [geese]."},
		{"coffee shops", lamp, "tags", 0, "", "Hurt/Comfort, [Coffee Shops], Ada Wick/Tom Bell"},
		{"forgotten the dark", lamp, "summary", 0, "", "Ada keeps the lamps of a town that has [forgotten the dark]."},
		{"the lamplighters daughter", lamp, "", 0, "", ""},
		{"lamplighter's daughter", lamp, "title", 0, "", "The [Lamplighter’s Daughter]"},
		{"angstrom", kettle, "names", 0, "", "Renée [Ångström]"},
		{"雨还", "雨夜", "text", 1, "p1", "他身后的门关上了，[雨还]在下。 街灯一盏一盏亮起来。"},
		{"街", "雨夜", "text", 1, "p2", "他身后的门关上了，雨还在下。 [街]灯一盏一盏亮起来。"},
		{"kettle porridge", lamp, "text", 2, "p1", "In the morning a [kettle] sang. Tom had burned the [porridge] again, and was proud of it."},
		{"quill porridge", lamp, "text", 2, "p2", "In the morning a kettle sang. Tom had burned the [porridge] again, and was proud of it."},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		for _, st := range library() {
			s.add(t, st)
		}
		for _, c := range cases {
			_, _, hits := s.find(t, search.Query{Text: c.text})
			i := slices.IndexFunc(hits, func(h search.Hit) bool { return h.Work == s.works[c.title] })
			if i < 0 {
				if c.where != "" {
					t.Errorf("%q did not find %s", c.text, c.title)
				}
				continue
			}
			h := hits[i]
			var chapter int64
			if c.chapter > 0 {
				chapter = s.chapters[c.title][c.chapter-1]
			}
			if h.Where != c.where || h.Chapter != chapter || h.Anchor != c.anchor || marked(h) != c.snippet {
				t.Errorf("%q: %s chapter %d #%s\n%q\nwant %s chapter %d #%s\n%q", c.text, h.Where, h.Chapter, h.Anchor, marked(h), c.where, chapter, c.anchor, c.snippet)
			}
		}
	})
}

// A line that somebody remembers comes before works that only have its words.
func TestQuoteComesFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		for i := range 30 {
			s.add(t, story{
				title: fmt.Sprintf("Other %d", i), tags: "the river that nobody remembered crossing",
				chapters: []string{strings.Repeat("Crossing that river, nobody remembered the bridge. ", 20)},
			})
			if i == 10 {
				s.add(t, story{title: "Mine", chapters: []string{"One.\n\nIt was the river that nobody had\n\nremembered crossing, in the end."}})
			}
		}
		got, total, hits := s.find(t, search.Query{Text: "river that nobody had remembered crossing", Limit: 5})
		if got[0] != "Mine" || hits[0].Anchor != "p2" {
			t.Errorf("first of %d is %s #%s", total, got[0], hits[0].Anchor)
		}
		if got, _, _ := s.find(t, search.Query{Text: "Other 7"}); got[0] != "Other 7" {
			t.Errorf("a title came as %q", got)
		}
	})
}

// Nothing that a reader can type is an error, or costs more than its bounds.
func TestHostileQueries(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		s.add(t, library()[0])
		for _, text := range []string{
			"", " ", `"`, `""`, `"""`, "'", "\\", "*", "a*", "-", "--", "-a", "NEAR(a b)", "a AND", "OR", "NOT a", "title:fog", "{title}:fog", "(((", ")", "a:b:c", "a & b | !c <-> d",
			"'fog':*A", "fog\x00lamps", "\x00", "\xff\xfe", "fog'; DROP TABLE works; --", "?", "$1", "%", "_", strings.Repeat("fog ", 3000), strings.Repeat("雨", 5000),
			strings.Repeat("a", 10_000), strings.Repeat(`"x" -y `, 1500), strings.Repeat("é", 10_000), "😀", "\u202efog", "fog^2", "+fog", "\"fog\" *",
		} {
			s.find(t, search.Query{Text: text})
			c, err := search.Matching(t.Context(), d, text)
			if err != nil {
				t.Errorf("%.40q: %v", text, err)
				continue
			}
			if _, err := db.All(t.Context(), d, db.One[int64], db.Numbered(`SELECT w.id FROM works w WHERE `+c.SQL), c.Args...); err != nil {
				t.Errorf("%.40q: %v", text, err)
			}
		}
		if got, _, _ := s.find(t, search.Query{Text: "fog\x00supper"}); len(got) != 1 {
			t.Errorf("a NUL between words: %q", got)
		}
	})
}
