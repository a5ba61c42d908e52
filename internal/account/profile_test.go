package account

import (
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/viewer"
)

func TestProfile(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := signedIn(t, h)
		ana, err := ByName(t.Context(), h.d, "Ana_María")
		if err != nil {
			t.Fatal(err)
		}
		b.want(b.post("/account/profile", "title", strings.Repeat("t", 256), "text", strings.Repeat("w", 5001), "links", "javascript:alert(1)"), 422,
			"255 is the most", "That has", "is no address of a page")
		if p, err := ProfileOf(t.Context(), h.d, ana.ID); err != nil || !p.Empty() {
			t.Errorf("half a form was kept: %+v, %v", p, err)
		}
		b.want(b.post("/account/profile", "title", " Lamps \x00 and\tfog ", "text", "Hello.<script>x</script>\n\nTwo.", "links", "example.org/me\nhttp://b.example/", "hide_pseuds", "1", "role", "keeper"), 303)
		p, err := ProfileOf(t.Context(), h.d, ana.ID)
		if err != nil || p.Title != "Lamps and fog" || strings.Contains(p.Text, "script") || strings.Join(p.Links, " ") != "https://example.org/me http://b.example/" {
			t.Errorf("%+v, %v", p, err)
		}
		prefs, err := Prefs(t.Context(), h.d, ana.ID)
		if err != nil || !prefs.HidePseuds {
			t.Errorf("%+v, %v", prefs, err)
		}
		b.want(b.post("/account/preferences", "full_work", "1"), 303)
		if prefs, err = Prefs(t.Context(), h.d, ana.ID); err != nil || !prefs.HidePseuds || !prefs.FullWork {
			t.Errorf("the preferences undid the profile: %+v, %v", prefs, err)
		}
	})
}

func TestLinksOfAProfile(t *testing.T) {
	for _, bad := range []string{"javascript:alert(1)", "data:text/html,x", "http://", "me", "https://user:pass@example.org/", "ftp://example.org/", "https://example.org/" + strings.Repeat("x", maxLink), strings.Repeat("a.example ", maxLinks+1)} {
		if got, err := checkLinks(bad); err == nil {
			t.Errorf("%.60q is taken as %q", bad, got)
		}
	}
}

func TestEveryPreferenceIsKeptAndShown(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		b := signedIn(t, h)
		ana, err := ByName(t.Context(), h.d, "Ana_María")
		if err != nil {
			t.Fatal(err)
		}
		b.want(b.post("/account/preferences", "time_zone", "Mars/Base", "daily_words", "many", "title_format", "always the same"), 422,
			"no such time zone", "a number from 0 to 100000", "use the word TITLE", `value="many"`)
		b.want(b.post("/account/preferences", "time_zone", "Asia/Tokyo", "daily_words", "500", "title_format", "TITLE by AUTHOR", "full_work", "1", "hide_warnings", "1", "hide_freeforms", "1",
			"no_work_skins", "1", "no_index", "1", "allow_creator", "1", "allow_gifts", "1", "hide_stats", "1", "mail_off", string(mail.Gift), "mail_off", string(mail.Reset), "mail_off", "made.up"), 303)
		got, err := Prefs(t.Context(), h.d, ana.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.MailOff) != 1 || got.Mails(string(mail.Gift)) || !got.Mails(string(mail.Beta)) || !got.Mails(string(mail.Reset)) {
			t.Errorf("mail off: %v", got.MailOff)
		}
		got.MailOff = nil
		want := viewer.Prefs{TimeZone: "Asia/Tokyo", FullWork: true, HideWarnings: true, HideFreeforms: true, NoWorkSkins: true, NoIndex: true,
			AllowCreator: true, AllowGifts: true, HideStats: true, DailyWords: 500, TitleFormat: "TITLE by AUTHOR"}
		if got.TimeZone != want.TimeZone || got.DailyWords != want.DailyWords || got.TitleFormat != want.TitleFormat || got.FullWork != want.FullWork ||
			got.HideWarnings != want.HideWarnings || got.HideFreeforms != want.HideFreeforms || got.NoWorkSkins != want.NoWorkSkins || got.NoIndex != want.NoIndex ||
			got.AllowCreator != want.AllowCreator || got.AllowGifts != want.AllowGifts || got.HideStats != want.HideStats {
			t.Errorf("%+v, want %+v", got, want)
		}
		b.want(b.get("/account/preferences"), 200, `<option value="Asia/Tokyo" selected>`, `name="full_work" value="1" checked`, `name="no_index" value="1" checked`, `value="work.gift" checked`)
		b.want(b.post("/account/preferences", "mail_none", "1"), 303)
		if got, err = Prefs(t.Context(), h.d, ana.ID); err != nil || got.Mails(string(mail.Beta)) || got.FullWork || got.AllowGifts {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
