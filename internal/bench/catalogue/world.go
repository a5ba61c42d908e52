package main

import "math"

// world is a made-up archive: how many tags of each kind there are, which belong
// to which fandom, and by what chances works have them. Works are numbered from
// 0 in the order of their posting; each can be drawn alone and is always the same.
//
// The chances follow what is known of large archives: sizes of fandoms, how many
// works cross over, tags that a few thousand works share and tags that one has.
type world struct {
	seed  uint64
	works int

	fandoms steep
	common  harmonic // freeforms that are used in every fandom
	rare    int      // freeforms that hardly anybody uses
	authors harmonic
	tongues harmonic // the languages after the first few
	start   harmonic // the words of titles

	// Of each kind of tag the keys run from first[kind] up to first[kind+1].
	first [counted + 1]int64
	// The tags that belong to fandom f are those from places[f] up to places[f+1].
	places []place

	vocabulary []string
}

// place is where a fandom's own tags begin within their kinds.
type place struct{ character, relationship, freeform int64 }

// shrunk is a number known at the size of the largest archive, at this one's.
func shrunk(full float64, works int, power float64) int {
	return max(1, int(full*math.Pow(float64(works)/17e6, power)))
}

func newWorld(works int, seed uint64) *world {
	w := &world{
		seed: seed, works: works,
		fandoms:    newSteep(shrunk(70_000, works, 0.5), 7, 0.15),
		common:     newHarmonic(shrunk(300_000, works, 0.6), 3),
		rare:       shrunk(7e6, works, 1),
		authors:    newHarmonic(1+works/3, 200),
		tongues:    newHarmonic(95, 1),
		vocabulary: vocabulary(4_000),
	}
	w.start = newHarmonic(len(w.vocabulary), 20)
	w.places = make([]place, w.fandoms.size+1)
	for f := range w.fandoms.size {
		size, p := max(1, float64(works)*w.fandoms.share(f)), w.places[f]
		w.places[f+1] = place{
			p.character + int64(2+3*math.Pow(size, 0.55)),
			p.relationship + int64(2+5*math.Pow(size, 0.7)),
			p.freeform + int64(2+3*math.Pow(size, 0.6)),
		}
	}
	all := w.places[w.fandoms.size]
	w.first[fandom] = 1
	w.first[character] = w.first[fandom] + int64(w.fandoms.size)
	w.first[relationship] = w.first[character] + all.character
	w.first[freeform] = w.first[relationship] + all.relationship
	w.first[freeform+1] = w.first[freeform] + int64(w.common.size) + all.freeform + int64(w.rare)
	return w
}

// vocabulary makes words for titles: short ones first, all different.
func vocabulary(size int) []string {
	const heads, hearts = "bcdfghjklmnprstvw", "aeiou"
	syllables := make([]string, 0, len(heads)*len(hearts))
	for _, h := range heads {
		for _, v := range hearts {
			syllables = append(syllables, string(h)+string(v))
		}
	}
	out := make([]string, size)
	for i := range out {
		for n := i + 1; n > 0; n /= len(syllables) {
			out[i] += syllables[n%len(syllables)]
		}
	}
	return out
}
