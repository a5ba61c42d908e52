package decode

import "testing"

func TestSiteJournalPage(t *testing.T) {
	for _, name := range []string{"aentry", "singlepost", "light", "dreamwidth"} {
		t.Run(name, func(t *testing.T) { checkSite(t, "testdata/site/journal/"+name+".html", 1) })
	}
}
