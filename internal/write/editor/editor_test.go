package editor_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/evanw/esbuild/pkg/api"

	"github.com/ficstead/ficstead/internal/db/dbtest"
)

const chromium = "/usr/bin/chromium"

// need skips a test that lacks a tool, or fails it where judges must be there.
func need(t *testing.T, file string) {
	t.Helper()
	if _, err := os.Stat(file); err != nil {
		if os.Getenv(dbtest.Judges) == "1" {
			t.Fatalf("%v (make install installs it)", err)
		}
		t.Skipf("%v; make install installs it", err)
	}
}

// bundle bundles a source as "make editor" does.
func bundle(t *testing.T, entry string) string {
	t.Helper()
	need(t, "node_modules/prosemirror-view/package.json")
	r := api.Build(api.BuildOptions{
		EntryPoints: []string{entry}, Bundle: true, Format: api.FormatIIFE, Target: api.ES2020, Write: false,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, LegalComments: api.LegalCommentsNone, Charset: api.CharsetUTF8,
	})
	for _, e := range r.Errors {
		t.Fatalf("%s: %s", entry, e.Text)
	}
	return string(r.OutputFiles[0].Contents)
}

// probe is a page that holds the parts of the editor.
func probe(t *testing.T) context.Context {
	t.Helper()
	need(t, chromium)
	script := bundle(t, "src/probe.js")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!DOCTYPE html><title>probe</title>")
	}))
	t.Cleanup(server.Close)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))...)
	t.Cleanup(stop)
	page, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(page, chromedp.Navigate(server.URL), chromedp.Evaluate[chromedp.Void](script+";0")); err != nil {
		t.Fatal(err)
	}
	return page
}

// ask calls a function of the probe with arguments.
func ask[T any](t *testing.T, page context.Context, function string, args ...any) T {
	t.Helper()
	list, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	v, err := chromedp.Run(page, chromedp.Evaluate[T](fmt.Sprintf("editor.%s(...%s)", function, list)))
	if err != nil {
		t.Fatalf("%s(%.300s): %v", function, list, err)
	}
	return v
}
