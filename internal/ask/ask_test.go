package ask_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

const (
	stationText = `<p>She was drunk at the bus station, and she wept that she had always wished to go to California. He carried her out to the car.</p>`
	otherText   = `<p>California was far away. The grey cat sat on the roof of the station and laughed.</p>`
)

// add posts a work by Ann.
func add(t *testing.T, a *archivetest.Archive, title, body string, change func(*work.Draft)) work.ID {
	t.Helper()
	d := work.Draft{Title: title, Language: "en", Rating: work.General, Posted: true, ChapterTotal: 1, Creators: []account.PseudID{a.Pseud(archivetest.Ann, "Ann").ID},
		Tags: []tag.Named{{Type: tag.Fandom, Name: "Roads"}}, Chapters: []work.DraftChapter{{Body: body}}}
	if change != nil {
		change(&d)
	}
	var id work.ID
	a.Tx(func(tx *db.Tx) (err error) {
		id, err = work.Create(t.Context(), tx, a.Cleaner(), d)
		return err
	})
	return id
}

// post posts a request by the page, as somebody does, and gives its path.
func post(t *testing.T, a *archivetest.Archive, who archivetest.Person, subject string, more url.Values) string {
	t.Helper()
	f := url.Values{"subject": {subject}, "what": {"she was drunk, he carried her out"}, "where": {"a bus station"}, "where_sure": {"maybe"}, "fandom": {"Roads"}}
	for k, v := range more {
		f[k] = v
	}
	p := a.Post(who, "/requests", f)
	to := p.Header.Get("Location")
	if p.Status != http.StatusSeeOther || !strings.HasPrefix(to, "/requests/") {
		t.Fatalf("%s posts “%s” and gets %d %s", who, subject, p.Status, p.Body)
	}
	return to
}

func letters(t *testing.T, a *archivetest.Archive, who archivetest.Person) []string {
	t.Helper()
	all, err := db.All(t.Context(), a.DB, db.One[string], `SELECT subject || ': ' || body FROM letters WHERE account_id = $1 AND kind = 'request.answer' ORDER BY id`, int64(a.Viewer(who).ID))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func number(id work.ID) string { return strconv.FormatInt(int64(id), 10) }

// A directory without any request says that nothing has been asked; one in which nothing
// is found says what to try.
func TestAnEmptyDirectory(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		if body := a.Get(archivetest.Guest, "/requests").Body; !strings.Contains(body, "Nothing has been asked yet") || strings.Contains(body, "No such request") || strings.Contains(body, "0 requests") {
			t.Error("an empty directory doesn’t say just that nothing has been asked yet")
		}
		a.SignInAll()
		post(t, a, archivetest.Reader, "The one with the umbrella", nil)
		for address, want := range map[string]string{"/requests": "The one with the umbrella", "/requests?q=xylophones": "No such request"} {
			if body := a.Get(archivetest.Guest, address).Body; !strings.Contains(body, want) || strings.Contains(body, "Nothing has been asked yet") {
				t.Errorf("%s doesn’t say “%s”", address, want)
			}
		}
	})
}

