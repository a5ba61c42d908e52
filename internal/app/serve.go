package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/job"
)

// grace is how long requests and jobs under way may take once the program is
// told to stop.
const grace = 10 * time.Second

// Serve serves until ctx ends, then finishes what is under way. The first line it
// writes to out is "listening on http://HOST:PORT".
func (a *App) Serve(ctx context.Context, c config.Serve, out io.Writer) error {
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("can't serve on %s: %w", c.Listen, err)
	}
	defer l.Close()
	here := "http://" + reachable(l.Addr())
	if a.config.BaseURL == "" {
		a.config.BaseURL = here
	}
	h, err := a.Handler(c.Proxies)
	if err != nil {
		return err
	}
	defer job.MakeRoom()()
	// Requests live on while the server drains, so they don't hang on ctx.
	work := context.WithoutCancel(ctx)
	if err := a.Jobs.Start(work); err != nil {
		return err
	}
	counting, stopCounting := context.WithCancel(work)
	var counters sync.WaitGroup
	for _, run := range []func(context.Context){a.counter.Run, a.history.Run, a.uses.Run} {
		counters.Go(func() { run(counting) })
	}
	defer func() { stopCounting(); counters.Wait() }()
	listing, stopListing := context.WithCancel(work)
	listed := make(chan struct{})
	go func() {
		defer close(listed)
		if err := a.names.Load(listing); err != nil && listing.Err() == nil {
			a.Log.WarnContext(listing, "the names of tags are read when somebody types", "reason", err)
		}
		a.works.Run(listing)
	}()
	defer func() { stopListing(); <-listed }()
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	fmt.Fprintln(out, "listening on "+here)
	a.Log.Info("serving", "address", here, "config", a.config)
	if err := a.greet(work, out); err != nil { // also when told to stop just now
		return errors.Join(err, s.Close(), a.Jobs.Stop(work))
	}
	select {
	case err = <-failed:
	case <-ctx.Done():
		err = nil
	}
	end, cancel := context.WithTimeout(work, grace)
	defer cancel()
	return errors.Join(err, s.Shutdown(end), a.Jobs.Stop(end))
}

// reachable is an address as a browser on this machine can use it.
func reachable(a net.Addr) string {
	t, ok := a.(*net.TCPAddr)
	if !ok || !t.IP.IsUnspecified() {
		return a.String()
	}
	return net.JoinHostPort("localhost", fmt.Sprint(t.Port))
}

// greet tells a new keeper how to make the first account.
func (a *App) greet(ctx context.Context, out io.Writer) error {
	any, err := account.AnyAccount(ctx, a.DB)
	if err != nil || any {
		return err
	}
	var token string
	err = a.DB.Tx(ctx, func(tx *db.Tx) (err error) { token, err = account.SetupLink(ctx, tx); return err })
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Nobody has an account yet. Make the keeper's account here (the link works once, for one hour):\n%s/setup/%s\n", a.config.BaseURL, token)
	return nil
}
