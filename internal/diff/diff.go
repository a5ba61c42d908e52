// Package diff tells what changed between two texts, by paragraph and by word, and
// puts together what two people changed in one text. It costs time and memory in
// proportion to the texts: what would cost more is told as replaced.
package diff

// Chunk is a run of lines that both texts share, or one in which they differ: lines
// [AFrom, ATo) of the first stand where [BFrom, BTo) of the second do.
type Chunk struct {
	Same                   bool
	AFrom, ATo, BFrom, BTo int
}

// Lines tells how text b differs from text a, by their lines. The chunks follow each
// other and hold every line of both; no two that follow each other are of one sort.
func Lines(a, b []string) []Chunk {
	return chunks(match(a, b, newBudget()), len(a), len(b))
}

// chunks makes of matching pairs, in order, the runs between and of them.
func chunks(pairs []pair, lenA, lenB int) []Chunk {
	var out []Chunk
	i, j := 0, 0
	for _, p := range append(pairs, pair{lenA, lenB}) {
		if p.a > i || p.b > j {
			out = append(out, Chunk{false, i, p.a, j, p.b})
		}
		if p.a == lenA && p.b == lenB {
			break
		}
		if n := len(out); n > 0 && out[n-1].Same {
			out[n-1].ATo, out[n-1].BTo = p.a+1, p.b+1
		} else {
			out = append(out, Chunk{true, p.a, p.a + 1, p.b, p.b + 1})
		}
		i, j = p.a+1, p.b+1
	}
	return out
}
