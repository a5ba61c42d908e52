// Package tag has the archive's tags: fandoms, characters, relationships,
// freeforms, warnings and categories; which of them are canonical, which mean
// the same, which are broader; and what a tag on a work stands for in filters.
package tag

import (
	"strings"
	"unicode"
)

// ID is a tag's key.
type ID int64

// Type is the kind of a tag.
type Type string

// The types of tag. Warnings and categories are fixed lists.
const (
	Fandom       Type = "fandom"
	Character    Type = "character"
	Relationship Type = "relationship"
	Freeform     Type = "freeform"
	Warning      Type = "warning"
	Category     Type = "category"
	Media        Type = "media"
)

// Tag is one tag.
type Tag struct {
	ID        ID
	Type      Type
	Name      string
	Canonical bool
	// Merger is the canonical tag that this one is a synonym of, 0 for none.
	Merger ID
}

// MaxName is how long a tag's name may be, in characters.
const MaxName = 150

// Key is how a name is compared: case, accents of width, and runs of spaces do
// not tell two names apart.
func Key(name string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(fold(name), unicode.IsSpace), " "))
}
