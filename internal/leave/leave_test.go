package leave_test

import (
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/leave"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// run does what is due so many days after the tests' own day.
func run(t *testing.T, a *archivetest.Archive, days int) {
	t.Helper()
	a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, days) }
	if err := leave.RunGo(t.Context(), a.DB, leave.Remover{Blob: a.Blob, Cleaner: a.Cleaner()}, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, a *archivetest.Archive, query string, args ...any) (n int) {
	t.Helper()
	if err := a.DB.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// ask asks for p's account to be deleted.
func ask(t *testing.T, a *archivetest.Archive, p archivetest.Person, more ...string) *archivetest.Page {
	t.Helper()
	f := url.Values{"alone": {"delete"}, "shared": {"stepback"}, "name": {string(p)}}
	for i := 0; i+1 < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return a.Post(p, "/account/leave", f)
}

// share makes Ben a creator of a work of Ann's.
func share(t *testing.T, a *archivetest.Archive, id work.ID) {
	t.Helper()
	ben := a.Pseud(archivetest.Ben, "Ben")
	a.Tx(func(tx *db.Tx) error { return work.AddCreator(t.Context(), tx, id, ben.ID, 0) })
}

func byline(t *testing.T, a *archivetest.Archive, id work.ID) string {
	t.Helper()
	w, err := work.Get(t.Context(), a.DB, viewer.Viewer{ID: a.Viewer(archivetest.Keeper).ID, Role: viewer.Keeper}, id)
	if err != nil {
		return err.Error()
	}
	var out []string
	for _, p := range w.Creators {
		out = append(out, p.Byline())
	}
	return strings.Join(out, ", ")
}

// plant puts words of Ann's into what hangs on her account.
func plant(t *testing.T, a *archivetest.Archive, ann viewer.ID, bens archivetest.Story) {
	t.Helper()
	bytes := `X'78'`
	if a.DB.Postgres {
		bytes = `'x'::bytea`
	}
	a.Tx(func(tx *db.Tx) error {
		for _, q := range []string{
			`UPDATE accounts SET email = 'zqleaver@post.example', email_key = 'zqleaver@post.example', profile = '<p>zqleaver</p>', profile_title = 'zqleaver', profile_links = 'https://zqleaver.example' WHERE id = $1`,
			`UPDATE pseuds SET description = 'zqleaver', icon = '` + strings.Repeat("ab", 32) + `.png', icon_alt = 'zqleaver' WHERE account_id = $1`,
			`UPDATE sessions SET agent = 'zqleaver' WHERE account_id = $1`,
			`INSERT INTO letters (account_id, kind, subject, body, created_at, state, next_at) VALUES ($1, 'staff.notice', 'zqleaver', 'zqleaver', 1, 'inside', 1)`,
			`INSERT INTO letters (address, kind, subject, body, created_at, state, next_at) VALUES ('Zqleaver@post.example', 'join.invitation', 'zqleaver', CAST(CAST($1 AS BIGINT) AS TEXT), 1, 'sent', 1)`,
			`INSERT INTO applications (name, address, words, code_hash, state, created_at) VALUES ('zqleaver', 'zqleaver', CAST(CAST($1 AS BIGINT) AS TEXT) || 'zqleaver', BYTES, 'accepted', 1)`,
			`INSERT INTO invitations (application_id, code_hash, address, created_at, expires_at, used_by) SELECT id, BYTES, 'zqleaver', 1, 1, $1 FROM applications`,
			`INSERT INTO passkeys (account_id, credential, name, record, created_at) VALUES ($1, BYTES, 'zqleaver', 'zqleaver', 1)`,
			`INSERT INTO provider_accounts (account_id, issuer, subject, label, created_at) VALUES ($1, 'zqleaver', 'zqleaver', 'zqleaver', 1)`,
			`INSERT INTO old_names (name_key, name, account_id, left_at) VALUES ('zqleaverold', 'zqleaverold', $1, 1)`,
			`INSERT INTO address_changes (account_id, old_address, address, confirm_hash, stop_hash, created_at, expires_at) VALUES ($1, 'zqleaver', 'zqleaver', BYTES, BYTES, 1, 1)`,
			`INSERT INTO work_skins (account_id, title, title_key, description, css, clean, sum, created_at, updated_at) VALUES ($1, 'zqleaver', 'zqleaver', 'zqleaver', '', '', 'x', 1, 1)`,
			`INSERT INTO work_skins (account_id, title, title_key, css, clean, sum, shared, created_at, updated_at) VALUES ($1, 'Lanterns', 'lanterns', '', '', 'y', 'yes', 1, 1)`,
			`INSERT INTO presets (account_id, name, name_key, address, share, created_at, updated_at) VALUES ($1, 'zqleaver', 'zqleaver', '/works?query=zqleaver', 'zqleaver', 1, 1)`,
			`INSERT INTO preset_recents (account_id, sum, address, used_at) VALUES ($1, 'zqleaver', '/works?query=zqleaver', 1)`,
			`INSERT INTO imports (account_id, created_at, touched_at) VALUES ($1, 1, 1)`,
			`INSERT INTO histories (account_id, written_at) VALUES ($1, 8675309)`,
			`INSERT INTO readings (account_id, work_id, first_at, last_at, times, chapter_id, chapters) VALUES ($1, 1, 1, 1, 8675309, 0, 1)`,
			`INSERT INTO readings (account_id, work_id, first_at, last_at, times, chapter_id, chapters, removed_at) VALUES ($1, 2, 1, 1, 8675309, 0, 1, 1)`,
		} {
			if err := tx.Exec(t.Context(), strings.ReplaceAll(q, "BYTES", bytes), int64(ann)); err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
		}
		for _, q := range []string{
			`INSERT INTO betas (work_id, by_id, pseud_id, label, newest, created_at, expires_at) SELECT $1, a.id, p.id, 'zqleaver', FALSE, 1, 9 FROM accounts a, pseuds p WHERE a.name = 'Ben' AND p.account_id = $2 AND p.is_default`,
			`INSERT INTO beta_chapters (beta_id, chapter_id, title, html, next_anchor, rev, given_at) SELECT b.id, c.id, '', '', 1, 1, 1 FROM betas b JOIN chapters c ON c.work_id = b.work_id WHERE b.work_id = $1 AND c.position = 1 AND $2 > 0`,
			`INSERT INTO beta_remarks (copy_id, account_id, name, anchor, quote, words, state, created_at) SELECT c.id, $2, 'zqleaver', 'p1', '', 'More fog here, please.', 'open', 1 FROM beta_chapters c JOIN betas b ON b.id = c.beta_id WHERE b.work_id = $1`,
		} {
			if err := tx.Exec(t.Context(), q, int64(bens.ID), int64(ann)); err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
		}
		return nil
	})
}

// grep tells in which columns of which tables one of the words is. Names of tags are
// everybody's.
func grep(t *testing.T, a *archivetest.Archive, words ...string) (found []string) {
	t.Helper()
	columns := `SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'search_%words%' AND m.name NOT IN ('tags', 'tag_words')`
	if a.DB.Postgres {
		columns = `SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT IN ('tags', 'tag_words') AND data_type <> 'bytea'`
	}
	all, err := db.All(t.Context(), a.DB, db.One[string], columns)
	if err != nil || len(all) < 300 {
		t.Fatalf("%d columns: %v", len(all), err)
	}
	var like []string
	for _, w := range words {
		like = append(like, "CAST(%[2]s AS TEXT) LIKE '%%"+w+"%%'")
	}
	for _, c := range all {
		table, column, _ := strings.Cut(c, ".")
		if count(t, a, fmt.Sprintf(`SELECT COUNT(*) FROM %[1]s WHERE `+strings.Join(like, " OR "), table, `"`+column+`"`)) > 0 {
			found = append(found, c)
		}
	}
	return found
}

func TestNothingIsLeftOfWhoLeaves(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		var shared, open, bens archivetest.Story
		for _, s := range a.Library() {
			switch s.Key {
			case "short":
				shared = s
			case "open":
				open = s
			case "bens":
				bens = s
			}
		}
		share(t, a, shared.ID)
		ann := a.Viewer(archivetest.Ann)
		plant(t, a, ann.ID, bens)
		words := []string{"zqleaver", "zqopen", "zqserial", "zqlocked", "zqhidden", "zqmystery", "zqdraft", "zqanont", "zqanons", "zqanonlockedt", "8675309"}
		reader := a.Viewer(archivetest.Reader).ID // who has read a work of hers, and keeps that it was something
		a.Tx(func(tx *db.Tx) error {
			_, err := history.Restore(t.Context(), tx, reader, []history.Reading{{Work: open.ID, First: tx.Now, Last: tx.Now, Times: 1}})
			return err
		})
		if text := a.Get(archivetest.Ann, "/account/leave").Text("main"); !strings.Contains(text, "Works in your reading history 1 It is deleted.") {
			t.Errorf("the page does not tell of the reading history: %s", text)
		}
		if before := grep(t, a, words...); len(before) < 30 {
			t.Fatalf("before: only in %v", before)
		}
		if p := ask(t, a, archivetest.Ann); p.Status != 303 || p.Header.Get("Location") != "/farewell" {
			t.Fatalf("%d %s", p.Status, p.Text("[role=alert]"))
		}
		if p := a.Get(archivetest.Ann, "/account"); p.Status != 401 {
			t.Errorf("still signed in: %d", p.Status)
		}
		run(t, a, 13)
		if n := count(t, a, `SELECT COUNT(*) FROM accounts WHERE id = $1`, int64(ann.ID)); n != 1 {
			t.Fatal("gone a day too soon")
		}
		run(t, a, 14)
		if found := grep(t, a, words...); len(found) != 1 || found[0] != "letters.address" {
			t.Errorf("left in %v", found) // the farewell is on its way
		}
		if got := a.Get(archivetest.Reader, "/history").Text(".past"); !strings.Contains(got, "A work that was removed") {
			t.Errorf("who had read it is told %q", got)
		}
		if got := byline(t, a, shared.ID); got != "Ben" {
			t.Errorf("the shared work is signed %q", got)
		}
		if p := a.Get(archivetest.Guest, open.ID.Path()); p.Status != 404 || !strings.Contains(p.Body, "was removed on 4 December 2026") {
			t.Errorf("the address of a removed work: %d", p.Status)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM beta_remarks WHERE words = 'More fog here, please.' AND account_id IS NULL`); n != 1 {
			t.Errorf("%d remarks of hers are left to the author", n)
		}
		if n := count(t, a, `SELECT COUNT(*) FROM work_skins WHERE title = 'Lanterns' AND account_id IS NULL`); n != 1 {
			t.Errorf("%d shared skins stay", n)
		}
		theNameIsHeld(t, a)
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE letters SET state = 'sent' WHERE account_id IS NULL`)
		})
		run(t, a, 15)
		if found := grep(t, a, words...); len(found) != 0 {
			t.Errorf("in the end left in %v", found)
		}
		filesGo(t, a, open.Picture, shared.Picture)
	})
}

