package prose_test

import (
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/prose"
)

const noted = `<p>One<a class="fnref" href="#fn1">1</a>.</p><p>Two.</p><p>Three<a class="fnref" href="#fn2">2</a>.</p>` +
	`<ol class="footnotes"><li class="fn" value="1">First.</li><li class="fn" value="2">Second.</li></ol>`

func TestCut(t *testing.T) {
	c := prose.Cleaner{}
	anchored, _ := prose.Anchor(c.Clean(noted, prose.Body), "", "p7-", 1)
	places := prose.Places(anchored)
	if len(places) != 2 || places[0].Text != "Two." {
		t.Fatalf("places %+v of %s", places, anchored)
	}
	before, after, ok := prose.Cut(anchored, places[1].Anchor)
	if !ok {
		t.Fatal("not cut")
	}
	before, after = c.Clean(before, prose.Body), c.Clean(after, prose.Body)
	if !strings.Contains(before, "Two.") || !strings.Contains(before, "First.") || strings.Contains(before, "Second.") || strings.Contains(before, "Three") {
		t.Errorf("before: %s", before)
	}
	if !strings.Contains(after, "Three") || !strings.Contains(after, "Second.") || strings.Contains(after, "First.") {
		t.Errorf("after: %s", after)
	}
	// Put together again it is what it was.
	if whole := c.Clean(prose.Join(before, after, false), prose.Body); prose.Words(whole) != prose.Words(c.Clean(noted, prose.Body)) || strings.Count(whole, "<ol") != 1 {
		t.Errorf("joined: %s", whole)
	}
	for _, at := range []string{"", "p7-1", "p7-fn1", "p7-99", "main"} {
		if _, _, ok := prose.Cut(anchored, at); ok {
			t.Errorf("cut at %q", at)
		}
	}
}

func TestJoinNumbersNotesOn(t *testing.T) {
	c := prose.Cleaner{}
	a := c.Clean(noted, prose.Body)
	got := c.Clean(prose.Join(a, a, true), prose.Body)
	for _, want := range []string{`href="#fn4"`, `value="4"`, `>4</a>`, "<hr>"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Count(got, "<ol") != 1 || strings.Count(got, `value="1"`) != 1 || !strings.HasSuffix(strings.TrimSpace(got), "</ol>") {
		t.Errorf("the notes: %s", got)
	}
	if again := c.Clean(got, prose.Body); again != got {
		t.Errorf("cleaned again it is\n%s", again)
	}
}
