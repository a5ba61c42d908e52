package publish

import (
	"testing"
	"time"
)

func TestClocks(t *testing.T) {
	for _, c := range []struct {
		date, clock, zone, want string
		how                     turn
	}{
		{"2026-11-27", "18:00", "Europe/Berlin", "2026-11-27T17:00:00Z", plain},
		{"2026-07-01", "18:00", "Europe/Berlin", "2026-07-01T16:00:00Z", plain},
		{"2027-03-28", "02:30", "Europe/Berlin", "2027-03-28T01:30:00Z", skipped}, // which is 03:30
		{"2027-03-28", "03:00", "Europe/Berlin", "2027-03-28T01:00:00Z", plain},
		{"2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30:00Z", twice},
		{"2026-10-25", "03:00", "Europe/Berlin", "2026-10-25T02:00:00Z", plain},
		{"2026-11-01", "01:30", "America/New_York", "2026-11-01T05:30:00Z", twice},
		{"2026-03-08", "02:15", "America/New_York", "2026-03-08T07:15:00Z", skipped},
		{"2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00Z", twice}, // by half an hour
		{"2011-12-30", "12:00", "Pacific/Apia", "2011-12-30T22:00:00Z", skipped},      // a whole day
		{"2026-02-28", "23:59", "", "2026-02-28T23:59:00Z", plain},
		{"2026-02-28", "09:00", "No/Such_Place", "2026-02-28T09:00:00Z", plain},
		{"2026-02-28", "09:00:00", "Asia/Kolkata", "2026-02-28T03:30:00Z", plain},
	} {
		x, err := readLocal(c.date, c.clock)
		if err != nil {
			t.Fatal(err)
		}
		at, how := x.in(zone(c.zone))
		if got := at.Format(time.RFC3339); got != c.want || how != c.how {
			t.Errorf("%s %s in %q is %s (%d), want %s (%d)", c.date, c.clock, c.zone, got, how, c.want, c.how)
		}
		if told := x.turned(t.Context(), at, how, c.zone); (told == "") != (how == plain) {
			t.Errorf("%s: told %q", c.date, told)
		}
	}
	for _, c := range [][2]string{{"", "18:00"}, {"27.11.2026", "18:00"}, {"2026-02-30", "18:00"}, {"2026-11-27", ""}, {"2026-11-27", "25:00"}} {
		if _, err := readLocal(c[0], c[1]); err == nil {
			t.Errorf("%v is a time", c)
		}
	}
}

func TestWhen(t *testing.T) {
	at := time.Date(2026, 11, 27, 17, 0, 0, 0, time.UTC)
	for zone, want := range map[string]string{
		"Europe/Berlin":                  "Friday 27 November 2026, 18:00, Berlin time (UTC+1)",
		"Asia/Kolkata":                   "Friday 27 November 2026, 22:30, Kolkata time (UTC+5:30)",
		"America/New_York":               "Friday 27 November 2026, 12:00, New York time (UTC−5)",
		"America/Argentina/Buenos_Aires": "Friday 27 November 2026, 14:00, Buenos Aires time (UTC−3)",
		"":                               "Friday 27 November 2026, 17:00 UTC",
		"Pacific/Kiritimati":             "Saturday 28 November 2026, 07:00, Kiritimati time (UTC+14)",
	} {
		if got := When(t.Context(), at, zone); got != want {
			t.Errorf("%q: %s, want %s", zone, got, want)
		}
	}
}
