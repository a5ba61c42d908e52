package browse

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

func TestLetters(t *testing.T) {
	for name, want := range map[string]string{
		"The Hobbit": "H", "élan": "E", "Ångström": "A", "Ærø": "A", "øl": "O", "Łódź": "L", "'Allo": "A", "L'Étranger": "E",
		"Ωmega": "Ω", "ёлка": "Е", "Жизнь": "Ж", "अमर": "अ", "שלום": "ש",
		"ガンダム": "か", "ぱりす": "は", "ゃ": "や", "ヴ": "あ", "ｱｷﾗ": "あ", "を": "わ", "꽃보다 남자": "ㄱ", "빅뱅": "ㅂ", "이태원": "ㅇ",
		"魔道祖师": "漢", "7 Days": "#", "...And Justice": "#", "☆": "#", "": "#",
	} {
		if got := headingOf(tag.Sortable(name)); got.name != want {
			t.Errorf("%q stands under %q, not %q", name, got.name, want)
		}
	}
	order := []string{"a", "z", "ω", "б", "я", "ש", "か", "ン", "가", "힣", "魔", "7"}
	for i := 1; i < len(order); i++ {
		if a, b := headingOf(order[i-1]), headingOf(order[i]); a.place >= b.place {
			t.Errorf("%q comes after %q", order[i-1], order[i])
		}
	}
}

// The index of fandoms, and the numbers of the whole archive, are those of going through
// all works: for guests, members, and who has muted somebody.
func TestTheIndexCountsWhatListsHave(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		lib := makeLibrary(t, d, 21, 150)
		c := newCatalogue(t, d)
		for _, v := range []viewer.Viewer{{}, {ID: 4, Role: viewer.Member}, eve, {ID: 90, Role: viewer.Keeper}} {
			works := lib.found(v, Filter{}, "")
			got, err := c.Fandoms(t.Context(), v)
			if err != nil {
				t.Fatal(err)
			}
			want := 0
			for id, kind := range lib.kinds {
				if kind == tag.Fandom && slices.ContainsFunc(works, func(s story) bool { return s.finds[id] }) {
					want++
				}
			}
			if len(got) != want {
				t.Errorf("viewer %d: %d fandoms, want %d", v.ID, len(got), want)
			}
			for i, f := range got {
				if n := len(lib.found(v, Filter{Tag: f.Tag.Name}, "")); n != f.N {
					t.Errorf("viewer %d: %s has %d works, want %d", v.ID, f.Tag.Name, f.N, n)
				}
				if i > 0 && tag.Sortable(got[i-1].Tag.Name) >= tag.Sortable(f.Tag.Name) {
					t.Errorf("%s comes before %s", got[i-1].Tag.Name, f.Tag.Name)
				}
			}
			n, err := c.figures(t.Context(), v)
			if err != nil {
				t.Fatal(err)
			}
			is, writers := figures{works: len(works), fandoms: want}, map[int]bool{}
			for _, s := range works {
				is.words += s.Words
				for _, p := range s.by {
					if !s.Anonymous {
						writers[p] = true
					}
				}
			}
			if is.writers = len(writers); n != is {
				t.Errorf("viewer %d: the archive has %+v, want %+v", v.ID, n, is)
			}
		}
	})
}

// browsed are the fandoms of a page, with their numbers.
func (s *site) browsed(address string) string {
	s.t.Helper()
	var out []string
	for _, li := range all(s.page(viewer.Viewer{}, address), "main .fandom-list li") {
		out = append(out, text(li, "a")+" "+text(li, ".count"))
	}
	return strings.Join(out, ", ")
}

func (s *site) fandoms(key string, names ...string) {
	s.post("Ann", key, func(d *work.Draft) {
		d.Tags = nil
		for _, n := range names {
			d.Tags = append(d.Tags, tag.Named{Type: tag.Fandom, Name: n})
		}
	})
}

