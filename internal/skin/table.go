package skin

import (
	"slices"
	"strings"
)

// What may stay. Properties of a family may all stay: "border" and every "border-…".
var (
	families = strings.Fields(`background border column flex font grid list-style margin marker outline overflow padding
		page-break scrollbar text transform transition`)

	properties = strings.Fields(`
		align-content align-items align-self aspect-ratio backface-visibility block-size bottom box-decoration-break box-shadow
		box-sizing break-after break-before break-inside caption-side clear clip clip-path color content counter-increment
		counter-reset cue cue-after cue-before cursor direction display empty-cells filter float gap height hyphens image-rendering
		initial-letter inline-size inset inset-block inset-block-end inset-block-start inset-inline inset-inline-end
		inset-inline-start justify-content justify-items justify-self left letter-spacing line-break line-height max-block-size
		max-height max-inline-size max-width min-block-size min-height min-inline-size min-width mix-blend-mode object-fit
		object-position opacity order orphans pause pause-after pause-before perspective perspective-origin place-content
		place-items place-self pointer-events position quotes resize right rotate row-gap ruby-align ruby-position scale speak
		tab-size table-layout top translate unicode-bidi user-select vertical-align visibility white-space widows width word-break
		word-spacing word-wrap writing-mode z-index zoom`)

	// pictured are the properties that may show one of the archive's own pictures.
	pictured = strings.Fields(`background background-image border-image border-image-source list-style list-style-image content`)

	functions = strings.Fields(`
		rgb rgba hsl hsla hwb lab lch oklab oklch
		linear-gradient radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient repeating-conic-gradient
		matrix matrix3d perspective rotate rotate3d rotatex rotatey rotatez scale scale3d scalex scaley scalez skew skewx skewy
		translate translate3d translatex translatey translatez
		blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
		circle ellipse inset polygon rect
		cubic-bezier steps
		calc clamp max min
		fit-content minmax repeat`)

	units = strings.Fields(`em ex ch rem lh ic px pt pc in cm mm q vw vh vmin vmax fr deg grad rad turn s ms`)

	pseudoElements = strings.Fields(`before after first-line first-letter marker selection`)

	pseudoClasses = strings.Fields(`active any-link checked empty first-child first-of-type focus focus-visible focus-within hover
		last-child last-of-type link only-child only-of-type open target visited`)

	mediaList = []string{
		"all", "screen", "handheld", "speech", "print", "braille", "embossed", "projection", "tty", "tv",
		"(max-width: 42em)", "(max-width: 62em)", "only screen and (max-width: 42em)", "only screen and (max-width: 62em)",
		"screen and (max-width: 42em)", "screen and (max-width: 62em)",
		"(prefers-color-scheme: dark)", "(prefers-color-scheme: light)",
	}
)

// unprefixed takes a browser maker's prefix off a name.
func unprefixed(name string) string {
	for _, maker := range []string{"-webkit-", "-moz-", "-ms-", "-o-"} {
		if rest, ok := strings.CutPrefix(name, maker); ok {
			return rest
		}
	}
	return name
}

// allowed reports whether a property may stay.
func allowed(property string) bool {
	p := unprefixed(property)
	if slices.Contains(properties, p) {
		return true
	}
	return slices.ContainsFunc(families, func(f string) bool {
		rest, ok := strings.CutPrefix(p, f)
		return ok && (rest == "" || rest[0] == '-' && keyword.MatchString(rest[1:]))
	})
}
