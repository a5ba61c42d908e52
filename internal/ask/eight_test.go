package ask_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/ask"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/remember"
)

// Eight at once: the limits hold, the same request is one, the same work is suggested
// once, and what is answered last holds whole.
func TestEightAtOnce(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ctx, reader, ben, ann := t.Context(), a.Viewer(archivetest.Reader), a.Viewer(archivetest.Ben), a.Viewer(archivetest.Ann)
		right, other := add(t, a, "Dust", stationText, nil), add(t, a, "Roofs", otherText, nil)
		draft := func(subject string) ask.Draft {
			return ask.Draft{Subject: subject, Clues: remember.Clues{remember.What: {Field: remember.What, Text: "she was drunk"}}}
		}
		eight := func(do func(i int, tx *db.Tx) error) (refused int32) {
			var wg sync.WaitGroup
			var no atomic.Int32
			for i := range 8 {
				wg.Go(func() {
					err := a.DB.Tx(ctx, func(tx *db.Tx) error { return do(i, tx) })
					if fault.KindOf(err) == fault.Invalid {
						no.Add(1)
					} else if err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			return no.Load()
		}
		count := func(query string) (n int) {
			if err := a.DB.QueryRowContext(ctx, query).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if no := eight(func(i int, tx *db.Tx) error { _, err := ask.Post(ctx, tx, reader, draft("The same")); return err }); no != 0 || count(`SELECT COUNT(*) FROM asks`) != 1 {
			t.Errorf("the same request: %d refused, %d there", no, count(`SELECT COUNT(*) FROM asks`))
		}
		if no := eight(func(i int, tx *db.Tx) error {
			_, err := ask.Post(ctx, tx, reader, draft(fmt.Sprint("Lamp ", i)))
			return err
		}); no != 4 || count(`SELECT COUNT(*) FROM asks`) != 5 {
			t.Errorf("eight requests: %d refused, %d there", no, count(`SELECT COUNT(*) FROM asks`))
		}
		id := ask.ID(count(`SELECT id FROM asks WHERE subject = 'The same'`))
		eight(func(i int, tx *db.Tx) error {
			if i%2 == 0 {
				return ask.Suggest(ctx, tx, ben, id, ask.Idea{Work: right, Said: "Yes."})
			}
			return ask.Suggest(ctx, tx, ann, id, ask.Idea{Work: right, Said: "Yes."})
		})
		if n := count(`SELECT COUNT(*) FROM ask_suggestions`); n != 1 || len(letters(t, a, archivetest.Reader)) != 1 {
			t.Errorf("%d suggestions, letters %q", n, letters(t, a, archivetest.Reader))
		}
		eight(func(i int, tx *db.Tx) error {
			switch i % 4 {
			case 0:
				return ask.ItIs(ctx, tx, reader, id, right)
			case 1:
				return ask.NotThis(ctx, tx, reader, id, right)
			case 2:
				return ask.ItIs(ctx, tx, reader, id, other)
			}
			return ask.Reopen(ctx, tx, reader, id)
		})
		if n := count(`SELECT COUNT(*) FROM asks r WHERE (found_at IS NULL) <> (found_work_id IS NULL) OR EXISTS (SELECT 1 FROM ask_nots n WHERE n.ask_id = r.id AND n.work_id = r.found_work_id)`); n != 0 {
			t.Error("a request is half found")
		}
		eight(func(i int, tx *db.Tx) error {
			if err := ask.Delete(ctx, tx, reader, id); fault.KindOf(err) != fault.NotFound {
				return err
			}
			return nil
		})
		if n := count(`SELECT COUNT(*) FROM asks`) + count(`SELECT COUNT(*) FROM ask_suggestions`) + count(`SELECT COUNT(*) FROM ask_nots`); n != 4 {
			t.Errorf("%d rows stay", n)
		}
	})
}
