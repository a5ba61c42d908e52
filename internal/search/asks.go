package search

// minLine is how many words a query must have to be looked for as a line that somebody
// remembers not quite right.
const minLine = 6

// Asks tells in which way what Find finds for a query can be other works than those of
// Matching.
type Asks struct {
	// Words is false where there is no word to look for, so that Find finds nothing.
	Words bool
	// Near is set where only works are found in which pieces stand near each other.
	Near bool
	// Line is set where works may be found besides in which a line stands nearly as typed.
	Line bool
}

// AsksOf reads what a query asks of Find.
func AsksOf(text string) Asks {
	t := parse(text)
	near := len(t.near) > 0
	return Asks{Words: len(t.all) > 0, Near: near, Line: !near && len(t.phrase) >= minLine && len(t.none) == 0}
}
