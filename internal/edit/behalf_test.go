package edit_test

import (
	"net/url"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
)

// Eight of the staff begin works for one person at once: there is one place, and each
// work stands in it.
func TestEightBeginForSomebodyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		if k.d.Postgres { // whose sequences know nothing of the keys that the desk gave
			for _, table := range []string{"accounts", "pseuds"} {
				if _, err := db.All(t.Context(), k.d, db.One[int], `SELECT setval(pg_get_serial_sequence('`+table+`', 'id'), 100)`); err != nil {
					t.Fatal(err)
				}
			}
		}
		var wg sync.WaitGroup
		var mu sync.Mutex
		led := map[string]bool{}
		for range 8 {
			wg.Go(func() {
				a := k.do(moderator, "POST", "/works/for", url.Values{"name": {"Wren of the Weir"}, "language": {"en"}})
				if a.Code != 303 {
					t.Errorf("begun with %d", a.Code)
				}
				mu.Lock()
				defer mu.Unlock()
				led[a.Header().Get("Location")] = true
			})
		}
		wg.Wait()
		if len(led) != 8 {
			t.Errorf("eight were led to %v", led)
		}
		for query, want := range map[string]int{
			`SELECT COUNT(*) FROM accounts WHERE name = 'Wren of the Weir' AND password IS NULL`:                                                                                                           1,
			`SELECT COUNT(DISTINCT p.id) FROM pseuds p JOIN accounts a ON a.id = p.account_id WHERE a.name = 'Wren of the Weir'`:                                                                           1,
			`SELECT COUNT(*) FROM work_creators wc JOIN pseuds p ON p.id = wc.pseud_id JOIN accounts a ON a.id = p.account_id WHERE a.name = 'Wren of the Weir' AND wc.approved`:                           8,
			`SELECT COUNT(*) FROM chapters c JOIN work_creators wc ON wc.work_id = c.work_id JOIN pseuds p ON p.id = wc.pseud_id JOIN accounts a ON a.id = p.account_id WHERE a.name = 'Wren of the Weir'`: 8,
		} {
			got, err := db.All(t.Context(), k.d, db.One[int], query)
			if err != nil || got[0] != want {
				t.Errorf("%v, want %d: %s, %v", got, want, query, err)
			}
		}
	})
}
