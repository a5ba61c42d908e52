package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/ficstead/ficstead/internal/browse"
	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
)

// pages is the site as guests search it, with the numbers beside what is found.
type pages struct {
	index *catalogue.Index
	mux   *web.Mux
}

// pagesOf opens the catalogue of d, in memory, and waits until it is there.
func pagesOf(ctx context.Context, d *db.DB) (*pages, error) {
	log := slog.New(slog.DiscardHandler)
	p := &pages{catalogue.New(d, "", log), web.NewMux(log)}
	(&browse.Pages{DB: d, Cache: web.NewCache(d, 1<<20), Index: p.index, Names: tag.NewNames(d), Uses: &preset.Uses{DB: d}}).Routes(p.mux)
	for {
		_, err := p.index.Now(ctx)
		if fault.KindOf(err) != fault.Unavailable {
			return p, err
		}
		time.Sleep(100 * time.Millisecond) // it is being made
	}
}

// firstWork is the address of what a page of results names first.
var firstWork = regexp.MustCompile(`<a class="t" href="/works/(\d+)`)

// find gives the work that the page of a search names first.
func (p *pages) find(ctx context.Context, _ db.Q, text string) (int64, error) {
	w := httptest.NewRecorder()
	p.mux.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/search?q="+url.QueryEscape(text), nil))
	if w.Code != http.StatusOK {
		return 0, fmt.Errorf("the search page answers with %d", w.Code)
	}
	m := firstWork.FindStringSubmatch(w.Body.String())
	if m == nil {
		return 0, nil
	}
	return strconv.ParseInt(m[1], 10, 64)
}
