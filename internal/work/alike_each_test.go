package work_test

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/work"
)

// asked counts the statements that are sent to a database.
type asked struct {
	db.Q
	n int
}

func (c *asked) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	c.n++
	return c.Q.QueryContext(ctx, query, args...)
}

// Many stories at once are told of what each is told of by itself, in two statements.
func TestAlikeEach(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	long, other, third := story(r, 4000), story(r, 2000), story(r, 2000)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		withPeople(t, d)
		mustCreate(t, d, told("Lamp", asHTML(long)))
		mustCreate(t, d, told("Beginning", asHTML(long[:1500])))
		mustCreate(t, d, told("Edited", asHTML(edited(long, 40))))
		mustCreate(t, d, told("Other", asHTML(other)))
		outside := mustCreate(t, d, told("Outside", asHTML(third)))
		among := db.Where("w.id <> ?", int64(outside))
		drafts := []work.Draft{told("a", asHTML(long)), told("b", asHTML(edited(other, 30))), told("c", asHTML(third)), told("d", "<p>Short.</p>"), told("e", asHTML(long[:1500]))}
		likes, found := make([]work.Likeness, len(drafts)), 0
		for i := range drafts {
			drafts[i].Prepare(cleaner)
			likes[i] = work.LikenessOf(&drafts[i])
		}
		q := &asked{Q: d}
		got, err := work.AlikeEach(t.Context(), q, among, likes, 2)
		if err != nil || len(got) != len(likes) || q.n != 2 {
			t.Fatalf("%d answers in %d statements: %v", len(got), q.n, err)
		}
		for i, l := range likes {
			want, err := work.Alike(t.Context(), d, among, l, 2)
			if err != nil || len(want)+len(got[i]) > 0 && !reflect.DeepEqual(got[i], want) {
				t.Errorf("%s: %+v, alone %+v (%v)", drafts[i].Title, got[i], want, err)
			}
			found += len(want)
		}
		if found != 5 || len(got[2]) != 0 {
			t.Errorf("%d works are told of in all, and of what is outside %+v", found, got[2])
		}
		if none, err := work.AlikeEach(t.Context(), d, among, nil, 2); len(none) != 0 || err != nil {
			t.Error(none, err)
		}
	})
}
