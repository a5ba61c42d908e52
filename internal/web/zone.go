package web

import (
	"context"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the same zones wherever the program runs

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// ZoneRegion is a part of the world with the time zones in it.
type ZoneRegion struct {
	Name  string
	Zones []Option // "Europe/Berlin" called "Berlin"
}

// Zones lists the time zones that people can choose, by region and place.
func Zones() []ZoneRegion {
	var all []ZoneRegion
	for line := range strings.Lines(zoneTable) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if len(all) == 0 || all[len(all)-1].Name != f[0] {
			all = append(all, ZoneRegion{Name: f[0]})
		}
		r := &all[len(all)-1]
		for _, place := range f[1:] {
			name := f[0] + "/" + place
			r.Zones = append(r.Zones, Option{name, zonePlace(name)})
		}
	}
	return all
}

// KnownZone reports whether name is one of Zones, or "" for UTC.
func KnownZone(name string) bool {
	return name == "" || slices.ContainsFunc(Zones(), func(r ZoneRegion) bool {
		return slices.ContainsFunc(r.Zones, func(o Option) bool { return o.Value == name })
	})
}

// zonePlace is the place that a zone is named after: "New York".
func zonePlace(name string) string {
	_, place, _ := strings.Cut(name, "/")
	parts := strings.Split(strings.ReplaceAll(place, "_", " "), "/")
	slices.Reverse(parts) // "Argentina/Buenos_Aires" is looked for under B
	return strings.Join(parts, ", ")
}

// Zone is the viewer's time zone, UTC for who has chosen none.
func Zone(ctx context.Context) *time.Location {
	name := viewer.From(ctx).Prefs.TimeZone
	if l, err := time.LoadLocation(name); err == nil && name != "Local" { // which would be the server's
		return l
	}
	return time.UTC
}

// ZoneName names the viewer's time zone in words: "Berlin time", or "UTC".
func ZoneName(ctx context.Context) string {
	l := Zone(ctx)
	if l == time.UTC || !strings.Contains(l.String(), "/") {
		return "UTC"
	}
	return say.T(ctx, "{place} time", "place", zonePlace(l.String()))
}

// Moment is an instant by the viewer's clock, with the zone in words: "3 Aug 2026,
// 14:05, Berlin time".
func Moment(ctx context.Context, t time.Time) string {
	here := t.In(Zone(ctx))
	return say.T(ctx, "{date}, {time}, {zone}", "date", say.Date(ctx, here), "time", here.Format("15:04"), "zone", ZoneName(ctx))
}
