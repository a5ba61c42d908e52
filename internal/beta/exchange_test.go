package beta

import "testing"

// What a suggestion leaves as it is keeps what sets it off; what it changes is set as
// that was whose place it takes.
func TestSuggestionsKeepWhatSetsWordsOff(t *testing.T) {
	const text = `<p id="b1">The <strong>old</strong> lamp was <em>lit at</em> dusk, &amp; <a href="/x">nobody</a> came.</p>`
	for _, c := range []struct{ quote, words, want string }{
		{"The old lamp was lit at dusk", "The old lamp was lit before dusk", `<p id="b1">The <strong>old</strong> lamp was <em>lit before</em> dusk, &amp; <a href="/x">nobody</a> came.</p>`},
		{"The old lamp", "An old lantern", `<p id="b1">An <strong>old</strong> lantern was <em>lit at</em> dusk, &amp; <a href="/x">nobody</a> came.</p>`},
		{"old lamp was lit at", "old, broken lamp was lit at", `<p id="b1">The <strong>old, broken</strong> lamp was <em>lit at</em> dusk, &amp; <a href="/x">nobody</a> came.</p>`},
		{"dusk, & nobody came.", "dusk, and nobody came. Not one.", `<p id="b1">The <strong>old</strong> lamp was <em>lit at</em> dusk, and <a href="/x">nobody</a> came. Not one.</p>`},
		{"lit at dusk, & nobody", "dark", `<p id="b1">The <strong>old</strong> lamp was <em>dark</em><a href="/x"></a> came.</p>`},
		{"was lit at dusk", "", `<p id="b1">The <strong>old</strong> lamp <em></em>, &amp; <a href="/x">nobody</a> came.</p>`},
		{"The old", "See: The old", `<p id="b1">See: The <strong>old</strong> lamp was <em>lit at</em> dusk, &amp; <a href="/x">nobody</a> came.</p>`},
	} {
		got, err := exchange(text, "b1", c.quote, c.words)
		if err != nil || got != c.want {
			t.Errorf("%q for %q: %v\n got %s\nwant %s", c.words, c.quote, err, got, c.want)
		}
	}
}
