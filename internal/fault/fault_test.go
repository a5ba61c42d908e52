package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/fault"
)

func TestOnlyFaultsSpeakToVisitors(t *testing.T) {
	secret := errors.New("dial tcp 10.0.0.7: refused")
	for name, c := range map[string]struct {
		err  error
		kind fault.Kind
		says string
	}{
		"none":    {secret, fault.Internal, "on our side"},
		"new":     {fault.New(fault.NotFound, "No %s.", "lamp"), fault.NotFound, "No lamp."},
		"wrapped": {fmt.Errorf("read work 7: %w", fault.Wrap(fault.Unavailable, secret, "Later, please.")), fault.Unavailable, "Later, please."},
		"percent": {fault.New(fault.Invalid, "100% is not a number."), fault.Invalid, "100% is not a number."},
	} {
		if got := fault.KindOf(c.err); got != c.kind {
			t.Errorf("%s: kind %v, want %v", name, got, c.kind)
		}
		if got := fault.Message(c.err); !strings.Contains(got, c.says) || strings.Contains(got, "10.0.0.7") {
			t.Errorf("%s: a visitor reads %q", name, got)
		}
	}
	if err := fault.Wrap(fault.Denied, secret, "No."); !errors.Is(err, secret) {
		t.Error("the log does not learn the cause")
	}
	if fault.FieldOf(fault.In("title", "Too long.")) != "title" || fault.FieldOf(secret) != "" {
		t.Error("the field is lost")
	}
	if err := fmt.Errorf("sign in: %w", fault.Later(time.Minute, "Wait.")); fault.WaitOf(err) != time.Minute || fault.KindOf(err) != fault.TooMany {
		t.Error("the wait is lost")
	}
}
