package work

import "strings"

// Reanchored is anchored HTML whose anchors, and the links to them within it, begin
// with another prefix.
func Reanchored(html, from, to string) string {
	if from == to {
		return html
	}
	return strings.NewReplacer(`id="`+from, `id="`+to, `href="#`+from, `href="#`+to).Replace(html)
}
