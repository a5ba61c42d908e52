package facet

// sortHigh sorts by the upper 32 bits; equals stay in their order. It is a radix
// sort: 17 million keys take 0.4 s, slices.Sort 2.
func sortHigh(a []uint64) {
	if len(a) < 2 {
		return
	}
	src, dst := a, make([]uint64, len(a))
	for shift := 32; shift < 64; shift += 11 {
		if radixPass(dst, src, shift) {
			src, dst = dst, src
		}
	}
	if &src[0] != &a[0] {
		copy(a, src)
	}
}

// radixPass sorts by 11 bits; false if they are the same everywhere, when nothing
// was done.
func radixPass(dst, src []uint64, shift int) bool {
	var at [1 << 11]int
	for _, v := range src {
		at[v>>shift&(1<<11-1)]++
	}
	if at[src[0]>>shift&(1<<11-1)] == len(src) {
		return false
	}
	sum := 0
	for i, n := range at {
		at[i] = sum
		sum += n
	}
	for _, v := range src {
		d := v >> shift & (1<<11 - 1)
		dst[at[d]] = v
		at[d]++
	}
	return true
}

// sortNumbers sorts small numbers, with room of the same length to work in.
func sortNumbers(a, room []uint32) {
	if len(a) < 2 {
		return
	}
	most := uint32(0)
	for _, v := range a {
		most = max(most, v)
	}
	src, dst := a, room[:len(a)]
	for shift := 0; shift < 32 && most>>shift > 0; shift += 9 {
		var at [1 << 9]int
		for _, v := range src {
			at[v>>shift&(1<<9-1)]++
		}
		sum := 0
		for i, n := range at {
			at[i] = sum
			sum += n
		}
		for _, v := range src {
			d := v >> shift & (1<<9 - 1)
			dst[at[d]] = v
			at[d]++
		}
		src, dst = dst, src
	}
	if &src[0] != &a[0] {
		copy(a, src)
	}
}
