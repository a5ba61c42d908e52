package catalogue

import (
	"math"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/facet"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// The kinds of term. A feature that gives works terms of another kind adds it at the
// end, with a part in parts that reads them.
const (
	Rating uint8 = iota
	Warning
	Category
	Language
	Complete      // Yes or No, and so the next three
	Crossover     //
	OneFandom     // has just one, as its authors say
	OneRelation   // likewise: just one relationship
	Fandom        // what a tag stands for, and everything broader; so the next four
	Relation      //
	Character     //
	Freeform      //
	Media         // what its fandoms are under
	MainRelation  // what the work is about: marked so, or the only one there is
	Audience      // Members alone; none for works that everybody sees
	Anonymous     // Yes; none for signed works
	Account       // who signs it; none for anonymous works
	Pseud         // under which names; none for anonymous works
	SecretAccount // who wrote it in truth: only for themselves and staff
	SecretPseud   // under which names, likewise
	Series        //
	UnusualTongue // the Tongue of a language for which there was no more room in Language

	kindsThereAre = iota
)

// The terms of kinds that have no table.
const (
	Yes     int64 = 1
	No      int64 = 2
	Members int64 = 1
)

// The columns of numbers.
const (
	Revised = iota // seconds since 1970; see Seconds
	Posted
	Words
	Kudos
	Hits
	Comments
	Bookmarks

	numbersThereAre = iota
)

// The orders by text, for facet.Text.
const (
	Title         = iota
	Creator       // as everybody is told: Nameless for anonymous works
	SecretCreator // as it is in truth: only for staff, and for authors of their own works

	textsThereAre = iota
)

// Nameless is what an anonymous work sorts by among authors.
const Nameless = "anonymous"

// Schema is what the catalogue knows of each work.
func Schema() facet.Schema {
	kinds := make([]facet.Kind, kindsThereAre)
	for k, is := range map[uint8]facet.Kind{
		Rating:   {Name: "rating", Show: facet.Choice, Single: true},
		Warning:  {Name: "warning", Show: facet.Choice},
		Category: {Name: "category", Show: facet.Choice},
		Language: {Name: "language", Show: facet.Choice, Single: true},
		Complete: {Name: "complete", Show: facet.Choice, Single: true}, Crossover: {Name: "crossover", Show: facet.Choice, Single: true},
		OneFandom: {Name: "one fandom", Show: facet.Choice, Single: true}, OneRelation: {Name: "one relationship", Show: facet.Choice, Single: true},
		Fandom: {Name: "fandom", Show: facet.Top}, Relation: {Name: "relationship", Show: facet.Top},
		Character: {Name: "character", Show: facet.Top}, Freeform: {Name: "freeform", Show: facet.Top},
		Media: {Name: "media of fandoms"}, MainRelation: {Name: "main relationship"},
		Audience: {Name: "audience", Single: true}, Anonymous: {Name: "anonymous", Single: true},
		Account: {Name: "account"}, Pseud: {Name: "pseud"}, SecretAccount: {Name: "secret account"}, SecretPseud: {Name: "secret pseud"},
		Series: {Name: "series"}, UnusualTongue: {Name: "unusual language", Single: true},
	} {
		kinds[k] = is
	}
	return facet.Schema{
		Kinds:   kinds,
		Numbers: []string{Revised: "revised", Posted: "posted", Words: "words", Kudos: "kudos", Hits: "hits", Comments: "comments", Bookmarks: "bookmarks"},
		Texts:   []string{Title: "title", Creator: "creator", SecretCreator: "secret creator"},
		Newest:  Revised,
		Bounded: "words",
	}
}

// OfTag is the term that works have which a tag finds.
func OfTag(t tag.Tag) facet.Term { return facet.Term{Kind: KindOf(t.Type), ID: int64(t.ID)} }

// KindOf is the kind of the terms of a type of tag.
func KindOf(t tag.Type) uint8 {
	switch t {
	case tag.Warning:
		return Warning
	case tag.Category:
		return Category
	case tag.Fandom:
		return Fandom
	case tag.Relationship:
		return Relation
	case tag.Character:
		return Character
	case tag.Media:
		return Media
	}
	return Freeform
}

// OfRating is the term of a rating.
func OfRating(r work.Rating) facet.Term {
	return facet.Term{Kind: Rating, ID: int64(1 + slices.Index(work.Ratings(), r))}
}

// RatingOf is the rating of a term's key.
func RatingOf(id int64) (work.Rating, bool) {
	all := work.Ratings()
	if id < 1 || id > int64(len(all)) {
		return "", false
	}
	return all[id-1], true
}

// Said is the term of a kind whose terms are Yes and No.
func Said(kind uint8, yes bool) facet.Term {
	if yes {
		return facet.Term{Kind: kind, ID: Yes}
	}
	return facet.Term{Kind: kind, ID: No}
}

// Seconds is an instant as the columns of numbers have it: whole seconds since 1970,
// within what they can hold.
func Seconds(t time.Time) uint32 { return Bounded(t.Unix()) }

// Bounded is n within what the columns of numbers can hold.
func Bounded(n int64) uint32 { return uint32(min(max(n, 0), math.MaxUint32)) }
