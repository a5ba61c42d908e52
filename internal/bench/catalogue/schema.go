package main

import "github.com/ficstead/ficstead/internal/facet"

// The kinds of terms that works of the bench have.
const (
	fandom uint8 = iota
	character
	relationship
	freeform
	rating
	warning
	category
	status
	language
	audience
	trait
	mainPairing // the relationship that a work names first
	author
)

// counted is how many kinds are counted by the commonest: they come first.
const counted = int(freeform) + 1

// Terms of the small kinds, by the order in which they are offered.
const (
	complete, unfinished int64 = 1, 2 // status
	membersOnly          int64 = 1    // audience
	crossover, onePair   int64 = 1, 2 // trait: of several fandoms; of one relationship only
	english              int64 = 1    // language
)

// The columns of numbers.
const (
	updated = iota
	posted
	words
	kudos
	hits
	comments
	bookmarks
	numbers // how many there are
)

// The orders by text.
const (
	byTitle = iota
	byAuthor
	texts // how many there are
)

// orders is how many ways there are to sort.
const orders = numbers + texts

func order(i int) facet.Order {
	if i < numbers {
		return facet.Order(i)
	}
	return facet.Text(i - numbers)
}

func schema() facet.Schema {
	return facet.Schema{
		Kinds: []facet.Kind{
			fandom:       {Name: "fandom", Show: facet.Top},
			character:    {Name: "character", Show: facet.Top},
			relationship: {Name: "relationship", Show: facet.Top},
			freeform:     {Name: "freeform", Show: facet.Top},
			rating:       {Name: "rating", Show: facet.Choice, Single: true},
			warning:      {Name: "warning", Show: facet.Choice},
			category:     {Name: "category", Show: facet.Choice},
			status:       {Name: "status", Show: facet.Choice, Single: true},
			language:     {Name: "language", Show: facet.Choice, Single: true},
			audience:     {Name: "audience", Show: facet.Unseen, Single: true},
			trait:        {Name: "trait", Show: facet.Unseen},
			mainPairing:  {Name: "main relationship", Show: facet.Unseen, Single: true},
			author:       {Name: "author", Show: facet.Unseen},
		},
		Numbers: []string{updated: "updated", posted: "posted", words: "words", kudos: "kudos", hits: "hits", comments: "comments", bookmarks: "bookmarks"},
		Texts:   []string{byTitle: "title", byAuthor: "author"},
		Newest:  updated,
		Bounded: "words",
	}
}
