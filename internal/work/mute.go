package work

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// What a viewer has muted is no secret from them, only out of their way: lists,
// counts and searches pass it by, and its own address still leads to it. This too is
// written once in Go and once in SQL.

// Mutes are the people whose works somebody does not want to see.
type Mutes map[viewer.ID]bool

// LoadMutes reads whom v has muted.
func LoadMutes(ctx context.Context, q db.Q, v viewer.Viewer) (Mutes, error) {
	if !v.Mutes {
		return nil, nil
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, id *viewer.ID) error { return r.Scan(id) }, `SELECT other_id FROM mutes WHERE account_id = $1`, int64(v.ID))
	if err != nil {
		return nil, fmt.Errorf("work: mutes of %d: %w", v.ID, err)
	}
	m := make(Mutes, len(all))
	for _, id := range all {
		m[id] = true
	}
	return m, nil
}

// Muted reports whether lists pass w by for who has muted m: when all who made it are
// muted. An anonymous work is never: its absence would tell who wrote it.
func (w *Work) Muted(m Mutes) bool {
	return !w.Anonymous && len(w.Creators) > 0 && !slices.ContainsFunc(w.Creators, func(p account.Pseud) bool { return !m[p.Account] })
}

// Unmuted is the opposite of Muted as a condition on the key of a work, which is in
// column. The muted works are gathered once for a query, from the few who are muted.
func Unmuted(v viewer.Viewer, column string) db.Cond {
	if !v.Mutes {
		return db.Where("TRUE")
	}
	muted := MutedWorks(v)
	return db.Cond{SQL: column + " NOT IN (" + muted.SQL + ")", Args: muted.Args}
}

// MutedWorks is the query for the keys of the works that v has Muted, some more than once.
func MutedWorks(v viewer.Viewer) db.Cond {
	return db.Where(`SELECT mc.work_id FROM mutes m JOIN pseuds mp ON mp.account_id = m.other_id
		JOIN work_creators mc ON mc.pseud_id = mp.id JOIN works mw ON mw.id = mc.work_id
		WHERE m.account_id = ? AND mc.approved AND NOT mw.anonymous AND NOT EXISTS (
			SELECT 1 FROM work_creators oc JOIN pseuds op ON op.id = oc.pseud_id WHERE oc.work_id = mc.work_id AND oc.approved
			AND NOT EXISTS (SELECT 1 FROM mutes om WHERE om.account_id = m.account_id AND om.other_id = op.account_id))`, int64(v.ID))
}

// UnmutedPerson is the condition on the key of an account, which is in column, that v
// has not muted it: for lists of people.
func UnmutedPerson(v viewer.Viewer, column string) db.Cond {
	if !v.Mutes {
		return db.Where("TRUE")
	}
	return db.Where("NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = ? AND m.other_id = "+column+")", int64(v.ID))
}
