package backup

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/browse"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// ContentHash is one SHA-256 over all that ought to survive of somebody's: texts,
// notes, tags, dates, order, credits, versions, pictures, working copies, series,
// profile, pseuds, saved filters and requests. Keys, counters, sessions and preferences
// are not in it, nor what a copy elsewhere can't have: who was asked, what is scheduled,
// whom one blocks, what others said, what one has read. An archive that took a backup in gives the same.
func ContentHash(ctx context.Context, q db.Q, id viewer.ID) (string, error) {
	a, err := account.Get(ctx, q, id)
	if err != nil {
		return "", err
	}
	g := gatherer{q, id, a.Name, ""}
	ids, err := g.works(ctx)
	if err != nil {
		return "", err
	}
	h := newHasher()
	for _, id := range ids {
		w, err := g.work(ctx, id, nowhere{}, "")
		if err != nil {
			return "", err
		}
		if err := h.work(id, w); err != nil {
			return "", err
		}
	}
	return h.sum(ctx, g)
}

// ArchiveHash is one SHA-256 over the content of everybody in the archive.
func ArchiveHash(ctx context.Context, q db.Q) (string, error) {
	var lines []string
	for after := ""; ; {
		ids, err := db.All(ctx, q, db.One[viewer.ID], `SELECT id FROM accounts WHERE name_key > $1 ORDER BY name_key LIMIT 200`, after)
		if err != nil {
			return "", fmt.Errorf("backup: accounts: %w", err)
		}
		if len(ids) == 0 {
			break
		}
		for _, id := range ids {
			a, err := account.Get(ctx, q, id)
			if err != nil {
				return "", err
			}
			sum, err := ContentHash(ctx, q, id)
			if err != nil {
				return "", err
			}
			after = account.Key(a.Name)
			lines = append(lines, a.Name+" "+sum+"\n")
		}
	}
	slices.Sort(lines)
	return sumOf([]byte(strings.Join(lines, ""))), nil
}

// hasher sums up works as they come, whatever their order.
type hasher struct{ of map[work.ID]string }

func newHasher() *hasher { return &hasher{map[work.ID]string{}} }

// work adds one work.
func (h *hasher) work(id work.ID, w *Work) error {
	x := *w
	x.UID = ""
	x.Hidden, x.Unrevealed = false, false
	x.Relations = slices.Clone(w.Relations)
	for i := range x.Relations {
		x.Relations[i].URL = "" // of a work here it differs from archive to archive
	}
	x.Creators, x.Credits = nil, slices.Clone(w.Credits)
	for _, c := range w.Creators {
		if c.Mine {
			x.Creators = append(x.Creators, c)
		} else { // which is what they are where they were not asked
			x.Credits = append(x.Credits, c.credit())
		}
	}
	x.Chapters = slices.Clone(w.Chapters)
	for i := range x.Chapters {
		c := &x.Chapters[i]
		c.Source = nil                                           // kept where no file has it
		c.Due, c.Zone, c.Silent, c.Addresses = 0, "", false, nil // a plan is no content, and addresses are an archive's own
		c.Creators = slices.DeleteFunc(slices.Clone(c.Creators), func(c Creator) bool { return !c.Mine })
	}
	b, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("backup: work %d: %w", id, err)
	}
	h.of[id] = sumOf(b)
	return nil
}

// sum sums up all works, their series and who they are by.
func (h *hasher) sum(ctx context.Context, g gatherer) (string, error) {
	p, err := g.person(ctx)
	if err != nil {
		return "", err
	}
	order := make([]work.ID, 0, len(h.of))
	for id := range h.of {
		order = append(order, id)
	}
	slices.SortFunc(order, func(a, b work.ID) int { return cmp.Or(cmp.Compare(h.of[a], h.of[b]), cmp.Compare(a, b)) })
	at, sums := map[work.ID]int{}, make([]string, len(order))
	for i, id := range order {
		sums[i] = h.of[id]
		at[id] = i + 1
	}
	rows, err := g.series(ctx, at)
	if err != nil {
		return "", err
	}
	series := make([]string, len(rows))
	for i, s := range rows {
		b, err := json.Marshal(s)
		if err != nil {
			return "", fmt.Errorf("backup: series: %w", err)
		}
		series[i] = sumOf(b)
	}
	slices.Sort(series)
	filters, asked, err := g.written(ctx)
	if err != nil {
		return "", err
	}
	b, err := json.Marshal(struct {
		Person  *Person
		Works   []string
		Series  []string
		Filters []Filter `json:",omitempty"`
		Asked   []Asked  `json:",omitempty"`
	}{p, sums, series, filters, asked})
	if err != nil {
		return "", fmt.Errorf("backup: %w", err)
	}
	return sumOf(b), nil
}

// written reads what somebody wrote that is of no work, without what only their archive
// can know: what tags and works their filters and requests lead to.
func (g gatherer) written(ctx context.Context) ([]Filter, []Asked, error) {
	saved, err := g.filters(ctx)
	if err != nil {
		return nil, nil, err
	}
	var filters []Filter
	for _, f := range saved {
		if address := browse.Portable(f.Address); address != "" {
			filters = append(filters, Filter{Name: f.Name, Address: address})
		}
	}
	var p Person
	if err := g.asked(ctx, &p, nil); err != nil {
		return nil, nil, err
	}
	for i := range p.Asked {
		p.Asked[i].Found, p.Asked[i].Work = "", 0
	}
	slices.SortFunc(filters, func(a, b Filter) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(p.Asked, func(a, b Asked) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Subject, b.Subject)) })
	return filters, p.Asked, nil
}

func sumOf(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}
