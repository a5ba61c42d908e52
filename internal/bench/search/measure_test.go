package main

import (
	"strings"
	"testing"
)

// A small run keeps what is promised of quotes.
func TestMeasure(t *testing.T) {
	var b strings.Builder
	if err := (lab{works: 30, n: 20, seed: 1}).run(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"20, first in 100.0 %", "index, to the text", "one wrong"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
