package prose

import (
	"encoding/json"
	"os"
	"testing"
)

// The editor in the browser counts by the same table (internal/write/editor).
func TestWords(t *testing.T) {
	b, err := os.ReadFile("testdata/words.json")
	if err != nil {
		t.Fatal(err)
	}
	var table []struct {
		Name, In string
		Want     int
	}
	if err := json.Unmarshal(b, &table); err != nil {
		t.Fatal(err)
	}
	for _, c := range table {
		t.Run(c.Name, func(t *testing.T) {
			if got := Words(c.In); got != c.Want {
				t.Errorf("%q has %d words, want %d", c.In, got, c.Want)
			}
		})
	}
}
