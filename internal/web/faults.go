package web

import (
	"context"
	"errors"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
)

// Faults are what is wrong with a form.
type Faults []*fault.Error

// Add notes what err says of a field, if anything.
func (all *Faults) Add(field string, err error) {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		there := *e
		there.Field = field
		*all = append(*all, &there)
	}
}

// Of is what they say of one field, "" for nothing.
func (all Faults) Of(ctx context.Context, field string) string {
	for _, e := range all {
		if e.Field == field {
			return say.F(ctx, e.Format, e.Args...)
		}
	}
	return ""
}