// A request goes its whole way: clues at /find, posted, a no that is remembered, a
// suggestion with a letter, found, thanked for, and found by the next who asks.
func TestFromCluesToFound(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		right, other := add(t, a, "Dust", stationText, nil), add(t, a, "Roofs", otherText, nil)
		p := a.Get(archivetest.Reader, "/requests/new?what=she+was+drunk&where=bus+station&where_sure=maybe&no="+number(other))
		for _, want := range []string{"she was drunk</textarea>", `value="bus station"`, `value="maybe" selected`, `name="no" value="` + number(other)} {
			if !strings.Contains(p.Body, want) {
				t.Errorf("the form lacks %s", want)
			}
		}
		at := post(t, a, archivetest.Reader, "The one at the bus station", url.Values{"no": {number(other)}})
		p = a.Get(archivetest.Reader, at)
		if !strings.Contains(p.Body, `name="it" value="`+number(right)) || strings.Contains(p.Body, "Roofs") {
			t.Errorf("the archive offers %s", p.Text("main"))
		}
		if p := a.Get(archivetest.Guest, at); strings.Contains(p.Body, "Dust") || !strings.Contains(p.Body, "The one at the bus station") {
			t.Errorf("a guest sees %s", p.Text("main"))
		}
		a.Post(archivetest.Reader, at+"/answer", url.Values{"no": {number(right)}})
		if p := a.Get(archivetest.Reader, at); strings.Contains(p.Body, "Dust") {
			t.Error("what it is not is offered again")
		}
		if p := a.Post(archivetest.Ben, at+"/suggestions", url.Values{"name": {"Dust"}}); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, "not this one") {
			t.Errorf("what it is not is suggested: %d", p.Status)
		}
		a.Post(archivetest.Reader, at+"/answer", url.Values{"it": {number(right)}}) // after all
		a.Post(archivetest.Reader, at+"/answer", url.Values{"reopen": {"yes"}})
		if p := a.Post(archivetest.Ben, at+"/suggestions", url.Values{"name": {"/works/" + number(right)}, "said": {"He carries her."}}); p.Status != http.StatusSeeOther {
			t.Fatalf("suggesting gives %d %s", p.Status, p.Text("main"))
		}
		if got := letters(t, a, archivetest.Reader); len(got) != 1 || !strings.Contains(got[0], "Ben thinks that it may be “Dust”") || !strings.Contains(got[0], "He carries her.") {
			t.Errorf("letters %q", got)
		}
		p = a.Get(archivetest.Reader, at)
		its := p.All("button[name=it_suggested]")
		if len(its) != 1 {
			t.Fatalf("suggestions: %s", p.Text("main"))
		}
		for range 2 { // twice is once
			if p := a.Post(archivetest.Reader, at+"/answer", url.Values{"it_suggested": {archivetest.Attr(its[0], "value")}}); p.Status != http.StatusSeeOther {
				t.Fatalf("finding gives %d", p.Status)
			}
		}
		if got := letters(t, a, archivetest.Ben); len(got) != 1 || !strings.Contains(got[0], "It was the one: “Dust”") {
			t.Errorf("letters %q", got)
		}
		for _, address := range []string{at, "/requests?state=found", "/requests?q=drunken+at+stations", "/requests?fandom=roads"} {
			if p := a.Get(archivetest.Guest, address); !strings.Contains(p.Text("main"), "Dust") {
				t.Errorf("%s: %s", address, p.Text("main"))
			}
		}
		for _, address := range []string{"/requests?state=open", "/requests?q=umbrellas", "/requests?fandom=rivers", "/requests?state=mine"} {
			if p := a.Get(archivetest.Guest, address); strings.Contains(p.Body, "The one at") {
				t.Errorf("%s lists it", address)
			}
		}
		if p := a.Get(archivetest.Ben, "/requests/new?what=he+carries+her+out,+drunk,+at+the+bus+station"); !strings.Contains(p.Body, "Was it one of these?") {
			t.Error("the next who asks isn't told of it")
		}
	})
}

// What somebody may not see is neither offered nor suggested to them, nor counted.
func TestNothingIsShownThatMayNotBeSeen(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		locked := add(t, a, "Behind Doors", stationText, func(d *work.Draft) { d.Restricted = true })
		secret := add(t, a, "Under Floors", strings.ReplaceAll(stationText, "wept", "cried"), func(d *work.Draft) { d.Hidden = true })
		at := post(t, a, archivetest.Reader, "The one at the bus station", nil)
		for _, name := range []string{"Under Floors", "/works/" + number(secret), "/works/987654"} {
			if p := a.Post(archivetest.Ben, at+"/suggestions", url.Values{"name": {name}}); p.Status != http.StatusUnprocessableEntity || strings.Contains(p.Text("main h3"), "Under") {
				t.Errorf("%s is suggested: %d", name, p.Status)
			}
		}
		if p := a.Post(archivetest.Ben, at+"/suggestions", url.Values{"name": {"Behind Doors"}}); p.Status != http.StatusSeeOther {
			t.Fatalf("suggesting gives %d", p.Status)
		}
		if p := a.Get(archivetest.Reader, at); !strings.Contains(p.Body, "Behind Doors") || strings.Contains(p.Body, "Under Floors") {
			t.Errorf("a member sees %s", p.Text("main"))
		}
		if p := a.Get(archivetest.Reader, "/requests"); !strings.Contains(p.Body, "1 suggestion") {
			t.Error("a member is not told of a suggestion")
		}
		for _, address := range []string{at, "/requests"} {
			if p := a.Get(archivetest.Guest, address); strings.Contains(p.Body, "Behind Doors") || strings.Contains(p.Body, "1 suggestion") {
				t.Errorf("a guest sees at %s: %s", address, p.Text("main"))
			}
		}
		a.Post(archivetest.Reader, at+"/answer", url.Values{"it": {number(locked)}})
		for _, address := range []string{at, "/requests", "/requests?q=behind+doors"} {
			if p := a.Get(archivetest.Guest, address); strings.Contains(p.Body, "Behind Doors") {
				t.Errorf("a guest sees at %s: %s", address, p.Text("main"))
			}
		}
		for _, id := range []work.ID{secret, 987654} {
			if p := a.Post(archivetest.Reader, at+"/answer", url.Values{"it": {number(id)}}); p.Status != http.StatusNotFound {
				t.Errorf("%d is found: %d", id, p.Status)
			}
		}
	})
}

