package edit_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

func (k *desk) extras() work.Extras {
	k.t.Helper()
	x, err := work.ExtrasOf(k.t.Context(), k.d, k.work())
	if err != nil {
		k.t.Fatal(err)
	}
	return x
}

func TestExtras(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		f := k.form(ann)
		if len(f["credit_role"]) != 2 || f.Get("ornament") != "" || len(f["warnings"]) != 0 {
			t.Fatalf("the form begins with %v", f)
		}
		f.Set("relationships", "Ines & Tobias, Ines/The Sea, The Clerk & The Sea")
		f["weight_of"], f["weight"] = []string{"Ines & Tobias", "Ines/The Sea"}, []string{"background", "main"}
		f["credit_role"], f["credit_name"] = []string{"beta", "art"}, []string{"Brindle", ""}
		f["credit_title"], f["credit_url"] = []string{"", "Fog"}, []string{"", "https://art.example/"}
		f.Set("dedications", "the sea\n\nthe fog")
		f.Set("requests", "more fog")
		f.Set("ornament", "moon")
		f.Set("usual_before", "Hello.")
		k.save(ann, f, 303)
		x := k.extras()
		if len(x.Credits) != 2 || x.Credits[1].Title != "Fog" || strings.Join(x.Dedications, "|") != "the sea|the fog" || len(x.Requests) != 1 || x.Ornament != "moon" || x.UsualBefore != "<p>Hello.</p>" {
			t.Errorf("%+v", x)
		}
		var order []string
		for _, r := range k.work().TagsOf(tag.Relationship) {
			order = append(order, r.Name+"="+string(k.work().Weights[r.ID]))
		}
		if got := strings.Join(order, ", "); got != "Ines/The Sea=main, The Clerk & The Sea=, Ines & Tobias=background" {
			t.Errorf("relationships %s", got)
		}
		// The readers' page says it, and the form holds it; what is sent twice is one.
		page := k.do(guest, "GET", k.path("?view_adult=true"), nil).Body.String()
		for _, want := range []string{"(background)", "ornament-moon", "ornaments.css", "the fog", "Brindle"} {
			if !strings.Contains(page, want) {
				t.Errorf("readers are not told %s", want)
			}
		}
		k.save(ann, f, 303)
		again := k.form(ann)
		if again.Get("dedications") != "the sea\nthe fog" || again.Get("ornament") != "moon" || again["weight"][0] != "main" || len(again["credit_role"]) != 4 {
			t.Errorf("the form is then %v", again)
		}
		again.Set("more", "credits")
		again.Set("title", "Typed")
		if got := sent(t, k.save(ann, again, 200)); len(got["credit_role"]) != 6 || got.Get("title") != "Typed" || k.work().Title == "Typed" {
			t.Errorf("more rows: %v", got)
		}
		stale := f
		stale.Set("ornament", "stars")
		k.save(ann, stale, 409)
		bad := k.form(ann)
		bad["credit_url"][0] = "javascript:alert(1)"
		if page := k.save(ann, bad, 422); !strings.Contains(page, `href="#f-credits"`) || !strings.Contains(page, "javascript:alert(1)") {
			t.Error("a bad address is not told, or is gone")
		}
	})
}

