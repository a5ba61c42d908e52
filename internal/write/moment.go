package write

import (
	"context"
	"time"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// zone is the viewer's time zone, UTC where none that is known was chosen.
func zone(ctx context.Context) *time.Location {
	if l, err := time.LoadLocation(viewer.From(ctx).Prefs.TimeZone); err == nil {
		return l
	}
	return time.UTC
}

// moment is an instant by the viewer's clock, with the zone in words.
func moment(ctx context.Context, t time.Time) string {
	l := zone(ctx)
	return say.T(ctx, "{date}, {time} ({zone})", "date", say.Date(ctx, t.In(l)), "time", t.In(l).Format("15:04"), "zone", t.In(l).Format("MST"))
}