func theNameIsHeld(t *testing.T, a *archivetest.Archive) {
	t.Helper()
	again := func() error {
		return a.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := account.Create(t.Context(), tx, account.New{Name: "Ann", Password: "nine quiet harbours", Role: viewer.Member, Fresh: true})
			return err
		})
	}
	if err := again(); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the name is free at once: %v", err)
	}
	now := a.DB.Now
	a.DB.Now = func() time.Time { return now().AddDate(0, 0, 91) }
	if err := again(); err != nil {
		t.Errorf("the name after 91 days: %v", err)
	}
	a.DB.Now = now
}

// filesGo looks that the file of a removed work goes, and that of one that stays stays.
func filesGo(t *testing.T, a *archivetest.Archive, gone, stays string) {
	t.Helper()
	for range 2 { // twice is as once
		if err := work.RunSweepLoose(t.Context(), a.DB, a.Blob); err != nil {
			t.Fatal(err)
		}
		a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, 400) }
	}
	for name, want := range map[string]bool{gone: false, stays: true} {
		since, err := a.Blob.Since(blob.Pictures, name)
		if err != nil || since.IsZero() == want {
			t.Errorf("file %s: %v %v", name, since, err)
		}
	}
}

func TestWhoSignsInStays(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		s := a.Add(archivetest.OpenPlans()[0])
		ask(t, a, archivetest.Ann)
		a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, 13) }
		a.SignIn(archivetest.Ann)
		run(t, a, 20)
		if got := byline(t, a, s.ID); !strings.Contains(got, "Ann") {
			t.Errorf("signed %q", got)
		}
		if n := count(t, a, `SELECT (SELECT COUNT(*) FROM letters WHERE subject = 'Your account stays') + (SELECT COUNT(*) FROM leavings)`); n != 1 {
			t.Errorf("%d letters and wishes", n)
		}
	})
}

