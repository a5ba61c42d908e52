package decode

import "strings"

// pageSample is how much of a file is looked at to choose its code page.
const pageSample = 1 << 18

// wordPage finds Russian, Greek, Hebrew and Arabic bytes: whole words of
// bytes from 0xC0 up, which no Latin language has. sure is set when there are
// so many that no other page is left.
func wordPage(b []byte) (page *codePage, sure bool) {
	b = firstBytes(b, pageSample)
	inWords, high, run, plain := 0, 0, 0, 0
	for _, c := range b {
		if c < 0xC0 {
			switch {
			case c >= 0x80:
				high++
			case wordByte(c):
				plain++
			}
			run = 0
			continue
		}
		high++
		if run++; run == 3 {
			inWords += 3
		} else if run > 3 {
			inWords++
		}
	}
	if inWords >= 12 && inWords*10 >= high*6 {
		return byLetters(b)
	}
	page, sure = dosPage(b)
	if page == nil && inWords >= 12 && inWords*10 >= high*2 && plain*2 < high {
		// Hardly a Latin letter; Ukrainian has і below 0xC0.
		return byLetters(b)
	}
	return page, sure
}

// dosPage finds Russian as DOS wrote it, whose letters lie where others have
// their signs.
func dosPage(b []byte) (page *codePage, sure bool) {
	letters, most, high, run := 0, 0, 0, 0
	drawn := byte(0) // the sign of which a drawn line consists
	for _, c := range b {
		if c >= 0x80 {
			high++
		}
		if c < 0x80 || c > 0xAF && c < 0xE0 || c > 0xF1 || c == drawn {
			if c < 0x80 {
				drawn = 0
			}
			run = 0
			continue
		}
		drawn = c
		if run++; run < 3 {
			continue
		}
		letters++
		if strings.ContainsRune(mostRussian, page866.runes[c]) {
			most++
		}
	}
	if letters < 12 || letters*10 < high*4 || most*2 < letters {
		return nil, false
	}
	return page866, letters >= 40
}

// centralPage finds Polish and Czech: bytes inside words that are signs, or
// letters at the ends of words only, in Western pages.
func centralPage(b []byte) (page *codePage, sure bool) {
	b = firstBytes(b, pageSample)
	var inside [256]int
	for i := 1; i+1 < len(b); i++ {
		if b[i] >= 0x80 && wordByte(b[i-1]) && wordByte(b[i+1]) {
			inside[b[i]]++
		}
	}
	czech := inside[0xEC] >= 2 && inside[0xF8] >= 2 && inside[0xE5]+inside[0xE6] == 0
	polish := inside[0xB3] >= 2 && inside[0xEA]+inside[0xB9]+inside[0xB1]+inside[0xBF] > 0
	sure = inside[0xB3] >= 12 || inside[0xEC]+inside[0xF8] >= 24
	switch {
	case czech && inside[0xB9]+inside[0xBE] > inside[0x9A]+inside[0x9E], polish && inside[0xB1]+inside[0xB6] > inside[0xB9]+inside[0x9C]:
		return page88592, sure
	case czech || polish:
		return page1250, sure
	}
	return nil, false
}

func wordByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0xC0 }

// mostRussian are the letters that are most frequent in Russian.
const mostRussian = "оеаинтсрвл"
