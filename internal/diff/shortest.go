package diff

// budget is how many steps the search for the shortest change may still take.
type budget int

// maxChanges bounds the changes in one stretch: the memory is their square.
const maxChanges = 400

// newBudget is enough for any text that a person changed by hand.
func newBudget() *budget {
	b := budget(32 << 20)
	return &b
}

// shortest adds the pairs of the shortest change of a[i:k] into b[j:l], as Myers
// finds it; where that is too long to look for, the stretch has none.
func (m *matcher) shortest(i, k, j, l int) {
	a, b := m.a[i:k], m.b[j:l]
	most := min(len(a)+len(b), maxChanges)
	far := make([]int, 2*most+3) // how far along a each diagonal has got
	at := most + 1
	var trace [][]int
	for d := 0; d <= most && *m.left > 0; d++ {
		for diag := -d; diag <= d; diag += 2 {
			x := far[at+diag-1] + 1 // one of a goes
			if diag == -d || diag != d && far[at+diag-1] < far[at+diag+1] {
				x = far[at+diag+1] // one of b comes
			}
			y := x - diag
			for x < len(a) && y < len(b) && x >= 0 && y >= 0 && a[x] == b[y] {
				x, y = x+1, y+1
			}
			*m.left -= budget(1 + x - far[at+diag])
			far[at+diag] = x
			if x == len(a) && y == len(b) {
				m.walk(trace, len(a), len(b), i, j)
				return
			}
		}
		trace = append(trace, append([]int(nil), far[at-d:at+d+1]...))
	}
}

// walk goes back the way that was found and adds its pairs. trace[d] is how far each
// diagonal from -d to d had got after d changes.
func (m *matcher) walk(trace [][]int, x, y, i, j int) {
	var back []pair
	for d := len(trace); d > 0; d-- {
		reach := func(diag int) int {
			if n := diag + d - 1; n >= 0 && n < len(trace[d-1]) {
				return trace[d-1][n]
			}
			return -1
		}
		diag := x - y
		fromX := reach(diag-1) + 1
		prev := diag - 1
		if diag == -d || diag != d && reach(diag-1) < reach(diag+1) {
			fromX, prev = reach(diag+1), diag+1
		}
		for x > fromX {
			x, y = x-1, y-1
			back = append(back, pair{i + x, j + y})
		}
		x = reach(prev)
		y = x - prev
	}
	for x > 0 && y > 0 {
		x, y = x-1, y-1
		back = append(back, pair{i + x, j + y})
	}
	for n := len(back) - 1; n >= 0; n-- {
		m.out = append(m.out, back[n])
	}
}
