// Package skin makes the CSS of authors safe: what may stay is on a list, what
// stays applies to the text of the work alone.
package skin
