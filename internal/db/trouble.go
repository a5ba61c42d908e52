package db

import (
	"database/sql/driver"
	"errors"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/ficstead/ficstead/internal/fault"
)

// retryAfter is how long people are asked to wait for a trouble to pass.
const retryAfter = 30 * time.Second

// Trouble gives err a sentence when it comes of what will pass: a full disk,
// somebody else who writes for long, a database that is being started again. It
// reports false, and the same err, for any other and for one that has a kind.
func Trouble(err error) (error, bool) {
	if err == nil || fault.KindOf(err) != fault.Internal {
		return err, false
	}
	var told error
	switch {
	case isFull(err):
		told = fault.Wrap(fault.Unavailable, err, "There is no room left on the archive’s disk, so nothing was saved. Stories can still be read. Please tell the archive’s keeper, and try again later.")
	case isBusy(err):
		told = fault.Wrap(fault.Unavailable, err, "The archive is busy storing something large, so this was not saved. Please try again in a minute.")
	case isAway(err):
		told = fault.Wrap(fault.Unavailable, err, "The archive’s database does not answer at the moment. Please try again in a minute.")
	default:
		return err, false
	}
	fault.As(told).Wait = retryAfter
	return told, true
}

func isFull(err error) bool {
	if se, ok := errors.AsType[*sqlite.Error](err); ok {
		return se.Code()&0xff == sqlite3.SQLITE_FULL
	}
	return sqlState(err) == "53100" || errors.Is(err, syscall.ENOSPC)
}

func isBusy(err error) bool {
	if se, ok := errors.AsType[*sqlite.Error](err); ok {
		return se.Code()&0xff == sqlite3.SQLITE_BUSY
	}
	switch sqlState(err) {
	case "40001", "40P01", "55P03":
		return true
	}
	return false
}

// isAway reports whether PostgreSQL is stopping, starting, out of connections, or
// can't be reached.
func isAway(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok || errors.Is(err, driver.ErrBadConn) {
		return true
	}
	s := sqlState(err)
	return strings.HasPrefix(s, "08") || strings.HasPrefix(s, "57P0") || s == "53300"
}

func sqlState(err error) string {
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pe.Code
	}
	return ""
}