func TestEachWorkGoesItsWay(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		plans := archivetest.OpenPlans()
		deleted, kept := a.Add(plans[0]), a.Add(plans[1])
		given, offered := a.Add(archivetest.SecretPlans()[0]), a.Add(archivetest.SecretPlans()[3])
		for _, p := range []archivetest.Person{archivetest.Ben, archivetest.Reader} {
			a.Tx(func(tx *db.Tx) error {
				return account.SetPrefs(t.Context(), tx, a.Viewer(p).ID, viewer.Prefs{AllowCreator: true})
			})
		}
		way := func(s archivetest.Story) string { return "fate-" + s.ID.String() }
		to := func(s archivetest.Story) string { return "to-" + s.ID.String() }
		if p := ask(t, a, archivetest.Ann, "alone", "orphan", way(given), "hand", to(given), "moderator"); p.Status != 422 || !strings.Contains(p.Text(".fault"), "doesn’t take works") {
			t.Errorf("who takes none: %d %q", p.Status, p.Text(".fault"))
		}
		if p := ask(t, a, archivetest.Ann, "alone", "orphan", way(deleted), "delete", way(given), "hand", to(given), "Ben", way(offered), "hand", to(offered), "reader", way(kept), "signed"); p.Status != 303 {
			t.Fatalf("%d %s", p.Status, p.Text(".notice"))
		}
		p := a.Get(archivetest.Ben, "/account/offers")
		id := archivetest.Attr(p.All("input[name=offer]")[0], "value")
		if p := a.Post(archivetest.Reader, "/account/offers", url.Values{"offer": {id}, "do": {"yes"}}); p.Status != 404 {
			t.Errorf("an offer to somebody else: %d", p.Status)
		}
		if p := a.Post(archivetest.Ben, "/account/offers", url.Values{"offer": {id}, "do": {"yes"}}); p.Status != 303 {
			t.Fatalf("%d", p.Status)
		}
		a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, 15) }
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := leave.RunGo(t.Context(), a.DB, leave.Remover{Blob: a.Blob, Cleaner: a.Cleaner()}, slog.New(slog.DiscardHandler)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for s, want := range map[work.ID]string{given.ID: "Ben", offered.ID: "orphan_account", kept.ID: kept.Pseud + " (orphan_account)"} {
			if got := byline(t, a, s); got != want {
				t.Errorf("work %d is signed %q, want %q", s, got, want)
			}
		}
		if got := byline(t, a, deleted.ID); !strings.Contains(got, "was removed") {
			t.Errorf("deleted: %q", got)
		}
	})
}