func TestLimits(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.site.Limits.Title, k.site.Limits.Summary, k.site.Limits.Notes, k.site.Limits.Tags, k.site.Limits.Tag = 20, 30, 40, 4, 15
		for _, c := range []struct{ field, value, want string }{
			{"title", strings.Repeat("é", 21), "The title has 21 of 20 characters"},
			{"summary", "<p>" + strings.Repeat("é", 31) + "</p>", "The summary has 31 of 30 characters"},
			{"notes_before", strings.Repeat("é", 41), "41 of 40"}, {"notes_after", strings.Repeat("é", 41), "41 of 40"},
			{"usual_before", strings.Repeat("é", 41), "41 of 40"}, {"freeforms", "One, Two", "5 of 4 tags"}, {"characters", strings.Repeat("é", 50), "50 of 15 characters"},
		} {
			f := k.form(ann)
			f.Set(c.field, c.value)
			page := k.save(ann, f, 422)
			if got := sent(t, page); !strings.Contains(page, c.want) || got.Get(c.field) != c.value {
				t.Errorf("%s: not told %q, or not kept: %q", c.field, c.want, got.Get(c.field))
			}
		}
		f := k.form(ann)
		f.Set("summary", "<p><em>"+strings.Repeat("é", 30)+"</em></p>") // markup counts for nothing
		k.save(ann, f, 303)

		// What is above a limit that came later stays, and may be edited while it does not grow.
		k.site.Limits.Title, k.site.Limits.Summary, k.site.Limits.Tags, k.site.Limits.Tag = 5, 10, 1, 3
		f = k.form(ann)
		f.Set("complete", "1")
		f.Set("summary", strings.Repeat("é", 29))
		k.save(ann, f, 303)
		f = k.form(ann)
		f.Set("title", f.Get("title")+"!")
		k.save(ann, f, 422)
	})
}

// A work that is only begun is posted on the page that looks at it first, and its
// rating is chosen knowingly.
func TestABegunWorkIsNotPostedHere(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		err := k.d.Tx(t.Context(), func(tx *db.Tx) (err error) { k.id, _, err = work.Begin(t.Context(), tx, 1, "en"); return err })
		if err != nil {
			t.Fatal(err)
		}
		f := k.form(ann)
		if f.Has("rating") || f.Has("warnings") {
			t.Errorf("somebody chose %v", f)
		}
		f.Set("title", "Begun")
		k.save(ann, f, 303)
		f = k.form(ann)
		f.Set("readers", "everyone")
		if page := k.save(ann, f, 422); !strings.Contains(page, "None of its chapters is posted yet") || !strings.Contains(page, "choose a rating") {
			t.Error("what is in the way is not told")
		}
	})
}

func TestOnBehalf(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		if k.d.Postgres { // whose numbers begin at 1, where the people of the test stand
			err := k.d.Tx(t.Context(), func(tx *db.Tx) error {
				return tx.Exec(t.Context(), `SELECT setval(pg_get_serial_sequence('accounts', 'id'), 100), setval(pg_get_serial_sequence('pseuds', 'id'), 100)`)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		f := url.Values{"name": {"Old Salt"}, "language": {"en"}, "user_id": {"1"}}
		if a := k.do(ann, "POST", "/works/for", f); a.Code != 403 {
			t.Errorf("a member: %d", a.Code)
		}
		if a := k.do(moderator, "GET", "/works/for", nil); a.Code != 200 {
			t.Errorf("the page: %d", a.Code)
		}
		a := k.do(moderator, "POST", "/works/for", f)
		to := a.Header().Get("Location")
		if a.Code != 303 || !strings.HasSuffix(to, "/edit") {
			t.Fatalf("%d, to %s", a.Code, to)
		}
		id := to[:strings.Index(to, "/chapters/")]
		page := k.do(moderator, "POST", id+"/claim-link", nil)
		_, token, found := strings.Cut(page.Body.String(), "https://archive.example/claim/")
		token, _, _ = strings.Cut(token, `"`)
		if !found || page.Header().Get("Cache-Control") != "no-store" {
			t.Fatalf("no link on %s", page.Body)
		}
		who, err := account.Claimable(t.Context(), k.d, token, k.d.Now())
		if err != nil || who.Name != "Old Salt" {
			t.Errorf("the link is for %v, %v", who, err)
		}
		if a := k.do(moderator, "GET", id+"/edit", nil).Body.String(); !strings.Contains(a, "/claim-link") {
			t.Error("the page of details offers no link")
		}
		err = k.d.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := account.Create(t.Context(), tx, account.New{Name: "Taken", Password: "a long enough password", Role: viewer.Member})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []url.Values{{"name": {"Taken"}, "language": {"en"}}, {"name": {""}, "language": {"en"}}, {"name": {"Salt"}, "language": {"xx-nowhere"}}} {
			if a := k.do(moderator, "POST", "/works/for", bad); a.Code != 422 {
				t.Errorf("%v: %d", bad, a.Code)
			}
		}
	})
}