func TestTheIndexOfFandoms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.fandoms("One", "The Pokémon Tales", "Oz", "魔道祖师")
		s.fandoms("Two", "Oz", "Ozark Nights")
		s.post("Ann", "Locked", func(d *work.Draft) { d.Restricted = true })
		for address, want := range map[string]string{
			"/fandoms":                      "Oz 2, Ozark Nights 1, The Pokémon Tales 1, 魔道祖师 1",
			"/fandoms?letter=o":             "Oz 2, Ozark Nights 1",
			"/fandoms?letter=X":             "",
			"/fandoms?sort=works&page=9999": "Oz 2, Ozark Nights 1, The Pokémon Tales 1, 魔道祖师 1",
			"/fandoms?q=POKEMON+the":        "The Pokémon Tales 1",
			"/fandoms?q=%E9%81%93%E7%A5%96": "魔道祖师 1",
			"/fandoms?q=pokemn":             "The Pokémon Tales 1",
			"/fandoms?q=oz":                 "Oz 2, Ozark Nights 1",
			"/fandoms?q=night+ark":          "Ozark Nights 1",
			"/fandoms?q=Locked":             "",
			"/fandoms?letter=%E6%BC%A2":     "魔道祖师 1",
		} {
			if got := s.browsed(address); got != want {
				t.Errorf("%s has %q, want %q", address, got, want)
			}
		}
		if got := text(s.page(viewer.Viewer{}, "/fandoms"), ".letters"); got != "OP漢" {
			t.Errorf("letters %q", got)
		}
		if got := text(s.page(viewer.Viewer{ID: 77, Role: viewer.Member}, "/fandoms"), ".page-head"); !strings.Contains(got, "6 fandoms") {
			t.Errorf("members are told of %q", got)
		}
		s.fandoms("Three", "Oz", "Zorro")
		if got := s.browsed("/fandoms?letter=Z") + s.browsed("/fandoms?q=oz"); got != "Zorro 1Oz 3, Ozark Nights 1" {
			t.Errorf("after another work: %q", got)
		}
	})
}

// shelve puts fandoms under a medium, with what follows for their works.
func shelve(t *testing.T, d *db.DB, media string, fandoms ...string) {
	t.Helper()
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		m, err := tag.Ensure(t.Context(), tx, []tag.Named{{Type: tag.Media, Name: media}})
		if err != nil {
			return err
		}
		if err := tag.MakeCanonical(t.Context(), tx, m[0].ID); err != nil {
			return err
		}
		var under [][2]tag.ID
		for _, name := range fandoms {
			f, err := tag.ByName(t.Context(), tx, name)
			if err != nil {
				return err
			}
			if err := tag.AddParent(t.Context(), tx, f.ID, m[0].ID); err != nil {
				return err
			}
			under = append(under, [2]tag.ID{f.ID, m[0].ID})
		}
		_, err = work.RefilterTags(t.Context(), tx, tag.Diff{ParentsAdded: under})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMedia(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.fandoms("One", "Oz", "Emma")
		s.fandoms("Two", "Oz")
		s.fandoms("Three", "Dracula")
		if text(s.page(viewer.Viewer{}, "/browse"), ".media-list") != "" {
			t.Error("media are shown where there are none")
		}
		shelve(t, d, "Books & Tales", "Oz", "Emma")
		got := text(s.page(viewer.Viewer{}, "/browse"), ".media-list")
		if got != "Books & Tales2 fandoms · 2 worksNot sorted in yet1 fandom" {
			t.Errorf("media %q", got)
		}
		if got := s.browsed("/fandoms?media=books+%26+tales"); got != "Emma 1, Oz 2" {
			t.Errorf("in books are %q", got)
		}
		if got := s.browsed("/fandoms?unsorted=yes"); got != "Dracula 1" {
			t.Errorf("under no medium are %q", got)
		}
		if got := s.told(viewer.Viewer{}, "/tags/Books%20*a*%20Tales/works"); !strings.HasPrefix(got, "2 Works") || strings.Contains(got, "TitleThree") {
			t.Errorf("works of books: %q", got)
		}
		if got := text(s.page(viewer.Viewer{}, "/tags/Books%20*a*%20Tales"), ".tag-page .row"); got != "2 works Its fandoms Any one of them" {
			t.Errorf("the page of the tag offers %q", got)
		}
		shelve(t, d, "Films", "Dracula", "Oz")
		if got := s.browsed("/fandoms?media=Films"); got != "Dracula 1, Oz 2" {
			t.Errorf("in films are %q", got)
		}
		for _, address := range []string{"/fandoms?media=Nothing", "/fandoms?media=Oz"} {
			if w := s.get(viewer.Viewer{}, address); w.Code != http.StatusNotFound {
				t.Errorf("%s: %d", address, w.Code)
			}
		}
	})
}

