package publish_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/publish"
)

func TestPlan(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		f := with(k.ticks(0, 1, 2), "date", "2027-03-21", "time", "18:00", "every", "1", "unit", "weeks")
		page := k.get(k.path("/publish/plan"), f)
		for _, want := range []string{
			"Sunday 21 March 2027, 18:00, Berlin time (UTC+1)", "Sunday 28 March 2027, 18:00, Berlin time (UTC+2)", "Sunday 4 April 2027, 18:00, Berlin time (UTC+2)", "every week",
		} {
			if !strings.Contains(page, want) {
				t.Errorf("the plan does not say %s", want)
			}
		}
		if k.number(`SELECT COUNT(*) FROM schedules`) != 0 {
			t.Fatal("looking at a plan kept it")
		}
		k.post(k.path("/publish/plan"), f, 303)
		k.post(k.path("/publish/plan"), f, 303)
		if n := k.number(`SELECT COUNT(*) FROM schedules`); n != 3 {
			t.Fatalf("%d are planned", n)
		}
		k.at("2027-03-21 17:59")
		k.due()
		k.wantPosted("")
		k.at("2027-03-21 18:00")
		k.write(k.c[0], "<p>Written at the last minute.</p>")
		k.due()
		k.due()
		k.wantPosted("ANCHORS")
		if at := k.workOf(k.id).Chapters[0].PostedAt; !at.Equal(k.clock()) {
			t.Errorf("posted %v", at)
		}
		k.at("2027-03-28 17:30")
		k.due()
		k.wantPosted("ANCHORS")
		// Cancelled until the minute.
		k.post(k.path("/publish/cancel"), k.ticks(1), 303)
		k.at("2027-03-28 18:01")
		k.due()
		k.wantPosted("ANCHORS")
		// Down over the time of the third: it comes late, and another one before it.
		k.post(k.path("/publish/plan"), with(k.ticks(3), "date", "2027-04-03", "time", "09:00"), 303)
		k.at("2027-04-09 11:00")
		k.due()
		k.wantPosted("ANCHORS CORMORANTS DREDGERS")
		if page := k.post(k.path("/publish/cancel"), k.ticks(2), 409); !strings.Contains(page, "too late") {
			t.Error("that it is too late is not told")
		}
		if n := k.number(`SELECT COUNT(*) FROM schedules`); n != 0 {
			t.Errorf("%d are still planned", n)
		}
		if n := k.number(`SELECT COUNT(*) FROM letters`); n != 0 {
			t.Errorf("%d letters about what went well", n)
		}
	})
}

func TestPlansThatCannotBe(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.post(k.path("/publish"), k.ticks(3), 303)
		for _, c := range []struct {
			chapters []int
			pairs    []string
			want     string
		}{
			{nil, []string{"date", "2026-11-27", "time", "18:00"}, "Tick the drafts"},
			{[]int{3}, []string{"date", "2026-11-27", "time", "18:00"}, "Tick the drafts"},
			{[]int{0}, []string{"date", "2026-11-20", "time", "13:00"}, "That time is past"},
			{[]int{0}, []string{"date", "2026-31-31", "time", "13:00"}, "is no date"},
			{[]int{0}, []string{"date", "2026-11-27", "time", "6pm"}, "is no time of day"},
			{[]int{0, 1}, []string{"date", "2026-11-27", "time", "18:00", "every", "-1"}, "number from 1 to 365"},
			{[]int{0, 1}, []string{"date", "2026-11-27", "time", "18:00", "every", "9999999999999999999999"}, "number from 1 to 365"},
			{[]int{0}, []string{"date", "2066-11-27", "time", "18:00"}, "10 years ahead"},
		} {
			f := with(k.ticks(c.chapters...), c.pairs...)
			for _, method := range []string{"GET", "POST"} {
				if a := k.do(ann, method, k.path("/publish/plan"), f); a.Code != 422 || !strings.Contains(a.Body.String(), c.want) {
					t.Errorf("%s %v: %d, without %q", method, f, a.Code, c.want)
				}
			}
		}
		// The zone and the person are the account's, whatever the form says.
		k.post(k.path("/publish/plan"), with(k.ticks(0), "date", "2026-11-27", "time", "18:00", "zone", "UTC", "user_id", "2", "posted_at", "1", "state", "failed"), 303)
		if due := time.UnixMilli(int64(k.number(`SELECT due_at FROM schedules WHERE account_id = 1 AND state = 'waiting'`))).UTC(); !due.Equal(time.Date(2026, 11, 27, 17, 0, 0, 0, time.UTC)) {
			t.Errorf("due %v", due)
		}
	})
}

