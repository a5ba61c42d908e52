package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/ficstead/ficstead/internal/facet"
)

// postgresEnv names the address of a PostgreSQL server on which databases may be
// made and dropped, as for the tests.
const postgresEnv = "FICSTEAD_TEST_POSTGRES"

// postgres keeps a work's tags as an array with an inverted index.
type postgres struct {
	*pgx.Conn
	*world
	server *pgx.Conn
	name   string
}

func openPostgres(ctx context.Context, _ job, w *world) (rival, error) {
	address := os.Getenv(postgresEnv)
	if address == "" {
		return nil, fmt.Errorf("%w: %s is empty", errMissing, postgresEnv)
	}
	server, err := pgx.Connect(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errMissing, err)
	}
	p := &postgres{world: w, server: server, name: fmt.Sprintf("ficstead_catalogue_%d", os.Getpid())}
	if _, err := server.Exec(ctx, "CREATE DATABASE "+p.name); err != nil {
		return nil, errors.Join(err, server.Close(ctx))
	}
	if err := p.connect(ctx, address); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func (p *postgres) connect(ctx context.Context, address string) error {
	c, err := pgx.ParseConfig(address)
	if err != nil {
		return err
	}
	c.Database = p.name
	if p.Conn, err = pgx.ConnectConfig(ctx, c); err != nil {
		return err
	}
	_, err = p.Exec(ctx, `CREATE EXTENSION IF NOT EXISTS intarray; SET jit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '1GB'`)
	return err
}

func (p *postgres) close() error {
	ctx := context.Background() // what was made is dropped even after an interrupt
	var err error
	if p.Conn != nil {
		err = p.Conn.Close(ctx)
	}
	_, dropped := p.server.Exec(ctx, "DROP DATABASE "+p.name+" WITH (FORCE)")
	return errors.Join(err, dropped, p.server.Close(ctx))
}

func (p *postgres) describe(ctx context.Context) (string, error) {
	var version, buffers string
	err := p.QueryRow(ctx, `SELECT split_part(current_setting('server_version'), ' ', 1), current_setting('shared_buffers')`).Scan(&version, &buffers)
	return fmt.Sprintf("PostgreSQL %s (buffers of %s)", version, buffers), err
}

func (p *postgres) load(ctx context.Context, works func(func(int, *facet.Work) bool)) error {
	if _, err := p.Exec(ctx, `CREATE TABLE w (id INTEGER PRIMARY KEY, updated BIGINT, posted BIGINT, words BIGINT, kudos BIGINT, hits BIGINT,
		comments BIGINT, bookmarks BIGINT, title TEXT COLLATE "C", author TEXT COLLATE "C", tags INTEGER[])`); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	rows := make(chan []any, 1_000)
	go func() {
		defer close(rows)
		works(func(place int, w *facet.Work) bool {
			select {
			case rows <- append(p.row(place, w), p.keys(w)):
				return true
			case <-ctx.Done():
				return false
			}
		})
	}()
	into := append([]string{"id"}, append(columns[:], "tags")...)
	_, err := p.CopyFrom(ctx, pgx.Identifier{"w"}, into, pgx.CopyFromFunc(func() ([]any, error) { return <-rows, nil }))
	if err != nil {
		return err
	}
	if _, err := p.Exec(ctx, `CREATE INDEX w_tags ON w USING gin (tags gin__int_ops)`); err != nil {
		return err
	}
	for _, c := range columns {
		if _, err := p.Exec(ctx, fmt.Sprintf(`CREATE INDEX w_%s ON w (%[1]s)`, c)); err != nil {
			return err
		}
	}
	if _, err = p.Exec(ctx, `VACUUM ANALYZE w`); err != nil {
		return err
	}
	_, err = p.Exec(ctx, fmt.Sprintf(`SET statement_timeout = %d`, patience.Milliseconds()))
	return err
}

func (p *postgres) size(ctx context.Context) (mb float64, err error) {
	err = p.QueryRow(ctx, `SELECT pg_database_size($1) / 1e6::float8`, p.name).Scan(&mb)
	return mb, err
}

func (p *postgres) prepare(context.Context, []question) error { return nil }

// hits is the part of a statement that finds works.
func (p *postgres) hits(q *question) string {
	var b strings.Builder
	b.WriteString("FROM w WHERE TRUE")
	var terms []string
	for _, t := range q.All {
		terms = append(terms, fmt.Sprint(p.tagKey(t)))
	}
	for _, t := range q.None {
		terms = append(terms, fmt.Sprintf("!%d", p.tagKey(t)))
	}
	if len(terms) > 0 {
		fmt.Fprintf(&b, " AND tags @@ '%s'::query_int", strings.Join(terms, "&"))
	}
	for _, r := range q.Ranges {
		fmt.Fprintf(&b, " AND %s BETWEEN %d AND %d", columns[r.Number], r.From, r.To)
	}
	return b.String()
}

func (p *postgres) page(ctx context.Context, q *question) error {
	by := "id"
	if q.Order < 0 {
		by = columns[numbers-1-int(q.Order)]
	} else if q.Order != updated {
		by = columns[q.Order] + " DESC"
	}
	return p.drain(ctx, fmt.Sprintf("SELECT id %s ORDER BY %s LIMIT %d OFFSET %d", p.hits(q), by, q.Limit, q.Offset))
}

// drain runs a statement and reads all rows.
func (p *postgres) drain(ctx context.Context, query string) error {
	rows, err := p.Query(ctx, query)
	if err != nil {
		return err
	}
	for rows.Next() {
	}
	if e := new(pgconn.PgError); errors.As(rows.Err(), &e) && e.Code == "57014" { // query_canceled
		return errSlow
	}
	return rows.Err()
}

func (p *postgres) count(ctx context.Context, q *question) (n int, err error) {
	err = p.QueryRow(ctx, "SELECT COUNT(*) "+p.hits(q)).Scan(&n)
	return n, err
}

func (p *postgres) facets(ctx context.Context, q *question) error {
	return p.drain(ctx, "SELECT tag, COUNT(*) FROM (SELECT unnest(tags) AS tag "+p.hits(q)+") t GROUP BY tag ORDER BY 2 DESC LIMIT 200")
}