func TestBlocksMutesAndStaff(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		add(t, a, "Dust", stationText, nil)
		at := post(t, a, archivetest.Reader, "The one at the bus station", nil)
		reader, ben := a.Viewer(archivetest.Reader).ID, a.Viewer(archivetest.Ben).ID
		a.Tx(func(tx *db.Tx) error { return block.Block(t.Context(), tx, reader, ben) })
		if p := a.Post(archivetest.Ben, at+"/suggestions", url.Values{"name": {"Dust"}}); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, "can’t suggest anything") {
			t.Errorf("who is blocked suggests: %d", p.Status)
		}
		a.Tx(func(tx *db.Tx) error { return block.Unblock(t.Context(), tx, reader, ben) })
		a.Tx(func(tx *db.Tx) error { return block.Mute(t.Context(), tx, reader, ben) })
		a.Post(archivetest.Ben, at+"/suggestions", url.Values{"name": {"Dust"}, "said": {"Surely."}})
		if p := a.Get(archivetest.Reader, at); strings.Contains(p.Body, "Surely.") || len(letters(t, a, archivetest.Reader)) != 0 {
			t.Error("who mutes somebody hears from them")
		}
		if p := a.Get(archivetest.Moderator, at); !strings.Contains(p.Body, "Surely.") {
			t.Error("others don't see the suggestion")
		}
		bens := post(t, a, archivetest.Ben, "The one with the lamps", nil)
		if p := a.Get(archivetest.Reader, "/requests"); strings.Contains(p.Body, "the lamps") {
			t.Error("who mutes somebody is shown what they ask")
		}
		hide := func(form url.Values) {
			if p := a.Post(archivetest.Moderator, bens+"/hide", form); p.Status != http.StatusSeeOther {
				t.Errorf("hiding gives %d", p.Status)
			}
		}
		hide(url.Values{"hide": {"yes"}})
		for who, want := range map[archivetest.Person]int{archivetest.Guest: 404, archivetest.Ann: 404, archivetest.Ben: 200, archivetest.Keeper: 200} {
			if p := a.Get(who, bens); p.Status != want {
				t.Errorf("hidden: %s gets %d", who, p.Status)
			}
			if p := a.Get(who, "/requests"); strings.Contains(p.Body, "the lamps") != (want == 200) {
				t.Errorf("hidden: %s is listed it or not", who)
			}
		}
		if p := a.Post(archivetest.Ann, bens+"/suggestions", url.Values{"name": {"Dust"}}); p.Status != http.StatusNotFound {
			t.Errorf("suggesting for what is hidden gives %d", p.Status)
		}
		hide(url.Values{"hide": {"no"}})
		if p := a.Get(archivetest.Guest, bens); p.Status != http.StatusOK {
			t.Errorf("brought back it gives %d", p.Status)
		}
		for _, act := range []string{"/answer", "/delete"} {
			if p := a.Post(archivetest.Ann, bens+act, url.Values{"reopen": {"yes"}}); p.Status != http.StatusForbidden && p.Status != http.StatusNotFound {
				t.Errorf("somebody else's %s gives %d", act, p.Status)
			}
		}
		if p := a.Post(archivetest.Ben, bens+"/delete", url.Values{}); p.Status != http.StatusSeeOther {
			t.Errorf("deleting gives %d", p.Status)
		}
		if p := a.Get(archivetest.Ben, bens); p.Status != http.StatusNotFound {
			t.Errorf("deleted it gives %d", p.Status)
		}
	})
}

