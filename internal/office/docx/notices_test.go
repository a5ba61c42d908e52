package docx

import (
	"fmt"
	"strings"

	"github.com/ficstead/ficstead/internal/office"
)

// says gives a document's notices in one line.
func says(d *office.Document) string {
	var out []string
	for _, n := range d.Notices {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %d %s", n.Kind, n.Count, n.Example)))
	}
	return strings.Join(out, "; ")
}
