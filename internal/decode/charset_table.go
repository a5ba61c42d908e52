package decode

// cp1252High is Windows-1252 from 0x80 to 0x9F as MySQL's "latin1" has it: the
// five bytes that Windows leaves undefined pass through as U+0081, U+008D,
// U+008F, U+0090 and U+009D. Old archives' dumps need them, for the closing
// quotation mark is E2 80 9D.
var cp1252High = [32]rune{
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
	0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
}

// cp1252Rune gives the character of a byte.
func cp1252Rune(b byte) rune {
	if b >= 0x80 && b <= 0x9F {
		return cp1252High[b-0x80]
	}
	return rune(b)
}

// cp1252Byte gives the byte of a character; ok is false when it has none. The
// control characters from U+0080 are what a Latin-1 reader made of these bytes.
func cp1252Byte(r rune) (b byte, ok bool) {
	if r <= 0xFF {
		return byte(r), true
	}
	for i, c := range cp1252High {
		if c == r {
			return byte(0x80 + i), true
		}
	}
	return 0, false
}

// magics are the first bytes of files that people mistake for text, with what
// to tell them.
var magics = []struct{ head, what string }{
	{"PK\x03\x04", "a zip or an office document"},
	{"%PDF-", "a PDF"},
	{"\xD0\xCF\x11\xE0", "an old Word document"},
	{"{\\rtf", "an RTF document"},
	{"\x89PNG", "a picture"},
	{"GIF8", "a picture"},
	{"\xFF\xD8\xFF", "a picture"},
	{"\x7FELF", "a program"},
	{"MZ\x90\x00", "a program"},
	{"\x1F\x8B", "a gzip archive"},
	{"Rar!\x1A", "a RAR archive"},
	{"7z\xBC\xAF", "a 7-zip archive"},
	{"SQLite format 3\x00", "a database"},
}
