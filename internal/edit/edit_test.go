package edit_test

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

func TestWhoMayEdit(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		f := k.form(ann)
		for _, c := range []struct {
			who                viewer.Viewer
			page, change, hide int
		}{
			{guest, 401, 401, 401},
			{cat, 404, 404, 403},
			{ann, 200, 303, 403},
			{moderator, 200, 303, 303},
		} {
			f.Set("seen", strconv.Itoa(k.work().Minor))
			if a := k.do(c.who, "GET", k.path("/edit"), nil); a.Code != c.page || a.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%q gets the page with %d, %v", c.who.Name, a.Code, a.Header())
			}
			if a := k.do(c.who, "POST", k.path("/edit"), f); a.Code != c.change {
				t.Errorf("%q changes it with %d", c.who.Name, a.Code)
			}
			for _, to := range []string{"/hide", "/unhide"} {
				if a := k.do(c.who, "POST", k.path(to), url.Values{}); a.Code != c.hide {
					t.Errorf("%q gets %d from %s", c.who.Name, a.Code, to)
				}
			}
		}
		// Somebody else can't tell by this page what there is.
		public := k.do(cat, "GET", k.path("/edit"), nil).Body.String()
		k.do(moderator, "POST", k.path("/hide"), url.Values{})
		hidden := k.do(cat, "GET", k.path("/edit"), nil).Body.String()
		k.id++
		missing := k.do(cat, "GET", k.path("/edit"), nil)
		plain := strings.NewReplacer(k.path(""), "/works/N", (k.id - 1).Path(), "/works/N").Replace
		if missing.Code != 404 || plain(public) != plain(hidden) || plain(public) != plain(missing.Body.String()) {
			t.Error("the pages for a work of somebody else's, a hidden one and none differ")
		}
		if a := k.do(moderator, "POST", k.path("/hide"), url.Values{}); a.Code != 404 {
			t.Errorf("a work that is not there is hidden with %d", a.Code)
		}
		if a := k.do(ann, "GET", "/works/x/edit", nil); a.Code != 404 {
			t.Errorf("no number: %d", a.Code)
		}
	})
}

func TestChange(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		f := k.form(ann)
		if f.Get("rating") != string(work.NotRated) || f.Get("characters") != "Tobias, Ines" || f.Get("readers") != "everyone" || f.Get("chapter_total") != "?" {
			t.Fatalf("the form begins with %v", f)
		}
		f.Set("title", " Seven Minutes Late")
		f.Set("rating", string(work.General))
		f["warnings"] = []string{tag.NoWarnings}
		f["categories"] = []string{tag.Gen, tag.FF}
		f.Set("fandoms", "Harbour Lights, Lamp Folk")
		f.Set("relationships", "Ines & Tobias， Ines/The Sea、, ,\r\nThe Clerk & The Sea")
		f.Set("characters", "Ines, Tobias")
		f.Set("freeforms", "Fog, fog, Soup")
		f.Set("summary", "One.\r\n\r\nTwo <b onclick=x>bold</b>.")
		f.Set("notes_after", "<p>Thanks.</p>")
		f.Set("language", "cy")
		f.Set("readers", "members")
		f.Set("chapter_total", " 7 ")
		f.Set("complete", "1")
		f.Set("anonymous", "1")
		k.save(ann, f, 303)
		w := k.work()
		if w.Title != "Seven Minutes Late" || w.Rating != work.General || w.Language != "cy" || w.ChapterTotal != 7 || !w.Complete || !w.Anonymous || !w.Restricted || !w.Posted {
			t.Errorf("%+v", w.Details())
		}
		if strings.Count(w.Summary, "<p>") != 2 || strings.Contains(w.Summary, "onclick") || !strings.Contains(w.NotesAfter, "Thanks.") {
			t.Errorf("summary %q, notes %q", w.Summary, w.NotesAfter)
		}
		var got []string
		for _, x := range w.Tags {
			got = append(got, x.Name)
		}
		want := []string{tag.NoWarnings, tag.Gen, tag.FF, "Harbour Lights", "Lamp Folk", "Ines & Tobias", "Ines/The Sea", "The Clerk & The Sea", "Ines", "Tobias", "Fog", "Soup", "Radio"}
		if !slices.Equal(got, want) {
			t.Errorf("tags %q\nwant %q", got, want)
		}
		// What is stored fills the form again, and saving that changes nothing.
		again := k.form(ann)
		if again.Get("title") != w.Title || again.Get("relationships") != "Ines & Tobias, Ines/The Sea, The Clerk & The Sea" || !again.Has("complete") || !again.Has("anonymous") ||
			again.Get("readers") != "members" || again.Get("chapter_total") != "7" || again.Get("language") != "cy" || !slices.Equal(again["categories"], []string{tag.Gen, tag.FF}) {
			t.Errorf("the form is then %v", again)
		}
		k.save(ann, again, 303)
		if now := k.work(); fmt.Sprint(now.Details()) != fmt.Sprint(w.Details()) {
			t.Errorf("%+v\nbecame\n%+v", w.Details(), now.Details())
		}
	})
}

