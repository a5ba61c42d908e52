// Package tag has the archive's tags: fandoms, characters, relationships,
// freeforms, warnings and categories; which of them are canonical, which mean
// the same, which are broader; and what a tag on a work stands for in filters.
package tag

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

// Types lists every type of tag, in the order in which a work shows them.
func Types() []Type {
	return []Type{Warning, Category, Fandom, Relationship, Character, Freeform, Media}
}

// Fixed reports whether the tags of type t are a list that nobody adds to.
func (t Type) Fixed() bool { return t == Warning || t == Category }

// label is the word that tells a tag from another of the same name.
func (t Type) label() string {
	switch t {
	case Fandom:
		return "Fandom"
	case Character:
		return "Character"
	case Relationship:
		return "Relationship"
	case Freeform:
		return "Freeform"
	case Warning:
		return "Warning"
	case Category:
		return "Category"
	case Media:
		return "Media"
	}
	return ""
}

// The names of the fixed tags.
const (
	ChoseNotToWarn = "Creator Chose Not To Use Archive Warnings"
	NoWarnings     = "No Archive Warnings Apply"
	Violence       = "Graphic Depictions Of Violence"
	Death          = "Major Character Death"
	NonCon         = "Rape/Non-Con"
	Underage       = "Underage Sex"

	Gen   = "Gen"
	FM    = "F/M"
	MM    = "M/M"
	FF    = "F/F"
	Multi = "Multi"
	Other = "Other"
)

// Warnings lists the names of the warnings, as forms show them.
func Warnings() []string {
	return []string{ChoseNotToWarn, NoWarnings, Violence, Death, NonCon, Underage}
}

// Categories lists the names of the categories, as forms show them.
func Categories() []string { return []string{Gen, FM, MM, FF, Multi, Other} }

// Tag is one tag.
type Tag struct {
	ID        ID
	Type      Type
	Name      string
	Canonical bool
	// Merger is the canonical tag that this one is a synonym of, 0 for none.
	Merger ID
}

// Named is a tag as a person writes it.
type Named struct {
	Type Type
	Name string
}
