package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/gift"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/publish"
	"github.com/ficstead/ficstead/internal/round"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/stats"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/workskin"
)

// What people write here before others read it, and what they say to each other
// about it, in a library whose works are otherwise as before.

// private is something that only some may be told: a word of its own is in it.
type private struct {
	what, word string
	may        []archivetest.Person
}

func (p private) said() string { return "nb" + p.word[2:] + " " + p.word }

// privates are all such things, of Ann's open work where nothing else is said.
func privates() []private {
	const guest, reader, ann, ben, moderator, keeper = archivetest.Guest, archivetest.Reader, archivetest.Ann, archivetest.Ben, archivetest.Moderator, archivetest.Keeper
	editors := []archivetest.Person{ann, moderator, keeper}
	return []private{
		{"a working copy", "zqworkingcopy", editors},
		{"an earlier version", "zqearlier", editors},
		{"the name of a version", "zqversionname", editors},
		{"a chapter that waits for its time", "zqscheduled", editors},
		{"a beta reader's remark", "zqremark", []archivetest.Person{ann, ben}},
		{"whom a link for beta readers is for", "zqlinklabel", []archivetest.Person{ann}},
		{"who was asked to sign", "zqaskedpen", []archivetest.Person{ann, ben, moderator, keeper}},
		{"a gift that was refused", "zqrefusedpen", []archivetest.Person{reader, ann, moderator, keeper}},
		{"a letter", "zqletter", []archivetest.Person{ann}},
		{"a skin that is not shared", "zqskin", editors},
		{"a turn in a round", "zqturn", []archivetest.Person{reader, ann, moderator, keeper}},
		{"a wish to join", "zqapplication", []archivetest.Person{moderator, keeper}},
	}
}

func privateWord(t *testing.T, word string) private {
	t.Helper()
	all := privates()
	i := slices.IndexFunc(all, func(p private) bool { return p.word == word })
	if i < 0 {
		t.Fatal(word)
	}
	return all[i]
}

// pens makes the names that are asked and given to, which are no secret by themselves.
func pens(t *testing.T, a *archivetest.Archive) (asked, refused account.Pseud) {
	t.Helper()
	return a.Pseud(archivetest.Ben, privateWord(t, "zqaskedpen").said()), a.Pseud(archivetest.Reader, privateWord(t, "zqrefusedpen").said())
}

// keepPrivate adds every private thing to the works open and short, which are Ann's.
// token is that of a link for beta readers.
func keepPrivate(t *testing.T, a *archivetest.Archive, open, short archivetest.Story) (token string) {
	t.Helper()
	asked, refused := pens(t, a)
	wish := privateWord(t, "zqapplication")
	signUp(t, a, setting.Approval)
	apply := a.Post(archivetest.Guest, "/join", url.Values{"name": {"Applicant"}, "email": {"applicant@old.example"}, "words": {wish.said()}, "age": {"1"}, "terms": {"1"}})
	if apply.Status != http.StatusOK && apply.Status != http.StatusSeeOther {
		t.Fatalf("a wish to join: %d %s", apply.Status, apply.Text("main"))
	}
	signUp(t, a, setting.Default().SignUp)
	a.Tx(func(tx *db.Tx) (err error) {
		token, err = askPrivately(t, a, tx, open, asked, refused)
		return err
	})
	a.Tx(func(tx *db.Tx) error { return writePrivately(t, a, tx, open) }) // after the beta readers got theirs
	a.Tx(func(tx *db.Tx) error { return takeTurn(t, a, tx, short) })
	all, err := beta.For(t.Context(), a.DB, a.Viewer(archivetest.Ben).ID, archivetest.Now())
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if p := a.Post(archivetest.Ben, fmt.Sprintf("/betas/%d", all[0].ID), url.Values{"do": {"accept"}}); p.Status != http.StatusSeeOther {
		t.Fatalf("accepting: %d", p.Status)
	}
	p := a.Post(archivetest.Ben, fmt.Sprintf("/betas/%d/chapters/%d", all[0].ID, open.Chapters[0]), url.Values{"at": {"b1"}, "words": {privateWord(t, "zqremark").said()}})
	if p.Status != http.StatusSeeOther {
		t.Fatalf("a remark: %d %s", p.Status, p.Text("main"))
	}
	return token
}

// signUp makes keepers choose how people join.
func signUp(t *testing.T, a *archivetest.Archive, mode setting.SignUp) {
	t.Helper()
	for _, f := range forms(t, a.Get(archivetest.Keeper, "/keep/settings")) {
		f.fields.Set("sign_up", string(mode))
		if p := a.Post(archivetest.Keeper, f.action, f.fields); p.Status != http.StatusSeeOther {
			t.Fatalf("settings: %d %s", p.Status, p.Text("main .fault"))
		}
	}
}

