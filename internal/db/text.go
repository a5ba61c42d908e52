package db

import "strings"

// Text is what of s both databases keep: PostgreSQL takes neither NUL nor broken UTF-8.
func Text(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
}
