package read

import (
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/web"
)

// presetJSON is a preset for the page's script: the settings it makes, each as text.
func presetJSON(p web.Preset) string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, strconv.Quote(name)+":"+strconv.Quote(value))
		}
	}
	if p.Reading.Size > 0 {
		add("size", strconv.Itoa(p.Reading.Size))
	}
	add("face", p.Reading.Face)
	add("width", p.Reading.Width)
	add("line", p.Reading.Line)
	add("para", p.Reading.Para)
	if p.Reading.Justify {
		add("justify", "on")
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func sizeList() string {
	var b strings.Builder
	for i, n := range web.Sizes() {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}