// writePrivately is what Ann writes: a working copy, versions, and a chapter whose
// time has not come.
func writePrivately(t *testing.T, a *archivetest.Archive, tx *db.Tx, open archivetest.Story) error {
	t.Helper()
	ctx, ann, first := t.Context(), a.Viewer(archivetest.Ann), open.Chapters[0]
	para := func(word string) string { return "<p>" + privateWord(t, word).said() + "</p>" }
	c, err := draft.Of(ctx, tx, first)
	if err != nil {
		return err
	}
	text := c.Body + para("zqworkingcopy")
	if _, err := draft.Save(ctx, tx, first, draft.Edit{By: ann.ID, Seen: c.Seen, Whole: &text}); err != nil {
		return err
	}
	if _, err := work.KeepVersion(ctx, tx, first, work.NewVersion{Kind: work.NamedVersion, Name: privateWord(t, "zqversionname").said(), By: ann.ID,
		ChapterText: work.ChapterText{Body: para("zqearlier")}}); err != nil {
		return err
	}
	late, err := work.AddChapter(ctx, tx, open.ID)
	if err != nil {
		return err
	}
	if err := work.SetChapter(ctx, tx, a.Cleaner(), late, work.ChapterText{Title: privateWord(t, "zqscheduled").said(), Body: para("zqscheduled")}); err != nil {
		return err
	}
	if err := publish.Put(ctx, tx, open.ID, ann.ID, []publish.Schedule{{Chapter: late, Due: tx.Now.Add(48 * time.Hour), Zone: "Europe/Berlin"}}); err != nil {
		return err
	}
	if err := mail.Post(ctx, tx, mail.Letter{To: ann.ID, Kind: mail.Staff, Subject: privateWord(t, "zqletter").said(), Text: privateWord(t, "zqletter").said(), Path: "/works"}); err != nil {
		return err
	}
	s := privateWord(t, "zqskin").said()
	_, problems, err := workskin.Save(ctx, tx, ann, 0, workskin.Draft{Title: s, Description: s, CSS: ".nbskin { color: teal }"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return err
}

// askPrivately is what Ann asks of Ben, whom the keeper muted, and what the reader
// refuses.
func askPrivately(t *testing.T, a *archivetest.Archive, tx *db.Tx, open archivetest.Story, asked, refused account.Pseud) (token string, err error) {
	t.Helper()
	ctx, ann, ben, reader := t.Context(), a.Viewer(archivetest.Ann), a.Viewer(archivetest.Ben), a.Viewer(archivetest.Reader)
	w, err := work.Get(ctx, tx, ann, open.ID)
	if err != nil {
		return "", err
	}
	label := privateWord(t, "zqlinklabel").said()
	for _, do := range []func() error{
		func() error {
			return account.SetPrefs(ctx, tx, ben.ID, viewer.Prefs{AllowCreator: true})
		},
		func() error {
			return account.SetPrefs(ctx, tx, reader.ID, viewer.Prefs{AllowGifts: true})
		},
		func() error { return creator.Invite(ctx, tx, w, ann, asked, 0) },
		func() error {
			return beta.Invite(ctx, tx, a.Cleaner(), w, ann, a.Pseud(archivetest.Ben, string(archivetest.Ben)), beta.Terms{Chapters: open.Chapters[:1], Days: 7})
		},
		func() error { return gift.Give(ctx, tx, w, refused) },
		func() error { return gift.Answer(ctx, tx, open.ID, reader.ID, true) },
		func() error { return block.Mute(ctx, tx, a.Viewer(archivetest.Keeper).ID, ben.ID) },
		func() error { return stats.Count(ctx, tx, open.ID, open.Chapters[0], stats.Hits, 40) },
	} {
		if err := do(); err != nil {
			return "", err
		}
	}
	return beta.Link(ctx, tx, a.Cleaner(), w, ann, beta.Terms{Chapters: open.Chapters[:1], Days: 7, Label: label})
}

// takeTurn opens Ann's work to others, of whom the reader writes next.
func takeTurn(t *testing.T, a *archivetest.Archive, tx *db.Tx, short archivetest.Story) error {
	t.Helper()
	ctx, v := t.Context(), a.Viewer(archivetest.Reader)
	if err := round.Set(ctx, tx, short.ID, round.Terms{Open: true, Days: 7}); err != nil {
		return err
	}
	w, err := work.Get(ctx, tx, v, short.ID)
	if err != nil {
		return err
	}
	turn, err := round.Take(ctx, tx, w, v, a.Pseud(archivetest.Reader, string(archivetest.Reader)))
	if err != nil {
		return err
	}
	text := "<p>" + privateWord(t, "zqturn").said() + "</p>"
	c, err := draft.Of(ctx, tx, turn.Chapter)
	if err != nil {
		return err
	}
	_, err = draft.Save(ctx, tx, turn.Chapter, draft.Edit{By: v.ID, Seen: c.Seen, Whole: &text})
	return err
}
