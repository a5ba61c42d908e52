package decode

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// numberWords are numbers as chapter heads spell them, cardinal and ordinal,
// in seven languages.
var numberWords = indexNumbers(
	"one first eins erstes erster erste un une premier première uno primero primera primo prima um primeiro primeira один первая первый",
	"two second zwei zweites zweiter zweite deux deuxième dos segundo segunda due secondo dois duas два вторая второй",
	"three third drei drittes dritter dritte trois troisième tres tercero tercera tre terzo terza três terceiro terceira три третья третий",
	"four fourth vier viertes vierter vierte quatre quatrième cuatro cuarto cuarta quattro quarto quarta четыре четвертая четвертый",
	"five fifth fünf fünftes fünfte cinq cinquième cinco quinto quinta cinque пять пятая пятый",
	"six sixth sechs sechstes sechste sixième seis sexto sexta sei sesto sesta шесть шестая",
	"seven seventh sieben siebtes siebte sept septième siete séptimo sette settimo sete sétimo семь седьмая",
	"eight eighth acht achtes achte huit huitième ocho octavo otto ottavo oito oitavo восемь восьмая",
	"nine ninth neun neuntes neunte neuf neuvième nueve noveno nove nono девять девятая",
	"ten tenth zehn zehntes zehnte dix dixième diez décimo dieci decimo dez десять десятая",
	"eleven eleventh elf elftes onze undici одиннадцать", "twelve twelfth zwölf zwölftes douze doce dodici doze двенадцать",
	"thirteen thirteenth dreizehn treize trece tredici", "fourteen fourteenth vierzehn quatorze catorce quattordici",
	"fifteen fifteenth fünfzehn quinze quince quindici", "sixteen sixteenth", "seventeen seventeenth", "eighteen eighteenth", "nineteen nineteenth",
	"twenty twentieth zwanzig vingt veinte venti")

var tens = map[string]int{"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

func indexNumbers(rows ...string) map[string]int {
	index := make(map[string]int, 256)
	for i, row := range rows {
		for w := range strings.FieldsSeq(row) {
			index[w] = i + 1
		}
	}
	return index
}

// numberOf reads digits, a roman numeral or a number word; the whole of s must
// be the number.
func numberOf(s string) (int, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 40 {
		return 0, false
	}
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && len(s) <= 5 {
		return n, true
	}
	if n, ok := romanNumber(s); ok {
		return n, true
	}
	low := strings.ToLower(s)
	if n, ok := numberWords[low]; ok {
		return n, true
	}
	if n, ok := tens[low]; ok {
		return n, true
	}
	if ten, one, ok := strings.Cut(strings.ReplaceAll(low, "-", " "), " "); ok {
		if t, ok := tens[ten]; ok {
			if n, ok := numberWords[strings.TrimSpace(one)]; ok && n < 10 {
				return t + n, true
			}
		}
	}
	return hanNumber(s)
}

// romanNumber reads I to CCCXCIX, all in one case. A lone "l" or "c" is none.
func romanNumber(s string) (int, bool) {
	if s == "" || len(s) > 9 || s != strings.ToUpper(s) && s != strings.ToLower(s) {
		return 0, false
	}
	values := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50, 'c': 100}
	low := strings.ToLower(s)
	n := 0
	for i := 0; i < len(low); i++ {
		v, ok := values[low[i]]
		if !ok {
			return 0, false
		}
		if i+1 < len(low) && values[low[i+1]] > v {
			n -= v
		} else {
			n += v
		}
	}
	return n, n > 0 && toRoman(n) == low
}

func toRoman(n int) string {
	var b strings.Builder
	for _, d := range []struct {
		v int
		s string
	}{{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
		for n >= d.v {
			b.WriteString(d.s)
			n -= d.v
		}
	}
	return b.String()
}

// hanNumber reads 三, 十二, 二十三 and full-width digits.
func hanNumber(s string) (int, bool) {
	digits := map[rune]int{'〇': 0, '零': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
	n, cur := 0, 0
	if utf8.RuneCountInString(s) > 6 {
		return 0, false
	}
	for _, r := range s {
		d, ok := digits[r]
		switch {
		case ok:
			cur = cur*10 + d
		case r >= '０' && r <= '９':
			cur = cur*10 + int(r-'０')
		case r >= '0' && r <= '9':
			cur = cur*10 + int(r-'0')
		case r == '十':
			n += max(cur, 1) * 10
			cur = 0
		case r == '百':
			n += max(cur, 1) * 100
			cur = 0
		default:
			return 0, false
		}
	}
	return n + cur, s != ""
}
