package tag

import "golang.org/x/text/unicode/norm"

// fold makes one spelling of a name's characters: composed, and with the wide
// and compatibility forms of letters as their plain ones.
func fold(name string) string { return norm.NFKC.String(name) }
