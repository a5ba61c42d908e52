package gift_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/gift"
)

// Of eight answers to one gift at once the last holds, and there is one.
func TestEightAnswersAtOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, s, who := t.Context(), a.Add(archivetest.OpenPlans()[0]), a.Viewer(archivetest.Reader).ID
		welcome(t, a, archivetest.Reader)
		if p := a.Post(archivetest.Ann, s.ID.Path()+"/gifts", url.Values{"name": {"reader"}}); p.Status != 303 {
			t.Fatal(p.Status)
		}
		answer := func(refuse bool) {
			if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return gift.Answer(ctx, tx, s.ID, who, refuse) }); err != nil {
				t.Error(err)
			}
		}
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() { answer(i%2 == 0) })
		}
		wg.Wait()
		for _, refuse := range []bool{true, false} {
			answer(refuse)
			all, err := db.All(ctx, a.DB, db.One[bool], `SELECT refused FROM gift_answers WHERE work_id = $1 AND account_id = $2`, int64(s.ID), int64(who))
			if err != nil || len(all) != 1 || all[0] != refuse {
				t.Errorf("answers %v, want %v, %v", all, refuse, err)
			}
			if named := strings.Contains(names(a, s.ID), "reader"); named == refuse {
				t.Errorf("refused %v, and the work says %q", refuse, names(a, s.ID))
			}
		}
		if got := letters(t, a, archivetest.Reader); len(got) != 1 {
			t.Errorf("letters %q", got)
		}
	})
}
