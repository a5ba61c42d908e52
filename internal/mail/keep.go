package mail

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// outbox is what keepers see of the mail: how many letters, and never what is in them.
type outbox struct {
	Kinds   []tally
	Trouble []trouble
	Test    *trouble // the viewer's last try of the server
	Said    string
}

// tally counts the letters of a kind by what became of them.
type tally struct {
	Kind                          Kind
	Waiting, Sent, Inside, Failed int
}

// trouble is a letter that did not go yet.
type trouble struct {
	Kind  Kind
	State string
	Tries int
	At    db.Time
	Next  db.Time
	Why   string
}

// listed is how many letters that did not go are shown.
const listed = 20

func loadOutbox(ctx context.Context, q db.Q, me viewer.ID) (outbox, error) {
	var o outbox
	var err error
	o.Kinds, err = db.All(ctx, q, func(r *sql.Rows, t *tally) error { return r.Scan(&t.Kind, &t.Waiting, &t.Sent, &t.Inside, &t.Failed) },
		`SELECT kind, SUM(CASE WHEN state = $1 THEN 1 ELSE 0 END), SUM(CASE WHEN state = $2 THEN 1 ELSE 0 END),
		SUM(CASE WHEN state = $3 THEN 1 ELSE 0 END), SUM(CASE WHEN state = $4 THEN 1 ELSE 0 END) FROM letters GROUP BY kind ORDER BY kind`,
		stateWaiting, stateSent, stateInside, stateFailed)
	if err != nil {
		return o, fmt.Errorf("mail: count letters: %w", err)
	}
	const columns = `SELECT kind, state, tries, created_at, next_at, trouble FROM letters `
	scan := func(r *sql.Rows, t *trouble) error {
		return r.Scan(&t.Kind, &t.State, &t.Tries, &t.At, &t.Next, &t.Why)
	}
	o.Trouble, err = db.All(ctx, q, scan, columns+`WHERE trouble <> '' AND state IN ($1, $2) ORDER BY id DESC LIMIT $3`, stateWaiting, stateFailed, listed)
	if err != nil {
		return o, fmt.Errorf("mail: letters that did not go: %w", err)
	}
	tests, err := db.All(ctx, q, scan, columns+`WHERE account_id = $1 AND kind = $2 ORDER BY id DESC LIMIT 1`, int64(me), string(Test))
	if err != nil {
		return o, fmt.Errorf("mail: the last try: %w", err)
	}
	if len(tests) > 0 {
		o.Test = &tests[0]
	}
	return o, nil
}

// sendAgain puts the letters of a kind back into the outbox that were written from
// one instant up to another: those that failed, and with sent also those that the
// server took and that may have been lost behind it. They keep their numbers, so
// that mail programs show none twice. Letters whose link is gone stay as they are.
func sendAgain(ctx context.Context, tx *db.Tx, k Kind, from, until time.Time, sent bool) (n int, err error) {
	states := []any{stateFailed, stateFailed}
	if sent {
		states[1] = stateSent
	}
	res, err := tx.ExecContext(ctx, `UPDATE letters SET state = $1, tries = 0, next_at = $2, refused = FALSE, trouble = '', sent_at = NULL
		WHERE kind = $3 AND state IN ($4, $5) AND created_at >= $6 AND created_at < $7 AND rank = $8`,
		append([]any{stateWaiting, tx.Millis(), string(k)}, append(states, from.UnixMilli(), until.UnixMilli(), rankUsual)...)...)
	if err != nil {
		return 0, fmt.Errorf("mail: send again: %w", err)
	}
	count, err := res.RowsAffected()
	return int(count), err
}
