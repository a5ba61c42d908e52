package docx

import (
	"strconv"
	"strings"
)

// markers are the kinds of number that lists in HTML have.
var markers = map[string]string{
	"lowerLetter": "lower-alpha", "upperLetter": "upper-alpha", "lowerRoman": "lower-roman", "upperRoman": "upper-roman",
}

// formatNumber writes a number in one of Word's formats; decimal where the
// format is not known.
func formatNumber(n int, format string) string {
	if n < 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	switch format {
	case "none", "bullet":
		return ""
	case "lowerLetter":
		return strings.ToLower(letters(n))
	case "upperLetter":
		return letters(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "decimalZero":
		return strings.Repeat("0", max(0, 2-len(strconv.Itoa(n)))) + strconv.Itoa(n)
	case "ordinal":
		return strconv.Itoa(n) + ordinalEnd(n)
	case "cardinalText":
		return capital(cardinal(n))
	case "ordinalText":
		return capital(ordinal(n))
	case "chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "taiwaneseCounting",
		"japaneseCounting", "koreanCounting", "ideographDigital":
		return ideographs(n)
	}
	return strconv.Itoa(n)
}

// letters writes 1 as A, 26 as Z, 27 as AA, 28 as BB, as Word does.
func letters(n int) string {
	if n == 0 {
		return "0"
	}
	return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n == 0 {
		return "0"
	}
	var out strings.Builder
	for _, r := range []struct {
		n    int
		sign string
	}{
		{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"},
		{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
	} {
		for ; n >= r.n; n -= r.n {
			out.WriteString(r.sign)
		}
	}
	return out.String()
}

func ordinalEnd(n int) string {
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			return "st"
		case 2:
			return "nd"
		case 3:
			return "rd"
		}
	}
	return "th"
}

var (
	ones = [20]string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
		"twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
	tens = [10]string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
)

// cardinal writes a number below ten thousand in English words.
func cardinal(n int) string {
	switch {
	case n < 20:
		return ones[n]
	case n < 100 && n%10 == 0:
		return tens[n/10]
	case n < 100:
		return tens[n/10] + "-" + ones[n%10]
	case n < 1000:
		return following(ones[n/100]+" hundred", n%100)
	}
	return following(ones[n/1000]+" thousand", n%1000)
}

func following(head string, rest int) string {
	if rest == 0 {
		return head
	}
	return head + " " + cardinal(rest)
}

// ordinal writes a number below ten thousand as "first", "twenty-second".
func ordinal(n int) string {
	words := cardinal(n)
	i := strings.LastIndexAny(words, " -") + 1
	head, last := words[:i], words[i:]
	if irregular, ok := map[string]string{
		"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
	}[last]; ok {
		return head + irregular
	}
	if stem, ok := strings.CutSuffix(last, "y"); ok {
		return head + stem + "ieth"
	}
	return head + last + "th"
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// ideographs writes a number as in Chinese and Japanese: 21 is 二十一.
func ideographs(n int) string {
	digits := []rune("〇一二三四五六七八九")
	if n == 0 {
		return string(digits[0])
	}
	var out []rune
	gap := false
	for _, unit := range []struct {
		n    int
		sign rune
	}{{1000, '千'}, {100, '百'}, {10, '十'}, {1, 0}} {
		d := n / unit.n % 10
		if d == 0 {
			gap = len(out) > 0
			continue
		}
		if gap {
			out = append(out, '零')
			gap = false
		}
		if unit.n != 10 || d > 1 || len(out) > 0 {
			out = append(out, digits[d])
		}
		if unit.sign != 0 {
			out = append(out, unit.sign)
		}
	}
	return string(out)
}
