package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// All runs a query and scans each row into a new T.
func All[T any](ctx context.Context, q Q, scan func(*sql.Rows, *T) error, query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var t T
		if err := scan(rows, &t); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// One is a scan for All whose rows have a single column.
func One[T any](r *sql.Rows, t *T) error { return r.Scan(t) }

// IsDuplicate reports whether err says that a unique key is taken.
func IsDuplicate(err error) bool {
	if pe, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pe.Code == "23505"
	}
	if se, ok := errors.AsType[*sqlite.Error](err); ok {
		return se.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || se.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// Cond is a piece of a WHERE condition with its arguments; its placeholders are
// written "?" and get their numbers when it joins a query.
type Cond struct {
	SQL  string
	Args []any
}

// Where makes a condition; each ? in text stands for one argument.
func Where(text string, args ...any) Cond { return Cond{text, args} }

// And joins conditions that must all hold; none at all holds always.
func And(cs ...Cond) Cond { return join(" AND ", "TRUE", cs) }

// Or joins conditions of which one must hold; none at all never holds. It stands in
// brackets, so that queries can go on with AND.
func Or(cs ...Cond) Cond {
	out := join(" OR ", "FALSE", cs)
	out.SQL = "(" + out.SQL + ")"
	return out
}

func join(word, empty string, cs []Cond) Cond {
	if len(cs) == 0 {
		return Cond{SQL: empty}
	}
	var parts []string
	var out Cond
	for _, c := range cs {
		parts = append(parts, "("+c.SQL+")")
		out.Args = append(out.Args, c.Args...)
	}
	out.SQL = strings.Join(parts, word)
	return out
}

// Numbered gives a query written with ? its $1 placeholders. Queries that build
// on Cond are written with ?, all others with $1 from the start.
func Numbered(query string) string {
	if !strings.Contains(query, "?") {
		return query
	}
	var b strings.Builder
	n := 0
	for i := range len(query) {
		if query[i] == '?' {
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			continue
		}
		b.WriteByte(query[i])
	}
	return b.String()
}

// List writes n question marks for an IN list: "?, ?, ?".
func List(n int) string {
	if n < 1 {
		return "NULL"
	}
	return strings.Repeat("?, ", n-1) + "?"
}

// Anys makes arguments of a slice.
func Anys[T any](all []T) []any {
	out := make([]any, len(all))
	for i, v := range all {
		out[i] = v
	}
	return out
}

// Time reads a stored instant: UTC milliseconds; 0 and NULL are the zero time.
type Time struct{ time.Time }

// Scan implements sql.Scanner.
func (t *Time) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		t.Time = time.Time{}
	case int64:
		t.Time = time.Time{}
		if v != 0 {
			t.Time = time.UnixMilli(v).UTC()
		}
	default:
		return fmt.Errorf("db: a time is stored as %T", v)
	}
	return nil
}

// Millis is an instant as it is stored; the zero time is NULL.
func Millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}