func TestTheClocksAreExplained(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		page := k.get(k.path("/publish/plan"), with(k.ticks(0), "date", "2027-03-28", "time", "02:30"))
		if !strings.Contains(page, "leave 02:30 out, so it is 03:30, Berlin time (UTC+2)") {
			t.Error("a time that the clocks leave out is not explained")
		}
		page = k.get(k.path("/publish/plan"), with(k.ticks(0), "date", "2027-10-31", "time", "02:30"))
		if !strings.Contains(page, "show 02:30 twice; it is the first of the two, 02:30, Berlin time (UTC+2)") {
			t.Error("a time that the clocks show twice is not explained")
		}
	})
}

// Something is in the way when the time comes: the chapter stays a draft, its author
// gets one letter, and it comes out once somebody says so.
func TestWhatIsInTheWayWhenTheTimeComes(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.post(k.path("/publish/plan"), with(k.ticks(0), "date", "2026-11-27", "time", "18:00"), 303)
		k.post(k.path("/publish/plan"), with(k.ticks(1), "date", "2026-11-27", "time", "18:00"), 303)
		k.write(k.c[0], "")
		k.at("2026-11-27 18:00")
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(k.due)
		}
		wg.Wait()
		k.wantPosted("BARNACLES")
		if n := k.number(`SELECT COUNT(*) FROM letters WHERE account_id = 1 AND body LIKE '%is empty%' AND path = $1`, k.path("/publish")); n != 1 {
			t.Errorf("%d letters", n)
		}
		page := k.get(k.path("/publish"), nil)
		if !strings.Contains(page, "and is not posted: Chapter 1: ANCHORS is empty.") {
			t.Error("the reason is not told")
		}
		if page = k.get(k.path("/chapters/manage"), nil); !strings.Contains(page, "could not be posted") {
			t.Error("the list of chapters does not say so")
		}
		k.write(k.c[0], "<p>There.</p>")
		k.due()
		k.wantPosted("BARNACLES")
		k.post(k.path("/publish/plan"), with(k.ticks(0), "date", "2026-11-28", "time", "18:00"), 303)
		k.at("2026-11-28 18:00")
		k.due()
		k.wantPosted("ANCHORS BARNACLES")
	})
}

// Servers share a database and their clocks jump: each chapter comes out once.
func TestManyServersPostOnce(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.post(k.path("/publish/plan"), with(k.ticks(0, 1, 2, 3), "date", "2026-11-27", "time", "18:00"), 303)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for j := range 3 {
					if (i+j)%3 == 0 {
						k.at("2026-11-20 12:00") // a clock put back
					} else {
						k.at("2026-11-27 18:00")
					}
					k.due()
				}
			})
		}
		wg.Wait()
		k.at("2026-11-27 18:01")
		k.due()
		k.wantPosted("ANCHORS BARNACLES CORMORANTS DREDGERS")
		if x := k.workOf(k.id); x.Major != 4 || x.ChapterCount != 4 {
			t.Errorf("posted %d times, %d chapters", x.Major, x.ChapterCount)
		}
	})
}

func TestEightPlanAtOnce(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		all, err := publish.Schedules(t.Context(), k.d, k.id)
		if err != nil || len(all) != 0 {
			t.Fatal(all, err)
		}
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				if i%3 == 2 {
					k.do(ann, "POST", k.path("/publish/cancel"), k.ticks(0, 1))
					return
				}
				f := with(k.ticks(1, 0), "date", "2026-11-27", "time", []string{"18:00", "19:00"}[i%2])
				if a := k.do(ann, "POST", k.path("/publish/plan"), f); a.Code != 303 {
					t.Errorf("%d: %s", a.Code, a.Body)
				}
			})
		}
		wg.Wait()
		if all, err = publish.Schedules(t.Context(), k.d, k.id); err != nil || len(all) == 2 && !all[k.c[0]].Due.Equal(all[k.c[1]].Due) {
			t.Errorf("half of one plan and half of another: %v, %v", all, err)
		}
	})
}

// Whose account is gone, gets no letter; the work's creators do.
func TestALetterFindsSomebody(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.post(k.path("/publish/plan"), with(k.ticks(0), "date", "2026-11-27", "time", "18:00"), 303)
		k.tx(func(ctx context.Context, tx *db.Tx) error {
			return tx.Exec(ctx, `UPDATE schedules SET account_id = NULL`)
		})
		k.write(k.c[0], "")
		k.at("2026-11-27 18:00")
		k.due()
		if n := k.number(`SELECT COUNT(*) FROM letters WHERE account_id = 1`); n != 1 {
			t.Errorf("%d letters", n)
		}
	})
}
