package setting_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// typed is the form as a keeper sends it, with changes in pairs.
func typed(changes ...string) url.Values {
	f := url.Values{"sign_up": {"open"}, "staff_second": {"1"}, "invitations": {"5"}, "title": {"200"}, "summary": {"1000"}, "notes": {"4000"},
		"chapter": {"400000"}, "tags": {"60"}, "tag": {"100"}, "picture_mb": {"50"}, "leave_days": {"21"}}
	for i := 0; i+1 < len(changes); i += 2 {
		f.Set(changes[i], changes[i+1])
	}
	return f
}

func TestSettingsHoldAtOnceAndForGood(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		p := a.Get(archivetest.Keeper, "/keep/settings")
		if p.Status != 200 || archivetest.Attr(p.All("#f-title")[0], "value") != "255" || len(p.All("input[name=sign_up]")) != 4 {
			t.Fatalf("%d %s", p.Status, p.Body)
		}
		if len(p.All("form .field .hint")) < 8 {
			t.Error("a setting has no sentence")
		}
		if p := a.Post(archivetest.Keeper, "/keep/settings", typed("role", "keeper", "id", "7")); p.Status != 303 {
			t.Fatalf("%d %s", p.Status, p.Body)
		}
		s, err := setting.Load(t.Context(), a.DB)
		want := setting.Site{SignUp: setting.Open, Invitations: 5, StaffSecond: true, LeaveDays: 21,
			Limits: setting.Limits{Title: 200, Summary: 1000, Notes: 4000, Chapter: 400_000, Tags: 60, Tag: 100, PictureMB: 50}}
		if err != nil || s != want {
			t.Errorf("%+v, %v", s, err)
		}
		if now := setting.NewWatch(a.DB).Now(t.Context()); now != want {
			t.Errorf("another server goes by %+v", now)
		}
		if p := a.Get(archivetest.Guest, "/join"); !strings.Contains(p.Body, `name="password"`) {
			t.Errorf("the mode is not in force at once: %s", p.Text("main"))
		}
	})
}

func TestSettingsHaveBounds(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		for _, c := range []struct{ field, value string }{
			{"title", "0"}, {"title", "256"}, {"title", ""}, {"title", "many"}, {"title", "-3"}, {"title", "99999999999999999999"}, {"summary", "20001"},
			{"notes", "200001"}, {"chapter", "20000001"}, {"tags", "301"}, {"tag", "151"}, {"picture_mb", "0"}, {"invitations", "-1"}, {"sign_up", "anyhow"},
		} {
			p := a.Post(archivetest.Keeper, "/keep/settings", typed(c.field, c.value))
			if p.Status != 422 || p.Text(".fault") == "" {
				t.Errorf("%s %q: %d, %q", c.field, c.value, p.Status, p.Text(".fault"))
			}
			if n := p.All("#f-" + c.field); len(n) == 1 && archivetest.Attr(n[0], "value") != c.value {
				t.Errorf("%s %q is not shown again", c.field, c.value)
			}
		}
		if s, err := setting.Load(t.Context(), a.DB); err != nil || s != setting.Default() {
			t.Errorf("something was saved: %+v, %v", s, err)
		}
		for _, who := range []archivetest.Person{archivetest.Ann, archivetest.Moderator} {
			if p := a.Post(who, "/keep/settings", typed()); p.Status != 403 {
				t.Errorf("%s: %d", who, p.Status)
			}
		}
	})
}

// What keepers may choose is what the packages that hold the texts can take.
func TestTheHardestLimitsAreThoseOfWorks(t *testing.T) {
	want := setting.Limits{Title: work.MaxTitle, Summary: work.MaxSummary, Notes: work.MaxNotes, Chapter: work.MaxChapter, Tags: work.MaxTags, Tag: tag.MaxName,
		PictureMB: setting.Hardest().PictureMB}
	if got := setting.Hardest(); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestEightKeepersAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				s := setting.Default()
				s.Limits.Title, s.Limits.Tags = 100+i, 10+i
				if err := a.DB.Tx(t.Context(), func(tx *db.Tx) error { return setting.Save(t.Context(), tx, s) }); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		s, err := setting.Load(t.Context(), a.DB)
		if err != nil || s.Limits.Title-100 != s.Limits.Tags-10 || s.Limits.Title < 100 {
			t.Errorf("mixed of two: %+v, %v", s, err)
		}
		if n, err := db.All(t.Context(), a.DB, db.One[int], `SELECT COUNT(*) FROM site_settings`); err != nil || fmt.Sprint(n) != "[1]" {
			t.Errorf("%v rows, %v", n, err)
		}
	})
}
