package prose

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write what the editor may hold anew")

// What the editor is built from; see internal/write/editor/src/allow.js.
const editorList = "../write/editor/allow.json"

// The editor's schema is made of the cleaner's own tables, so that what can be typed
// is what stays.
func TestTheEditorAllowsWhatTheCleanerDoes(t *testing.T) {
	names := map[kind]string{
		removed: "removed", boundary: "boundary", inline: "inline", leaf: "leaf", preform: "preform", auto: "auto", flow: "flow", list: "list",
		deflist: "deflist", table: "table", rows: "rows", row: "row", columns: "columns", void: "void", frame: "frame",
	}
	kindOf := make(map[string]string)
	for name, k := range kinds {
		if names[k] == "" {
			t.Fatalf("<%s> is of a kind without a name", name)
		}
		kindOf[name] = names[k]
	}
	own := make(map[string][]string)
	for name, allowed := range attributes {
		own[name] = slices.Sorted(maps.Keys(allowed))
	}
	want, err := json.MarshalIndent(map[string]any{
		"kinds": kindOf, "aliases": aliases, "attributes": own, "everywhere": slices.Sorted(maps.Keys(everywhere)),
		"alignments": slices.Sorted(maps.Keys(alignments)), "maxBlocks": maxBlocks, "maxInlines": maxInlines,
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(editorList, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(editorList)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s is older than the cleaner's tables: go test ./internal/prose -run Editor -update, then make editor", editorList)
	}
}