// A title leads to a work, to a choice, or elsewhere.
func TestTitles(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		one, two := add(t, a, "Dust", stationText, nil), add(t, a, "Dust", otherText, nil)
		at := post(t, a, archivetest.Reader, "The one at the bus station", nil)
		p := a.Post(archivetest.Ben, at+"/suggestions", url.Values{"name": {"dust"}, "said": {"Perhaps."}})
		if len(p.All("input[name=work]")) != 2 || !strings.Contains(p.Body, "Perhaps.</textarea>") {
			t.Errorf("no choice: %d %s", p.Status, p.Text("main"))
		}
		for _, form := range []url.Values{{"name": {"dust"}, "work": {number(two)}}, {"name": {"Salt and Iron"}, "place": {"elsewhere"}}, {"name": {"salt and iron"}, "place": {"elsewhere"}}} {
			if p := a.Post(archivetest.Ben, at+"/suggestions", form); p.Status != http.StatusSeeOther {
				t.Errorf("%v gives %d %s", form, p.Status, p.Text("main"))
			}
		}
		for _, name := range []string{"Salt and Iron", "", "https://elsewhere.example/works/" + number(one), "javascript:alert(1)", strings.Repeat("x", 3000), "https://%zz"} {
			if p := a.Post(archivetest.Ann, at+"/suggestions", url.Values{"name": {name}}); p.Status != http.StatusUnprocessableEntity {
				t.Errorf("%.40q gives %d", name, p.Status)
			}
		}
		if p := a.Post(archivetest.Ann, at+"/suggestions", url.Values{"name": {"Salt and Iron"}, "place": {"elsewhere"}}); !strings.Contains(p.Body, "before you") {
			t.Errorf("suggested twice: %d", p.Status)
		}
		if got := letters(t, a, archivetest.Reader); len(got) != 2 {
			t.Errorf("letters %q", got)
		}
		p = a.Get(archivetest.Reader, at)
		its := p.All("button[name=it_suggested]")
		a.Post(archivetest.Reader, at+"/answer", url.Values{"it_suggested": {archivetest.Attr(its[1], "value")}})
		if p := a.Get(archivetest.Guest, at); !strings.Contains(p.Text("main"), "It was “Salt and Iron”, which is not in this archive.") || !strings.Contains(p.Text("main"), "Ben knew it.") {
			t.Errorf("found elsewhere: %s", p.Text("main"))
		}
		if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error { return work.Remove(t.Context(), tx, two) }); err != nil {
			t.Fatal(err)
		}
		if p := a.Get(archivetest.Reader, at); p.Status != http.StatusOK {
			t.Errorf("without the work that was suggested it gives %d", p.Status)
		}
	})
}

func TestMistakesAndLimits(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		for name, f := range map[string]url.Values{
			"no subject": {"what": {"a lamp"}}, "no clue": {"subject": {"The lamp"}}, "only what it is not": {"subject": {"The lamp"}, "not": {"a dog"}},
			"a long subject": {"subject": {strings.Repeat("é", 121)}, "what": {"a lamp"}}, "a long clue": {"subject": {"The lamp"}, "what": {strings.Repeat("x", remember.MaxClue+1)}},
			"a long note": {"subject": {"The lamp"}, "what": {"a lamp"}, "note": {strings.Repeat("x", 1001)}}, "a long fandom": {"subject": {"The lamp"}, "what": {"a lamp"}, "fandom": {strings.Repeat("x", 151)}},
		} {
			p := a.Post(archivetest.Reader, "/requests", f)
			if p.Status != http.StatusUnprocessableEntity || len(p.All("[aria-invalid=true]"))+len(p.All(".fault")) == 0 || !strings.Contains(p.Body, f.Get("subject")) {
				t.Errorf("%s gives %d", name, p.Status)
			}
		}
		odd := url.Values{"account_id": {"1"}, "found_at": {"1"}, "hidden_at": {"1"}, "id": {"77"}, "no": {"x", "-1", "987654"}, "note": {"\x00 \xff 雨"}}
		first := post(t, a, archivetest.Reader, "The lamp 0", odd)
		if again := post(t, a, archivetest.Reader, "The lamp 0", odd); again != first || first == "/requests/77" {
			t.Errorf("sent twice it is %s and %s", first, again)
		}
		for i := 1; i < 5; i++ {
			post(t, a, archivetest.Reader, "The lamp "+strconv.Itoa(i), nil)
		}
		if p := a.Post(archivetest.Reader, "/requests", url.Values{"subject": {"The lamp 5"}, "what": {"a lamp"}}); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, "5 times") {
			t.Errorf("the sixth of a day gives %d", p.Status)
		}
		for _, address := range []string{"/requests?page=-3&state=x&q=%00%ff", "/requests?page=99999999999999999999", "/requests?q=" + strings.Repeat("a+b+", 400), "/requests?q=%25_*&fandom=%25"} {
			if p := a.Get(archivetest.Guest, address); p.Status != http.StatusOK {
				t.Errorf("%.60s gives %d", address, p.Status)
			}
		}
		for i := range 10 {
			if p := a.Post(archivetest.Ben, first+"/suggestions", url.Values{"name": {"Lamp " + strconv.Itoa(i)}, "place": {"elsewhere"}}); p.Status != http.StatusSeeOther {
				t.Fatalf("suggestion %d gives %d", i, p.Status)
			}
		}
		if p := a.Post(archivetest.Ben, first+"/suggestions", url.Values{"name": {"Lamp 10"}, "place": {"elsewhere"}, "said": {"Maybe."}}); p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Body, "10 works") || !strings.Contains(p.Body, "Maybe.</textarea>") {
			t.Errorf("the eleventh suggestion gives %d", p.Status)
		}
	})
}
