package web

import (
	"context"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/viewer"
)

func TestEveryZoneIsKnownToGo(t *testing.T) {
	n := 0
	for _, r := range Zones() {
		for _, z := range r.Zones {
			n++
			if _, err := time.LoadLocation(z.Value); err != nil {
				t.Error(err)
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d zones", n)
	}
}

func TestKnownZone(t *testing.T) {
	for name, want := range map[string]bool{"": true, "Europe/Berlin": true, "America/Argentina/Buenos_Aires": true, "Local": false, "../../etc/passwd": false, "europe/berlin": false, "UTC": false} {
		if KnownZone(name) != want {
			t.Errorf("%q is known: %v", name, !want)
		}
	}
}

func TestMomentIsByTheViewersClock(t *testing.T) {
	at := time.Date(2026, 8, 3, 23, 5, 0, 0, time.UTC)
	for zone, want := range map[string]string{
		"": "3 Aug 2026, 23:05, UTC", "Europe/Berlin": "4 Aug 2026, 01:05, Berlin time", "America/Argentina/Buenos_Aires": "3 Aug 2026, 20:05, Buenos Aires, Argentina time",
		"No/Such_Zone": "3 Aug 2026, 23:05, UTC", "Local": "3 Aug 2026, 23:05, UTC",
	} {
		ctx := viewer.With(context.Background(), viewer.Viewer{ID: 1, Prefs: viewer.Prefs{TimeZone: zone}})
		if got := Moment(ctx, at); got != want {
			t.Errorf("%q: %q, want %q", zone, got, want)
		}
	}
}
