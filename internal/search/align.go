package search

// slack is how many words more than the line has may stand in its place.
const slack = 3

// align finds the place in paragraphs where most words of us stand in their order.
func align(ps []Passage, us atom) Quoted {
	text, ends := joined(ps)
	ts := units(text)
	at := map[string][]int{}
	for i, u := range us {
		at[u.text] = append(at[u.text], i)
	}
	best := Quoted{Of: len(us)}
	var marks []mark
	tried := map[int]bool{}
	for p := range ts {
		for _, i := range at[ts[p].text] {
			// Two words in a row are right wherever the line is at all alike.
			if i+1 < len(us) && (p+1 >= len(ts) || ts[p+1].text != us[i+1].text) {
				continue
			}
			from := max(0, p-i-slack/2)
			if tried[from] || len(tried) == alignedPlaces {
				continue
			}
			tried[from] = true
			to := min(len(ts), from+len(us)+slack)
			if score, ms := inOrder(ts[from:to], us); score > best.score {
				best.score, best.Fit, marks = score, len(ms), shifted(ms, from)
			}
		}
	}
	if len(marks) == 0 {
		return best
	}
	first := marks[0].from
	begin := max(0, first-leadUnits)
	best.Snippet = spans(text, ts, rows(marks), begin, min(len(ts), begin+max(snippetUnits, leadUnits+len(us)+slack)))
	best.Anchor = ps[ends.of(ts[first].start)].Anchor
	return best
}

// inOrder lays us along ts and gives how well it fits, and where words do.
func inOrder(ts []unit, us atom) (float64, []mark) {
	w := len(us) + 1
	score := make([]float64, (len(ts)+1)*w)
	for i := len(ts) - 1; i >= 0; i-- {
		for j := len(us) - 1; j >= 0; j-- {
			s := max(score[(i+1)*w+j], score[i*w+j+1])
			if like := alike(ts[i].text, us[j].text); like > 0 {
				s = max(s, like+score[(i+1)*w+j+1])
			}
			score[i*w+j] = s
		}
	}
	var ms []mark
	for i, j := 0, 0; i < len(ts) && j < len(us); {
		like := alike(ts[i].text, us[j].text)
		switch here := score[i*w+j]; {
		case like > 0 && here == like+score[(i+1)*w+j+1]:
			ms = append(ms, mark{i, i + 1, 0})
			i, j = i+1, j+1
		case here == score[(i+1)*w+j]:
			i++
		default:
			j++
		}
	}
	if len(ms) == 0 {
		return 0, nil
	}
	// Of two places with as many words the one where they stand closer is better.
	spread := ms[len(ms)-1].to - ms[0].from - len(ms)
	return score[0] - 0.05*float64(spread), ms
}

// alike is 1 for the same word, less for one mistyped, and 0 for others.
func alike(a, b string) float64 {
	const long = 5 // in shorter words another letter is another word
	switch {
	case a == b:
		return 1
	case len(a) >= long && len(b) >= long && oneEdit(a, b):
		return 0.7
	}
	return 0
}

// oneEdit reports whether a becomes b by one byte put in, taken out or changed.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[min(i+1, len(a)):] == b[min(i+1, len(b)):]
	}
	return a[i:] == b[i+1:]
}

func shifted(ms []mark, by int) []mark {
	for i := range ms {
		ms[i].from, ms[i].to = ms[i].from+by, ms[i].to+by
	}
	return ms
}

// rows joins marks that touch.
func rows(ms []mark) []mark {
	var out []mark
	for _, m := range ms {
		if n := len(out); n > 0 && out[n-1].to == m.from {
			out[n-1].to = m.to
			continue
		}
		out = append(out, m)
	}
	return out
}
