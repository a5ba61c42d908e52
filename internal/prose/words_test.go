package prose

import "testing"

func TestWords(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     int
	}{
		{"N1 empty", "", 0},
		{"N1 spaces and newlines", "one two\nthree\n\n four\tfive", 5},
		{"N1 hyphens", "one-two-three well-known", 2},
		{"N1 contractions", "don't can’t y'all'd 'tis", 4},
		{"N1 tags part words", "one<br>two<p>three</p>four<em>five</em>", 5},
		{"N1 empty tags", "<p></p><em> </em><hr>", 0},
		{"N2 ornaments", "***\n~~~\n!!!\n???\n---\n||| * * *", 0},
		{"N2 em dash", "one—two", 2},
		{"N2 two hyphens", "one--two", 2},
		{"N2 comma", "one,two", 2},
		{"N2 slash", "one/two", 2},
		{"N2 pipe", "one|two", 2},
		{"N2 punctuation alone", "- . , ; ' \" “ ” … —", 0},
		{"N2 underscores", "___", 0},
		{"N3 accents", "café naïve Größe Ünal e\u0301te\u0301", 5},
		{"N3 han and kana", "一个简单の栗子", 7},
		{"N3 katakana with its long sign", "コーヒー", 4},
		{"N3 thai", "สวัสดี", 4},
		{"N3 mixed", "Hello 世界 two words", 5},
		{"N3 mixed without space", "ab世界cd", 4},
		{"N3 khmer, myanmar, lao", "កខ မြ ລາ", 2 + 1 + 2},
		{"Korean parts words by spaces", "안녕 하세요", 2},
		{"Cyrillic and Greek", "привет мир καλημέρα", 3},
		{"numbers are one, ours", "1,000 3.14 10:30", 4},
		{"full stop without space", "end.Start", 2},
		{"entities", "Tom&nbsp;&amp;&nbsp;Jerry", 2},
		{"zero-width joiners stay inside", "می\u200cخواهم", 1},
		{"soft hyphen", "won\u00adder", 1},
		{"footnote marks are no words", `word<a class="fnref" href="#fn1">1</a>`, 1},
		{"scripts are no words", "<script>one two</script>three", 1},
		{"emoji are no words", "🙂 yes ❤️", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Words(c.in); got != c.want {
				t.Errorf("%q has %d words, want %d", c.in, got, c.want)
			}
		})
	}
}
