// Package diff tells what changed between two texts, by paragraph and by word, and
// puts together what two people changed in one text.
package diff
