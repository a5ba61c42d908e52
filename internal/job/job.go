// Package job runs work in the background and on a timetable. A job is added
// inside a transaction, so it exists if and only if the change was committed; it
// is tried again until it succeeds, so each must be safe to run twice.
package job

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"github.com/ficstead/ficstead/internal/db"
)

// Args is what a job is told; Kind names it in the database, so it must not change.
type Args = river.JobArgs

// Queue takes jobs in and runs them.
type Queue struct {
	driver  riverdriver.Driver[*sql.Tx]
	workers *river.Workers
	every   []*river.PeriodicJob
	log     *slog.Logger
	client  *river.Client[*sql.Tx]

	d         *db.DB
	name      string // of this program among those that run jobs
	signEvery time.Duration
	unwatch   func() // ends watch
}

// runners is how many jobs run at once: work in bulk belongs inside one job.
const runners = 8

// New makes the queue's tables on d and a Queue that has nothing to run yet.
func New(ctx context.Context, d *db.DB, log *slog.Logger) (*Queue, error) {
	q := &Queue{workers: river.NewWorkers(), log: log, d: d, name: rand.Text(), signEvery: signEvery, unwatch: func() {}}
	if d.Postgres {
		q.driver = riverdatabasesql.New(d.Writer())
	} else {
		q.driver = riversqlite.New(d.Writer())
	}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	m, err := rivermigrate.New(q.driver, &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return nil, fmt.Errorf("job: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, fmt.Errorf("job: make tables: %w", err)
	}
	return q, nil
}

// Handle says what runs for jobs of type T, within limit. Call it before Start.
func Handle[T Args](q *Queue, limit time.Duration, run func(ctx context.Context, args T) error) {
	river.AddWorker(q.workers, &worker[T]{limit: limit, run: run})
}

type worker[T Args] struct {
	river.WorkerDefaults[T]
	limit time.Duration
	run   func(context.Context, T) error
}

func (w *worker[T]) Work(ctx context.Context, j *river.Job[T]) error { return w.run(ctx, j.Args) }

func (w *worker[T]) Timeout(*river.Job[T]) time.Duration { return w.limit }

// Every adds args to the queue at start and then once in each period, on one of
// the programs that share the database. Call it before Start.
func (q *Queue) Every(period time.Duration, args Args) {
	q.every = append(q.every, river.NewPeriodicJob(river.PeriodicInterval(period),
		func() (river.JobArgs, *river.InsertOpts) { return args, once }, &river.PeriodicJobOpts{RunOnStart: true}))
}

// EveryAnew is Every for jobs that see to it themselves that nothing is done twice at
// once: each time is a job of its own, told a number that no other has, so that one
// that a crash cut off, which counts as running until other programs miss a sign of life,
// holds up none.
func (q *Queue) EveryAnew(period time.Duration, args func(n int64) Args) {
	q.every = append(q.every, river.NewPeriodicJob(river.PeriodicInterval(period),
		func() (river.JobArgs, *river.InsertOpts) { return args(time.Now().UnixMilli()), once }, &river.PeriodicJobOpts{RunOnStart: true}))
}

// once keeps one job of each kind and arguments that waits or runs. One that is
// done is no reason not to do it again.
var once = &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}}}

// Start begins to run jobs until ctx ends; then Wait for those under way.
func (q *Queue) Start(ctx context.Context) error {
	c, err := q.make(&river.Config{
		ID:           q.name,
		Queues:       map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: runners}},
		Workers:      q.workers,
		PeriodicJobs: q.every,
	})
	if err != nil {
		return err
	}
	q.client = c
	if err := c.Start(ctx); err != nil {
		return fmt.Errorf("job: start: %w", err)
	}
	watching, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		q.watch(watching)
	}()
	q.unwatch = func() { cancel(); <-ended }
	return nil
}

// Stop takes no more jobs and waits for those under way until ctx ends, which
// cuts them off; they will be tried again at the next start.
func (q *Queue) Stop(ctx context.Context) error {
	if q.client == nil {
		return nil
	}
	defer q.unwatch() // it lives while its jobs do
	err := q.client.Stop(ctx)
	if err != nil && ctx.Err() != nil {
		cut, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		return errors.Join(err, q.client.StopAndCancel(cut))
	}
	return err
}

// Add puts a job into the queue with tx. One that waits or runs already is not doubled.
func (q *Queue) Add(ctx context.Context, tx *db.Tx, args Args) error {
	c := q.client
	if c == nil { // a program that only adds, such as the command line
		var err error
		if c, err = q.make(&river.Config{}); err != nil {
			return err
		}
	}
	if _, err := c.InsertTx(ctx, tx.Tx, args, once); err != nil {
		return fmt.Errorf("job: add %s: %w", args.Kind(), err)
	}
	return nil
}

func (q *Queue) make(c *river.Config) (*river.Client[*sql.Tx], error) {
	c.Logger = slog.New(onlyWarnings{q.log.Handler()})
	client, err := river.NewClient(q.driver, c)
	if err != nil {
		return nil, fmt.Errorf("job: %w", err)
	}
	return client, nil
}

// onlyWarnings keeps the library's everyday talk out of the log.
type onlyWarnings struct{ slog.Handler }

func (onlyWarnings) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelWarn }

// Handle leaves out what the library broke off because it was told to stop.
func (h onlyWarnings) Handle(ctx context.Context, r slog.Record) error {
	stopped := false
	r.Attrs(func(a slog.Attr) bool {
		stopped = strings.HasSuffix(a.Value.String(), context.Canceled.Error())
		return !stopped
	})
	if stopped {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}
