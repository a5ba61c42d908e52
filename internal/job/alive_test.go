package job_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/job"
)

const (
	soon = 100 * time.Millisecond // between signs of life, in tests
	// toBeKilled names the variable that tells the program of a test which database to run a
	// job in until it is killed.
	toBeKilled = "FICSTEAD_TEST_KILLED"
)

// begin runs jobs on d that call run.
func begin(t *testing.T, d *db.DB, run func(context.Context, ring) error) *job.Queue {
	t.Helper()
	q, err := job.New(t.Context(), d, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	q.SignEvery(soon)
	job.Handle(q, 6*time.Hour, run)
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop, end := context.WithTimeout(context.Background(), 10*time.Second)
		defer end()
		if err := q.Stop(stop); err != nil {
			t.Error(err)
		}
	})
	return q
}

func add(t *testing.T, d *db.DB, q *job.Queue) {
	t.Helper()
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return q.Add(t.Context(), tx, ring{1}) }); err != nil {
		t.Fatal(err)
	}
}

// TestToBeKilled is the program that TestJobsOfWhatWasKilled kills.
func TestToBeKilled(t *testing.T) {
	dsn := os.Getenv(toBeKilled)
	if dsn == "" {
		t.Skip("run by another test")
	}
	d := dbtest.Open(t, dsn)
	q := begin(t, d, func(context.Context, ring) error {
		fmt.Println("running")
		select {}
	})
	add(t, d, q)
	select {}
}

// A job of a program that was killed is soon run by another, though its limit is hours, and
// though one that is added meanwhile is not doubled.
func TestJobsOfWhatWasKilled(t *testing.T) {
	for name, open := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := open(t)
			d := dbtest.Open(t, dsn)
			c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestToBeKilled$")
			c.Env = append(os.Environ(), toBeKilled+"="+dsn)
			out, err := c.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(out).ReadString('\n'); line != "running\n" {
				t.Fatalf("%q; %v", line, err)
			}
			if err := c.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			c.Wait() // tells that it was killed
			ran := make(chan struct{}, 8)
			q := begin(t, d, func(context.Context, ring) error { ran <- struct{}{}; return nil })
			add(t, d, q)
			select {
			case <-ran:
			case <-time.After(30 * time.Second):
				t.Fatal("the job that was cut off is not run")
			}
			time.Sleep(10 * soon)
			if len(ran) > 0 {
				t.Errorf("it ran %d times more", len(ran))
			}
			var runners int
			if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM job_runners`).Scan(&runners); err != nil || runners != 1 {
				t.Errorf("%d programs are kept in mind; %v", runners, err)
			}
		})
	}
}

// A job that takes long is left to the program that runs it while that gives signs of life.
func TestJobsOfTheLivingAreTheirs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var runs atomic.Int32
		begun, end := make(chan struct{}, 8), make(chan struct{})
		run := func(context.Context, ring) error {
			runs.Add(1)
			begun <- struct{}{}
			<-end
			return nil
		}
		q := begin(t, d, run)
		add(t, d, q)
		<-begun
		begin(t, d, run)
		time.Sleep(20 * soon)
		close(end)
		if n := runs.Load(); n != 1 {
			t.Errorf("it ran %d times at once", n)
		}
	})
}
