package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
)

type serve struct {
	config.Serve
	Demo bool `help:"Show a small demo library. Without --data it is forgotten when the program stops."`
}

// Run serves until ctx ends, then finishes what is under way.
func (s *serve) Run(ctx context.Context, std IO) (err error) {
	if err := s.Check(); err != nil {
		return wrongUsage{err}
	}
	if s.Demo && s.Data == defaultData && s.DB == "" {
		if s.Data, err = os.MkdirTemp("", "ficstead-demo-"); err != nil {
			return fmt.Errorf("make a folder for the demo: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(s.Data)) }()
	}
	log := logger(std.Err, s.Log)
	a, err := app.New(ctx, s.Archive, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if s.Demo {
		if err := a.AddDemo(ctx); err != nil {
			return err
		}
	}
	return a.Serve(ctx, s.Serve, std.Out)
}

// defaultData is the default of --data in config.
const defaultData = "ficstead-data"
