package viewer_test

import (
	"context"
	"testing"

	"github.com/ficstead/ficstead/internal/viewer"
)

func TestRoles(t *testing.T) {
	for _, c := range []struct {
		v                   viewer.Viewer
		guest, staff, keeps bool
	}{
		{viewer.Viewer{}, true, false, false},
		{viewer.Viewer{ID: 1, Role: viewer.Member}, false, false, false},
		{viewer.Viewer{ID: 1, Role: viewer.Moderator}, false, true, false},
		{viewer.Viewer{ID: 1, Role: viewer.Keeper}, false, true, true},
		{viewer.Viewer{ID: 1, Role: "no such role"}, false, false, false},
	} {
		if c.v.Guest() != c.guest || c.v.Staff() != c.staff || c.v.Keeps() != c.keeps {
			t.Errorf("%+v: guest %v, staff %v, keeps %v", c.v, c.v.Guest(), c.v.Staff(), c.v.Keeps())
		}
	}
}

func TestAContextWithoutAViewerIsAGuests(t *testing.T) {
	if !viewer.From(context.Background()).Guest() {
		t.Error("somebody is there")
	}
	if v := viewer.From(viewer.With(context.Background(), viewer.Viewer{ID: 7})); v.ID != 7 {
		t.Errorf("got %+v", v)
	}
}
