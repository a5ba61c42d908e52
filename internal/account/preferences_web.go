package account

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Bounds of preferences.
const (
	maxDailyWords  = 100_000
	maxTitleFormat = 255
)

// allMail in viewer.Prefs.MailOff stands for every kind that may be turned off.
const allMail = "*"

// preferencesForm is the form of preferences as it is typed.
type preferencesForm struct {
	Adult   bool
	Reading viewer.Reading
	Prefs   viewer.Prefs
	Daily   string
	Said    string
}

// historyTick is about the list of what one reads, which is kept unless one says no.
func (f *preferencesForm) historyTick(ctx context.Context) tick {
	kept := !f.Prefs.NoHistory
	return tick{"history", say.T(ctx, "Keep a list of what I read"), say.T(ctx, "For you alone, with where you stopped. Without it nothing is noted; what is listed stays until you clear it."), &kept}
}

// tick is a preference that is on or off: the name of its field, what it says, and
// where it is kept.
type tick struct {
	name, label, hint string
	on                *bool
}

// readingTicks are about what one reads.
func readingTicks(ctx context.Context, p *viewer.Prefs) []tick {
	return []tick{
		{"full_work", say.T(ctx, "Open works entire, with all chapters on one page"), say.T(ctx, "Each chapter can still be opened alone."), &p.FullWork},
		{"hide_warnings", say.T(ctx, "Fold warnings away"), say.T(ctx, "In lists and on works, behind “Show warnings”. The fandoms and the rating are shown all the same."), &p.HideWarnings},
		{"hide_freeforms", say.T(ctx, "Fold other tags away"), say.T(ctx, "In lists and on works, behind “Show other tags”."), &p.HideFreeforms},
		{"no_work_skins", say.T(ctx, "Show works without their authors’ styles"), say.T(ctx, "All text stays; only its dress goes."), &p.NoWorkSkins},
	}
}

// othersTicks are about what others may do and see.
func othersTicks(ctx context.Context, p *viewer.Prefs) []tick {
	return []tick{
		{"allow_creator", say.T(ctx, "People may ask me to be a co-creator of their works"), say.T(ctx, "Nothing carries your name before you have agreed."), &p.AllowCreator},
		{"allow_gifts", say.T(ctx, "People may give me works"), say.T(ctx, "You can refuse each one."), &p.AllowGifts},
		{"no_index", say.T(ctx, "Ask search engines to leave my works and pages out"), say.T(ctx, "The well-behaved ones do. It takes them some days."), &p.NoIndex},
		{"hide_stats", say.T(ctx, "Don’t show me statistics of my works"), say.T(ctx, "For who writes more freely without numbers."), &p.HideStats},
	}
}

func (p *Pages) showPreferences(w http.ResponseWriter, r *http.Request) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	f := preferencesForm{Adult: v.Adult, Reading: web.KnownReading(ctx, v.Reading), Prefs: v.Prefs, Said: said(ctx, r)}
	if v.Prefs.DailyWords > 0 {
		f.Daily = strconv.Itoa(v.Prefs.DailyWords)
	}
	return renderPeople(w, r, http.StatusOK, say.T(ctx, "Preferences"), preferencesPage(f, nil))
}

// preferences takes the whole form. What is kept by other pages stays as it is.
func (p *Pages) preferences(w http.ResponseWriter, r *http.Request) error {
	sent, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	f := preferencesForm{Adult: ticked(sent, "adult"), Reading: readingOf(sent), Prefs: v.Prefs, Daily: strings.TrimSpace(sent.Get("daily_words"))}
	if bad := f.take(ctx, sent); len(bad) > 0 {
		return renderPeople(w, r, http.StatusUnprocessableEntity, say.T(ctx, "Not saved: preferences"), preferencesPage(f, bad))
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := SetAdult(ctx, tx, v.ID, f.Adult); err != nil {
			return err
		}
		if err := SetReading(ctx, tx, v.ID, f.Reading); err != nil {
			return err
		}
		shown := false
		err := changePrefs(ctx, tx, v.ID, func(now *viewer.Prefs) {
			shown = now.NoIndex != f.Prefs.NoIndex
			f.Prefs.HidePseuds, f.Prefs.NoShare = now.HidePseuds, now.NoShare
			*now = f.Prefs
		})
		if err != nil || !shown {
			return err
		}
		return p.resigned(ctx, tx, v.ID) // the pages of the works are others now
	})
	if err != nil {
		return err
	}
	return web.See(w, r, "/account/preferences?done=preferences")
}

// take reads the fields of a form into f.Prefs, and says what is wrong with them.
func (f *preferencesForm) take(ctx context.Context, sent url.Values) (bad web.Faults) {
	p := &f.Prefs
	for _, t := range slices.Concat(readingTicks(ctx, p), othersTicks(ctx, p)) {
		*t.on = ticked(sent, t.name)
	}
	p.NoHistory = !ticked(sent, "history")
	p.TimeZone = sent.Get("time_zone")
	if !web.KnownZone(p.TimeZone) {
		bad = append(bad, fault.As(fault.In("time_zone", "There is no such time zone. Please choose one from the list.")))
	}
	p.DailyWords = 0
	if f.Daily != "" {
		n, err := strconv.Atoi(f.Daily)
		if err != nil || n < 0 || n > maxDailyWords {
			bad = append(bad, fault.As(fault.In("daily_words", "Please write a number from 0 to %d, or leave it empty.", maxDailyWords)))
		}
		p.DailyWords = n
	}
	p.TitleFormat = oneLine(sent.Get("title_format"))
	if n := utf8.RuneCountInString(p.TitleFormat); n > maxTitleFormat {
		bad = append(bad, fault.As(fault.In("title_format", "That has %d characters; %d is the most.", n, maxTitleFormat)))
	} else if n > 0 && !strings.Contains(p.TitleFormat, "TITLE") {
		bad = append(bad, fault.As(fault.In("title_format", "Please use the word TITLE in it, or you could not tell your tabs apart.")))
	}
	p.MailOff = nil
	if ticked(sent, "mail_none") {
		p.MailOff = []string{allMail}
	}
	for _, k := range mail.Kinds(ctx) {
		if k.Off && slices.Contains(sent["mail_off"], string(k.Kind)) {
			p.MailOff = append(p.MailOff, string(k.Kind))
		}
	}
	return bad
}
