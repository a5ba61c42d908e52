package epub

import "reflect"

// Labels are the words that the book itself uses, so that a translation can
// replace them.
type Labels struct {
	Cover, Preface, Contents, Start, Chapter, Afterword string

	By, Summary, Notes, EndNotes, Credits, Dedication string

	PostedAt, Published, Modified string

	Untitled, More, Footnotes, BackToText, Picture string

	// AccessibilitySummary is said of every book whose pictures, if any, are all
	// described; AccessibilityGaps of a book with undescribed pictures.
	AccessibilitySummary, AccessibilityGaps string
}

// DefaultLabels gives the labels in English.
func DefaultLabels() Labels {
	return Labels{
		Cover:     "Cover",
		Preface:   "About this story",
		Contents:  "Contents",
		Start:     "Beginning of the story",
		Chapter:   "Chapter",
		Afterword: "Afterword",

		By:         "by",
		Summary:    "Summary",
		Notes:      "Notes",
		EndNotes:   "Notes at the end",
		Credits:    "Credits",
		Dedication: "Dedication",

		PostedAt:  "Posted at",
		Published: "Published",
		Modified:  "Last changed",

		Untitled:   "Untitled",
		More:       "More",
		Footnotes:  "Footnotes",
		BackToText: "Back to the text",
		Picture:    "Picture",

		AccessibilitySummary: "The text can be read by any assistive technology, in its own order, with headings and a table of contents. Every picture has a description.",
		AccessibilityGaps:    "The text can be read by any assistive technology, in its own order, with headings and a table of contents. Some pictures have no description.",
	}
}

// orDefault gives the labels with every empty one replaced by the English.
func (l Labels) orDefault() Labels {
	all := DefaultLabels()
	given, result := reflect.ValueOf(l), reflect.ValueOf(&all).Elem()
	for i := range given.NumField() {
		if !given.Field(i).IsZero() {
			result.Field(i).Set(given.Field(i))
		}
	}
	return all
}