func TestSentTwice(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		f := k.form(ann)
		f.Set("title", "Twice")
		k.save(ann, f, 303)
		minor := k.work().Minor
		k.save(ann, f, 303)
		if w := k.work(); w.Minor != minor || w.Title != "Twice" {
			t.Errorf("minor %d after %d, title %q", w.Minor, minor, w.Title)
		}
		for _, to := range []string{"/hide", "/hide", "/unhide", "/unhide"} {
			if a := k.do(moderator, "POST", k.path(to), url.Values{}); a.Code != 303 || a.Header().Get("Location") != k.path("") {
				t.Errorf("%s: %d to %q", to, a.Code, a.Header().Get("Location"))
			}
			if hidden := to == "/hide"; k.work().Hidden != hidden {
				t.Errorf("hidden after %s: %v", to, !hidden)
			}
		}
	})
}

// A draft keeps whom it is for, and becomes a post for whom its author says.
func TestWhoMayRead(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for _, c := range []struct {
			readers            string
			posted, restricted bool
		}{{"members", true, true}, {"draft", false, true}, {"everyone", true, false}, {"draft", false, false}} {
			f := k.form(ann)
			f.Set("readers", c.readers)
			k.save(ann, f, 303)
			if w := k.work(); w.Posted != c.posted || w.Restricted != c.restricted {
				t.Errorf("%s: posted %v, restricted %v", c.readers, w.Posted, w.Restricted)
			}
			if got := k.form(ann).Get("readers"); got != c.readers {
				t.Errorf("%s: the form says %q", c.readers, got)
			}
		}
	})
}

