package app

import (
	"context"
	"fmt"
	"io"

	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/demo"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/tag"
)

// AddDemo takes the demo library in, by the same way as any other files. What is
// in already stays as it is.
func (a *App) AddDemo(ctx context.Context) error {
	files, take := demo.Files(), a.Taker()
	for _, e := range demo.Library() {
		o := ingest.Options{As: e.As, Series: e.Series, Language: e.Language}
		for _, f := range e.Freeforms {
			o.Tags = append(o.Tags, tag.Named{Type: tag.Freeform, Name: f})
		}
		if e.Fandom != "" {
			o.Tags = append(o.Tags, tag.Named{Type: tag.Fandom, Name: e.Fandom})
		}
		item := decode.Item{Path: e.File, Open: func() (io.ReadCloser, error) { return files.Open(e.File) }}
		for _, r := range take.Take(ctx, item, o) {
			if r.Status == ingest.Failed {
				return fmt.Errorf("demo: %s", r.Reason)
			}
		}
	}
	return nil
}