// Pages of a large index have each fandom once.
func TestALargeIndexIsPaged(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	s := newSite(t, d)
	s.post("Ann", "One", nil)
	const n = 450
	err := d.Tx(t.Context(), func(tx *db.Tx) error { return manyFandoms(t.Context(), tx, s.works["One"], n) })
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for p := range 3 {
		for _, f := range strings.Split(s.browsed(fmt.Sprintf("/fandoms?letter=M&page=%d", p+1)), ", ") {
			seen[f] = true
		}
	}
	if len(seen) != n {
		t.Errorf("%d fandoms on three pages, want %d", len(seen), n)
	}
}

// manyFandoms gives a work n fandoms, called "Many 1" and so on.
func manyFandoms(ctx context.Context, tx *db.Tx, w work.ID, n int) error {
	for i := range n {
		name, id := fmt.Sprintf("Many %d", i), 50_000+i
		if err := tx.Exec(ctx, `INSERT INTO tags (id, type, name, name_key, canonical, created_at) VALUES ($1, 'fandom', $2, $3, TRUE, 0)`, id, name, tag.Key(name)); err != nil {
			return err
		}
		if err := tx.Exec(ctx, `INSERT INTO work_tags (work_id, tag_id, position) VALUES ($1, $2, $2)`, int64(w), id); err != nil {
			return err
		}
	}
	return work.Refilter(ctx, tx, w)
}

// A filter of a thousand tags is answered, with a page that grows with it and no faster;
// one of more says what it left out.
func TestAFilterOfAThousandTags(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.post("Ann", "One", nil)
		err := d.Tx(t.Context(), func(tx *db.Tx) error { return manyFandoms(t.Context(), tx, s.works["One"], maxTags) })
		if err != nil {
			t.Fatal(err)
		}
		s.post("Ann", "Two", nil)
		q := url.Values{}
		for i := range maxTags {
			q.Add("include", fmt.Sprintf("Many %d", i))
			q.Add("exclude", fmt.Sprintf("Nobody said %d", i))
		}
		f, wrong := Parse(q)
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		l, err := newCatalogue(t, d).Find(t.Context(), viewer.Viewer{}, f)
		if err != nil || l.Total != 1 || l.IDs[0] != s.works["One"] {
			t.Fatalf("%+v, %v", l, err)
		}
		w := s.get(viewer.Viewer{}, f.Address())
		if got := w.Body.String(); w.Code != http.StatusOK || len(got) > 5<<20 || !strings.Contains(got, "and 920 more tags, in the filters") || !strings.Contains(got, "490 more tags of this filter are on no work") {
			t.Errorf("%d, %d bytes", w.Code, len(got))
		}
		q.Add("include", "One more")
		if w := s.get(viewer.Viewer{}, "/works?"+q.Encode()); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "A filter can name 500 tags on each side") {
			t.Errorf("a tag too many: %d", w.Code)
		}
	})
}

// What the panel shows is counted in any list, however rare it is there.
func TestNamedTagsAreCountedInAnyList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		lib := makeLibrary(t, d, 33, 120)
		c := newCatalogue(t, d)
		var names []string
		for name := range lib.tags {
			names = append(names, name)
		}
		for _, f := range []Filter{{}, {Tag: "Mood 3"}, {Include: []string{"Fandom 1"}, Exclude: []string{"Mood 2"}, Complete: Yes}, {Login: "Cid", Language: "de"}, {WordsFrom: 5, WordsTo: 9, Ratings: work.Ratings()[:2]}} {
			for _, v := range []viewer.Viewer{{}, eve, {ID: 3, Role: viewer.Member}} {
				got, err := c.CountNamed(t.Context(), v, f, Among{}, append([]string{"Nobody Said This"}, names...))
				if err != nil {
					t.Fatal(err)
				}
				if _, ok := got["Nobody Said This"]; ok || len(got) != len(names) {
					t.Errorf("%d tags are counted of %d", len(got), len(names))
				}
				for _, name := range names {
					with := f
					with.Include = append(slices.Clone(f.Include), name)
					if n := len(lib.found(v, with, "")); n != got[name] {
						t.Errorf("viewer %d, %s: %d works have %s, want %d", v.ID, f.Address(), got[name], name, n)
					}
				}
			}
		}
	})
}