func TestTheLastKeeperStays(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		p := ask(t, a, archivetest.Keeper)
		if p.Status != 422 || !strings.Contains(p.Text("[role=alert]"), "last keeper") {
			t.Errorf("%d %q", p.Status, p.Text("[role=alert]"))
		}
		keepers := []viewer.ID{a.Viewer(archivetest.Keeper).ID, a.Viewer(archivetest.Moderator).ID}
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE accounts SET role = 'keeper' WHERE id = $1`, int64(keepers[1]))
		})
		var all sync.WaitGroup
		for i := range 8 { // both at once, four times
			all.Go(func() {
				err := a.DB.Tx(t.Context(), func(tx *db.Tx) error { return account.Leave(t.Context(), tx, keepers[i%2], tx.Now) })
				if err != nil && fault.KindOf(err) != fault.Conflict {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := count(t, a, `SELECT COUNT(*) FROM accounts WHERE role = 'keeper' AND leaving_at IS NULL`); n != 1 {
			t.Errorf("%d keepers stay", n)
		}
	})
}

// Whoever pressed Delete twice, on PostgreSQL, was now and then told that the archive
// had failed: the second press read the chapters while the first took them away.
func TestAWorkIsDeleted(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		plans := archivetest.OpenPlans()
		one, two, draft := a.Add(plans[0]), a.Add(plans[1]), a.Add(archivetest.SecretPlans()[3])
		share(t, a, one.ID)
		sure := url.Values{"sure": {"1"}}
		if p := a.Post(archivetest.Reader, one.ID.Path()+"/delete", sure); p.Status != 404 {
			t.Errorf("somebody else's: %d", p.Status)
		}
		ann := a.Viewer(archivetest.Ann)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
					return leave.Remover{Blob: a.Blob, Cleaner: a.Cleaner()}.Remove(t.Context(), tx, ann, one.ID)
				})
				if err != nil && fault.KindOf(err) != fault.NotFound {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, p := range []archivetest.Person{archivetest.Ann, archivetest.Ben} {
			paths, err := db.All(t.Context(), a.DB, db.One[string], `SELECT path FROM letters WHERE account_id = $1 AND subject LIKE '%was deleted'`, int64(a.Viewer(p).ID))
			if err != nil || len(paths) != 1 {
				t.Fatalf("letters to %s: %v %v", p, paths, err)
			}
			if got := a.Get(p, paths[0]); got.Status != 200 || !strings.Contains(got.Body, archivetest.Word("open", "text")) || !strings.Contains(got.Header.Get("Content-Disposition"), "attachment") {
				t.Errorf("the copy for %s: %d", p, got.Status)
			}
			if got := a.Get(archivetest.Reader, paths[0]); got.Status != 404 {
				t.Errorf("the copy for somebody else: %d", got.Status)
			}
		}
		many := url.Values{"work": {two.ID.String(), draft.ID.String()}, "number": {"3"}}
		if p := a.Post(archivetest.Ann, "/desk/delete", many); p.Status != 422 {
			t.Errorf("the wrong number: %d", p.Status)
		}
		many.Set("number", "2")
		if p := a.Post(archivetest.Ann, "/desk/delete", many); p.Status != 303 {
			t.Errorf("the right number: %d", p.Status)
		}
		if found := grep(t, a, archivetest.Word("open", "text"), archivetest.Word("short", "text"), archivetest.Word("draft", "text")); len(found) != 0 {
			t.Errorf("words are left in %v", found)
		}
		for id, said := range map[work.ID]bool{one.ID: true, two.ID: true, draft.ID: false} {
			p := a.Get(archivetest.Guest, id.Path())
			if p.Status != 404 || strings.Contains(p.Body, "was removed on") != said {
				t.Errorf("work %d: %d", id, p.Status)
			}
		}
		if p := a.Get(archivetest.Guest, "/search?q="+archivetest.Word("open", "text")); strings.Contains(p.Body, one.ID.Path()) {
			t.Error("the search still finds it")
		}
	})
}

func TestManyAreLeftToTheOthers(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		shared, own := a.Add(archivetest.OpenPlans()[0]), a.Add(archivetest.OpenPlans()[1])
		share(t, a, shared.ID)
		for range 2 {
			a.Post(archivetest.Ann, "/desk/leave", url.Values{"work": {shared.ID.String(), own.ID.String()}})
		}
		if got := byline(t, a, shared.ID); got != "Ben" {
			t.Errorf("the shared one: %q", got)
		}
		if alone, err := creator.Alone(t.Context(), a.DB, own.ID, a.Viewer(archivetest.Ann).ID); err != nil || !alone || !strings.Contains(byline(t, a, own.ID), "Ann") {
			t.Errorf("her own: %v %v", alone, err)
		}
	})
}
