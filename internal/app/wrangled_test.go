package app_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/wrangle"
)

const (
	nine = "Harbour Nine (TV)"
	oaks = "marian oaks"
)

// sortedIn are tags that wranglers sorted in, under the fandom that comes first.
func sortedIn() []tag.Named {
	return []tag.Named{{Type: tag.Fandom, Name: nine}, {Type: tag.Character, Name: "Marian Oakes"}, {Type: tag.Character, Name: "Tobias Fenn"},
		{Type: tag.Relationship, Name: "Marian Oakes/Tobias Fenn"}, {Type: tag.Relationship, Name: "Marian Oakes & Tobias Fenn"}, {Type: tag.Freeform, Name: "Enemies to Lovers"}}
}

// unsorted are tags that wait in the queue, the last one in front.
func unsorted() []tag.Named {
	return []tag.Named{{Type: tag.Character, Name: "Tobias Fen"}, {Type: tag.Freeform, Name: "I wrote this on a train"}, {Type: tag.Character, Name: "Ada Quill"},
		{Type: tag.Freeform, Name: "Enemies-to-lovers!"}, {Type: tag.Freeform, Name: "soup as a plot device"}, {Type: tag.Relationship, Name: "marian oakes and tobias fenn"}, {Type: tag.Character, Name: oaks}}
}

// keepUnsorted adds a work by Ben whose tags wait to be sorted in, with their guesses,
// and gives the keys of all its tags by name.
func keepUnsorted(t testing.TB, a *archivetest.Archive) map[string]tag.ID {
	t.Helper()
	ctx := t.Context()
	ids := map[string]tag.ID{}
	a.Tx(func(tx *db.Tx) error {
		for i, n := range append(sortedIn(), unsorted()...) {
			got, err := tag.Ensure(ctx, tx, []tag.Named{n})
			if err != nil {
				return err
			}
			ids[n.Name] = got[0].ID
			if i >= len(sortedIn()) {
				continue
			}
			if err := tag.MakeCanonical(ctx, tx, got[0].ID); err != nil {
				return err
			}
			if i > 0 {
				if err := tag.AddParent(ctx, tx, got[0].ID, ids[nine]); err != nil {
					return err
				}
			}
		}
		_, err := work.Create(ctx, tx, a.Cleaner(), work.Draft{Title: "Soup on the ninth pier", Language: "en", Posted: true, Creators: []account.PseudID{a.Pseud(archivetest.Ben, "Ben").ID},
			Tags: append(sortedIn()[:1], unsorted()...), Chapters: []work.DraftChapter{{Body: "<p>It was all about the soup.</p>"}}})
		return err
	})
	if err := wrangle.RunGuess(ctx, a.DB); err != nil {
		t.Fatal(err)
	}
	return ids
}

// keepWrangled gives the addresses at which the keeper wrangles, full of what is on
// them in use: guesses, acts done and undone, synonyms, notes.
func keepWrangled(t testing.TB, a *archivetest.Archive) []string {
	t.Helper()
	ids := keepUnsorted(t, a)
	post := func(address string, v url.Values) {
		t.Helper()
		if p := a.Post(archivetest.Keeper, address, v); p.Status != 303 {
			t.Fatalf("%s: %d %s", address, p.Status, p.Text("[role=alert]"))
		}
	}
	key := func(name string) string { return fmt.Sprint(int64(ids[name])) }
	into := url.Values{"tag": {key(oaks)}, "do": {"into-" + key("Marian Oakes")}, "why": {"One letter is missing."}}
	post("/wrangle", into)
	post("/wrangle/acts/1/undo", nil)
	post("/wrangle", into)
	post("/wrangle", url.Values{"tag": {key("Ada Quill")}, "do": {"canonical"}, "others": {nine}})
	post("/wrangle/tags/"+key("Ada Quill"), url.Values{"do": {"narrower"}, "others": {"Marian Oakes"}})
	post("/wrangle/tags/"+key("Marian Oakes")+"/notes", url.Values{"words": {"Her name has an e.\nAlways."}})
	post("/wrangle/people", url.Values{"name": {"Ann"}, "others": {nine}})
	post("/wrangle/sets", url.Values{"table": {"freeform,Found Families,,\nfreeform,Found Family!,Found Families,\n"}, "do": {"take"}})
	a.Tx(func(tx *db.Tx) error { // a merge of very many works is on its way
		return tx.Exec(t.Context(), `INSERT INTO refilter_tags (tag_id, works, done) VALUES ($1, 50000, 12000)`, int64(ids["Marian Oakes"]))
	})
	return []string{"/wrangle", "/wrangle?type=relationship&fandom=" + key(nine), "/wrangle?type=fandom&fandom=" + key("Enemies to Lovers"), "/wrangle/tags", "/wrangle/tags?fandom=" + url.QueryEscape(nine), "/wrangle/tags?q=xylophones",
		"/wrangle/tags/" + key("Marian Oakes"), "/wrangle/tags/" + key(oaks), "/wrangle/tags/" + key("I wrote this on a train"), "/wrangle/tags/" + key(nine), "/wrangle/acts", "/wrangle/sets", "/wrangle/sets/1", "/wrangle/people"}
}

// wrangledForms are pages that come back after forms of wranglers: reports and mistakes.
func wrangledForms(a *archivetest.Archive) []*archivetest.Page {
	table := "type,name,synonym_of,under\nfreeform,Found Families,,\nfreeform,Found Family!,Found Families,\nplanet,Mars,,\n"
	var out []*archivetest.Page
	for address, v := range map[string]url.Values{
		"/wrangle/sets":   {"table": {table}, "do": {"look"}},
		"/wrangle":        {"tag": {"1"}, "do": {"synonym"}, "others": {"nothing of the sort"}},
		"/wrangle/tags":   {"tag": {"1"}, "do": {"merge"}, "others": {"nothing of the sort"}},
		"/wrangle/tags/1": {"do": {"under"}, "others": {"nothing of the sort"}},
		"/wrangle/people": {"name": {"Ann"}, "others": {"nothing of the sort"}},
	} {
		out = append(out, a.Post(archivetest.Keeper, address, v))
	}
	return append(out, a.Post(archivetest.Keeper, "/wrangle/sets", url.Values{"table": {strings.Replace(table, "planet,Mars,,\n", "", 1)}, "do": {"take"}}))
}