// Each mistake is told at the top and beside its field, and all that was typed
// is there again.
func TestMistakes(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		before := fmt.Sprint(k.work().Details())
		for name, c := range map[string]struct {
			field, value string
			part         string // of what is said
		}{
			"no title":         {"title", "  ", "needs a title"},
			"long title":       {"title", strings.Repeat("å", work.MaxTitle+1), "256 characters"},
			"rating":           {"rating", "PG", "not one of the ratings"},
			"long summary":     {"summary", strings.Repeat("x", work.MaxSummary+1), "20001 characters"},
			"long notes":       {"notes_before", strings.Repeat("x", work.MaxNotes+1), "200001 characters"},
			"language":         {"language", "no such language", "not a language code"},
			"too few chapters": {"chapter_total", "1", "There are 2 chapters here"},
			"no number":        {"chapter_total", "some", "or ? if you"},
			"no such number":   {"chapter_total", "-3", "or ? if you"},
			"readers":          {"readers", "friends", "choose who may read"},
			"a tag's name":     {"characters", "Ines, To*bias", "character *"},
			"a long tag":       {"freeforms", strings.Repeat("o", tag.MaxName+1), "151 characters"},
		} {
			f := k.form(ann)
			for _, other := range []string{"title", "summary", "notes_after", "freeforms"} {
				f.Set(other, "typed <i>"+other+"</i> & \"more\"")
			}
			f.Set("freeforms", "One, Two  Three")
			f["warnings"] = []string{tag.Violence, tag.Death}
			f.Set("anonymous", "1")
			f.Set(c.field, c.value)
			page := k.save(ann, f, 422)
			if got := sent(t, page); c.field != "rating" && c.field != "readers" { // those can't be mistyped
				if lost := differ(got, f); len(lost) > 0 {
					t.Errorf("%s: what was typed into %v is lost", name, lost)
				}
			}
			root := parse(t, page)
			input, hint := byID(root, "f-"+c.field), byID(root, "h-"+c.field)
			if input == nil || attr(input, "aria-invalid") != "true" || attr(input, "aria-describedby") != "h-"+c.field || hint == nil || !strings.Contains(text(hint), c.part) {
				t.Errorf("%s: nothing beside the field: %v", name, hint)
			}
			if !strings.Contains(page, `href="#f-`+c.field+`"`) || !strings.Contains(page, `role="alert"`) {
				t.Errorf("%s: nothing at the top", name)
			}
		}
		many := k.form(ann)
		for i := range work.MaxTags {
			many.Set("freeforms", many.Get("freeforms")+", tag "+strconv.Itoa(i))
		}
		if page := k.save(ann, many, 422); !strings.Contains(page, "300 is the most") || attr(byID(parse(t, page), "f-tags"), "aria-invalid") != "true" {
			t.Error("too many tags are not told")
		}
		three := k.form(ann)
		three.Set("title", "")
		three.Set("fandoms", "a=b")
		three.Set("chapter_total", "soon")
		page := k.save(ann, three, 422)
		at := -1
		for _, field := range []string{"title", "fandoms", "chapter_total"} {
			next := strings.Index(page, `href="#f-`+field+`"`)
			if next <= at {
				t.Errorf("of three mistakes not all are told in order: %s", field)
			}
			at = next
		}
		if a := k.do(ann, "POST", k.path("/edit"), url.Values{"title": {"x"}}); a.Code != 422 {
			t.Errorf("half a form: %d", a.Code)
		}
		if a := k.do(ann, "POST", k.path("/edit"), url.Values{"seen": {"1"}, "summary": {strings.Repeat("x", 12<<20)}}); a.Code != 413 {
			t.Errorf("twelve million bytes: %d", a.Code)
		}
		if after := fmt.Sprint(k.work().Details()); after != before {
			t.Errorf("%s\nbecame\n%s", before, after)
		}
	})
}

// differ lists the fields in which forms differ, where a field that is not there
// is as one that is empty.
func differ(a, b url.Values) []string {
	var out []string
	for name := range a {
		if !slices.Equal(a[name], b[name]) {
			out = append(out, name)
		}
	}
	for name := range b {
		if !a.Has(name) && b.Get(name) != "" {
			out = append(out, name)
		}
	}
	return out
}

// The largest form that the limits allow is taken.
func TestLargestForm(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.site.Limits.Notes, k.site.Limits.Summary = work.MaxNotes, work.MaxSummary
		f := k.form(ann)
		for _, name := range []string{"notes_before", "notes_after", "usual_before", "usual_after"} {
			f.Set(name, strings.Repeat("𝄞", work.MaxNotes))
		}
		f.Set("summary", strings.Repeat("𝄞", work.MaxSummary))
		k.save(ann, f, 303)
		if w := k.work(); strings.Count(w.NotesAfter, "𝄞") != work.MaxNotes {
			t.Error("not all of it is there")
		}
	})
}

func TestConflict(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		mine, theirs := k.form(ann), k.form(moderator)
		theirs.Set("rating", string(work.Mature))
		k.save(moderator, theirs, 303)
		mine.Set("title", "Mine")
		mine.Set("summary", "Typed at length.")
		page := k.save(ann, mine, 409)
		if !strings.Contains(page, "Somebody changed this work while you were writing") {
			t.Errorf("not told: %s", page)
		}
		if w := k.work(); w.Title != "Six Minutes Late" || w.Rating != work.Mature {
			t.Errorf("%q, %s", w.Title, w.Rating)
		}
		kept := sent(t, page)
		if kept.Get("seen") != strconv.Itoa(k.work().Minor) {
			t.Errorf("the form is for version %s, the work is %d", kept.Get("seen"), k.work().Minor)
		}
		mine.Set("seen", kept.Get("seen"))
		if lost := differ(kept, mine); len(lost) > 0 {
			t.Errorf("what was typed into %v is lost", lost)
		}
		k.save(ann, kept, 303)
		if w := k.work(); w.Title != "Mine" || w.Rating != work.NotRated {
			t.Errorf("saved again: %q, %s", w.Title, w.Rating)
		}
		kept.Set("title", "Other")
		kept.Set("seen", "soon")
		k.save(ann, kept, 409)
	})
}

