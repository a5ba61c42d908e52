package preset

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/job"
	"github.com/ficstead/ficstead/internal/viewer"
)

// Uses gathers in memory which filters people use, and writes them down now and then, so
// that no page waits for it. What was gathered since the last Flush is lost in a crash.
type Uses struct {
	// DB takes what is gathered; its clock is that of Uses.
	DB  *db.DB
	Log *slog.Logger

	mu    sync.Mutex
	waits map[viewer.ID]*used
	bytes int // of the addresses in waits
	full  bool
}

const (
	// Flushed is how often uses are written down.
	Flushed = 10 * time.Second
	// maxPeople and maxBytes bound what is kept in memory: beyond them what is used is not
	// noted until the next flush.
	maxPeople = 20_000
	maxBytes  = 8 << 20
	// maxSteps is how many steps on the way to a filter are remembered of one account.
	maxSteps = 2 * Recents
	// atOnce is how many people's uses one transaction writes.
	atOnce = 100
)

// used is what one account used that is not written down yet.
type used struct {
	uses  []use // the latest last, each address once
	steps []string
}

type use struct {
	address string
	at      int64 // milliseconds
}

// Note notes that owner looked at a list. Instead is the address that this one takes the
// place of, a step on the way to it; "" for none. Of those who don't want it noted nothing is
// written down.
func (u *Uses) Note(owner viewer.ID, address, instead string) {
	if len(address) > MaxAddress {
		return
	}
	at := u.DB.Now().UnixMilli()
	u.mu.Lock()
	defer u.mu.Unlock()
	w := u.waits[owner]
	if w == nil && len(u.waits) >= maxPeople || u.bytes+len(address) > maxBytes {
		u.full = true
		return
	}
	if w == nil {
		w = u.begin(owner)
	}
	if instead != "" {
		u.bytes -= w.forget(instead)
		w.step(sumOf(instead))
	}
	u.bytes += w.add(use{address, at})
}

// begin makes room for what owner uses. The caller holds the lock.
func (u *Uses) begin(owner viewer.ID) *used {
	if u.waits == nil {
		u.waits = map[viewer.ID]*used{}
	}
	w := &used{}
	u.waits[owner] = w
	return w
}

// add notes a use after all others, and tells how many bytes there are more.
func (w *used) add(x use) int {
	n := len(x.address) - w.forget(x.address)
	w.uses = append(w.uses, x)
	if len(w.uses) > Recents {
		n -= len(w.uses[0].address)
		w.uses = slices.Delete(w.uses, 0, 1)
	}
	return n
}

// forget takes an address out, and tells how many bytes there are less.
func (w *used) forget(address string) int {
	i := slices.IndexFunc(w.uses, func(x use) bool { return x.address == address })
	if i < 0 {
		return 0
	}
	w.uses = slices.Delete(w.uses, i, i+1)
	return len(address)
}

// step notes that what has this key was no use of its own.
func (w *used) step(sum string) {
	if !slices.Contains(w.steps, sum) {
		w.steps = append(w.steps, sum)
	}
	w.steps = w.steps[max(0, len(w.steps)-maxSteps):]
}

// Recent is Recent with what is not written down yet.
func (u *Uses) Recent(ctx context.Context, owner viewer.ID) (addresses []string, noted bool, err error) {
	written, noted, err := Recent(ctx, u.DB, owner)
	if err != nil || !noted {
		return nil, noted, err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	w := u.waits[owner]
	if w == nil {
		return written, true, nil
	}
	for _, x := range slices.Backward(w.uses) {
		addresses = append(addresses, x.address)
	}
	for _, address := range written {
		if !slices.Contains(addresses, address) && !slices.Contains(w.steps, sumOf(address)) {
			addresses = append(addresses, address)
		}
	}
	return addresses[:min(len(addresses), Recents)], true, nil
}

// Forget drops what waits to be written of owner's. Call it once Clear or Note is done.
func (u *Uses) Forget(owner viewer.ID) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if w := u.waits[owner]; w != nil {
		u.bytes -= w.bytes()
		delete(u.waits, owner)
	}
}

func (w *used) bytes() int {
	n := 0
	for _, x := range w.uses {
		n += len(x.address)
	}
	return n
}

// Flush writes down what was gathered. What could not be written stays for the next.
func (u *Uses) Flush(ctx context.Context) error {
	u.mu.Lock()
	waits, full := u.waits, u.full
	u.waits, u.bytes, u.full = nil, 0, false
	u.mu.Unlock()
	if full {
		u.Log.WarnContext(ctx, "more filters are used than can be noted", "people", maxPeople, "bytes", maxBytes)
	}
	// In one order everywhere, so that two servers never wait for each other.
	people := slices.Sorted(maps.Keys(waits))
	for len(people) > 0 {
		some := people[:min(atOnce, len(people))]
		err := u.DB.Tx(ctx, func(tx *db.Tx) error {
			for _, who := range some {
				if err := write(ctx, tx, who, waits[who]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			u.back(people, waits)
			return err
		}
		people = people[len(some):]
	}
	return nil
}

// back has what people used wait again, before what they used since.
func (u *Uses) back(people []viewer.ID, waits map[viewer.ID]*used) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, who := range people {
		w, since := waits[who], u.waits[who]
		if since == nil {
			since = u.begin(who)
		}
		u.bytes -= since.bytes()
		for _, sum := range since.steps {
			w.step(sum)
		}
		for _, x := range since.uses {
			w.add(x)
		}
		u.waits[who] = w
		u.bytes += w.bytes()
	}
}

// write writes down what one account used, if they want that, and have not had it forgotten
// since.
func write(ctx context.Context, tx *db.Tx, owner viewer.ID, w *used) error {
	// As lock does, but for an account that is gone.
	err := tx.Exec(ctx, `INSERT INTO preset_choices (account_id) SELECT id FROM accounts WHERE id = $1 ON CONFLICT (account_id) DO UPDATE SET unnoted = preset_choices.unnoted`, int64(owner))
	for _, sum := range w.steps {
		if err == nil {
			err = tx.Exec(ctx, `DELETE FROM preset_recents WHERE account_id = $1 AND sum = $2`, int64(owner), sum)
		}
	}
	for _, x := range w.uses {
		if err == nil {
			err = tx.Exec(ctx, `INSERT INTO preset_recents (account_id, sum, address, used_at) SELECT $1, $2, $3, $4 FROM preset_choices
				WHERE account_id = $1 AND NOT unnoted AND cleared_at < $4 ON CONFLICT (account_id, sum) DO UPDATE SET used_at = excluded.used_at`,
				int64(owner), sumOf(x.address), x.address, x.at)
		}
	}
	if err == nil {
		err = tx.Exec(ctx, `DELETE FROM preset_recents WHERE account_id = $1 AND sum NOT IN
			(SELECT sum FROM preset_recents WHERE account_id = $1 ORDER BY used_at DESC, sum LIMIT $2)`, int64(owner), Recents)
	}
	if err != nil {
		return fmt.Errorf("preset: uses of %d: %w", owner, err)
	}
	return nil
}

// Run flushes every now and then until ctx ends, and once more then.
func (u *Uses) Run(ctx context.Context) {
	job.Flushing(ctx, Flushed, u.Log, "which filters were used waits to be written", u.Flush)
}
