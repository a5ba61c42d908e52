package decode

import "testing"

func TestSiteFicHub(t *testing.T) {
	checkSiteBook(t, "testdata/site/fichub/book", 1)
	checkSite(t, "testdata/site/fichub/page.html", 1)
}

func TestSiteFicLab(t *testing.T) { checkSiteBook(t, "testdata/site/ficlab/book", 1) }

func TestSiteWebToEpub(t *testing.T) {
	for _, name := range []string{"ffn", "plain"} {
		t.Run(name, func(t *testing.T) { checkSiteBook(t, "testdata/site/webtoepub/"+name, 1) })
	}
}

func TestSiteWattpad(t *testing.T) {
	for _, name := range []string{"book", "fff"} {
		t.Run(name, func(t *testing.T) { checkSiteBook(t, "testdata/site/wattpad/"+name, 1) })
	}
}

// Each book of a merged one is read by its own marks.
func TestSiteMergedBook(t *testing.T) {
	all := checkSiteBook(t, "testdata/site/merge/mixed", 3)
	for i, want := range []string{"AO3 download", "FanFicFare", "EpubMerge"} {
		if all[i].Maker != want {
			t.Errorf("work %d was made by %q, want %q", i+1, all[i].Maker, want)
		}
	}
}