// Whatever changes something is refused when another site sends it.
func TestCrossSite(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		f := k.form(moderator)
		f.Set("title", "Theirs")
		posts := 0
		for _, r := range k.m.Routes() {
			method, path, _ := strings.Cut(r.Pattern, " ")
			if method != "POST" || !strings.HasPrefix(path, "/works/") {
				continue
			}
			posts++
			path = strings.Replace(path, "/works/{id}", k.path(""), 1)
			for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
				if a := k.do(moderator, "POST", path, f, header...); a.Code != 403 {
					t.Errorf("%s with %v: %d", path, header, a.Code)
				}
			}
		}
		if w := k.work(); posts != 5 || w.Title != "Six Minutes Late" || w.Hidden {
			t.Errorf("%d routes, title %q, hidden %v", posts, w.Title, w.Hidden)
		}
	})
}

func TestStaff(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		a := k.do(ann, "GET", k.path("/edit"), nil).Body.String()
		if strings.Contains(a, "/hide") || strings.Contains(a, "is not yours") {
			t.Error("the author gets what is for staff")
		}
		if m := k.do(moderator, "GET", k.path("/edit"), nil).Body.String(); !strings.Contains(m, k.path("/hide")) || !strings.Contains(m, "is not yours") {
			t.Error("staff can't hide the work")
		}
		k.do(moderator, "POST", k.path("/hide"), url.Values{})
		if m := k.do(moderator, "GET", k.path("/edit"), nil).Body.String(); !strings.Contains(m, k.path("/unhide")) {
			t.Error("staff can't show the work again")
		}
		if a := k.do(ann, "GET", k.path("/edit"), nil).Body.String(); !strings.Contains(a, "have hidden this work") {
			t.Error("its author is not told that the work is hidden")
		}
	})
}

// The way in is on the work's page, for who may use it; and what is saved is told
// there at once, to guests too, whose pages are kept in memory.
func TestWorkPage(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		page := func(v viewer.Viewer) string {
			v.Adult = true
			return k.do(v, "GET", k.path("?view_adult=true"), nil).Body.String()
		}
		for _, c := range []struct {
			who        viewer.Viewer
			edit, file bool
		}{{guest, false, false}, {cat, false, false}, {ann, true, true}, {moderator, true, false}} {
			p := page(c.who)
			if ways := strings.Count(p, `href="`+k.path("/edit")+`"`); ways > 1 || (ways == 1) != c.edit {
				t.Errorf("%q gets %d ways to edit", c.who.Name, ways)
			}
			if file := strings.Contains(p, `href="`+k.path("/original")+`"`); file != c.file {
				t.Errorf("%q gets a way to the file: %v", c.who.Name, file)
			}
		}
		f := k.form(ann)
		f.Set("title", "Eight Minutes Late")
		f.Set("anonymous", "1")
		k.save(ann, f, 303)
		if p := page(guest); !strings.Contains(p, "Eight Minutes Late") || strings.Contains(p, "Ann") {
			t.Error("a guest gets the page as it was before")
		}
		k.do(moderator, "POST", k.path("/hide"), url.Values{})
		if a := k.do(guest, "GET", k.path("?view_adult=true"), nil); a.Code != 404 {
			t.Errorf("a guest gets a hidden work with %d", a.Code)
		}
		k.do(moderator, "POST", k.path("/unhide"), url.Values{})
		f = k.form(ann)
		f.Set("rating", string(work.General))
		k.save(ann, f, 303)
		if a := k.do(guest, "GET", k.path(""), nil); a.Code != 200 || strings.Contains(a.Body.String(), "Proceed") {
			t.Errorf("once it is rated for all, a guest gets it with %d, and is asked first", a.Code)
		}
	})
}
