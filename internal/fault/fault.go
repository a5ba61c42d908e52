// Package fault gives errors a kind, which the edges of the program turn into a
// status or an exit code, and a sentence that is safe to show to a visitor.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what went wrong, in terms that a caller can act on.
type Kind int

// The kinds of error. Anything without a kind is Internal and shows nothing.
const (
	Internal    Kind = iota
	Invalid          // what was sent can't be taken as it is
	NotFound         // there is no such thing, or not for this viewer
	SignIn           // exists for members only; a guest may sign in
	Denied           // this viewer may not do that
	Conflict         // somebody else changed it first
	TooLarge         // over a limit that the message names
	TooMany          // asked too often; Wait says how long to stay away
	Unavailable      // the archive can't do it now, but will later
)

// Error is an error whose message may be shown to a visitor.
type Error struct {
	Kind Kind
	// Format and Args make the sentence; Format is its key in the catalogue.
	Format string
	Args   []any
	// Field names the form field that is wrong, "" when none is.
	Field string
	// Wait is how long to stay away, for TooMany and Unavailable.
	Wait  time.Duration
	cause error
}

// Error is the sentence for the visitor, in English.
func (e *Error) Error() string {
	if len(e.Args) == 0 {
		return e.Format
	}
	return fmt.Sprintf(e.Format, e.Args...)
}

// Unwrap gives the cause, which only logs show.
func (e *Error) Unwrap() error { return e.cause }

// New returns an error of kind k with a sentence for the visitor.
func New(k Kind, format string, a ...any) error {
	return &Error{Kind: k, Format: format, Args: a}
}

// In returns an Invalid error about one form field.
func In(field, format string, a ...any) error {
	return &Error{Kind: Invalid, Field: field, Format: format, Args: a}
}

// Wrap gives cause a kind and a sentence; logs still show the cause.
func Wrap(k Kind, cause error, format string, a ...any) error {
	return &Error{Kind: k, Format: format, Args: a, cause: cause}
}

// Later returns a TooMany error that tells how long to wait.
func Later(wait time.Duration, format string, a ...any) error {
	return &Error{Kind: TooMany, Wait: wait, Format: format, Args: a}
}

// KindOf returns the kind of err; an error without one is Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// As returns the Error in err; for an error without a kind, one that shows nothing of it.
func As(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return &Error{Kind: Internal, Format: internalMessage, cause: err}
}

// Message returns what a visitor may read about err, in English.
func Message(err error) string { return As(err).Error() }

const internalMessage = "Something went wrong on our side. Nothing you sent was lost by it; please try again."

// FieldOf returns the form field that err is about, or "".
func FieldOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Field
	}
	return ""
}

// WaitOf returns how long err asks to wait, or 0.
func WaitOf(err error) time.Duration {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Wait
	}
	return 0
}
