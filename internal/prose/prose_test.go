package prose

import "testing"

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"S43 one", "some text", "<p>some text</p>"},
		{"S43 two", "some\ntext", "<p>some<br>text</p>"},
		{"S43 para", "some\n\ntext", "<p>some</p>\n<p>text</p>"},
		{"S43 blank", "some\n\n\ntext", "<p>some</p>\n<p>&nbsp;</p>\n<p>text</p>"},
		{"S54", "<i>have <b>some\n\ntext</b> yay</i>", "<p><i>have <b>some</b></i></p>\n<p><i><b>text</b> yay</i></p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := (Cleaner{}).Clean(c.in, Body); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}
