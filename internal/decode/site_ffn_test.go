package decode

import (
	"errors"
	"strings"
	"testing"
)

func TestSiteFanFictionPage(t *testing.T) {
	for _, name := range []string{"chapter", "crossover", "fictionpress", "phone"} {
		t.Run(name, func(t *testing.T) { checkSite(t, "testdata/site/ffn/"+name+".html", 1) })
	}
}

// A page without the line of facts and an author is read as any other.
func TestSiteTornFanFictionPage(t *testing.T) {
	m := checkSite(t, "testdata/site/ffn/torn.html", 1)[0]
	if m.Maker != "" || len(m.Chapters) != 1 {
		t.Errorf("made by %q, %d chapters", m.Maker, len(m.Chapters))
	}
}

func TestSitePagesBeforeAStory(t *testing.T) {
	for page, advice := range map[string]string{
		"<html><head><title>Just a moment...</title></head><body><h1>www.fanfiction.net</h1><p>Checking if the site connection is secure</p></body></html>":                                    "wait until it shows",
		"<html><head><title>FanFiction</title></head><body><div class='panel_warning'><span class='gui_warning'>Story Not Found<br>Unable to locate story. Code 1.</span></div></body></html>": "another copy",
	} {
		_, err := ReadBytes(t.Context(), "saved.html", []byte(page), Limits{})
		var p *Problem
		if !errors.As(err, &p) || !strings.Contains(p.Say, advice) {
			t.Errorf("%.60q: %v", page, err)
		}
	}
}
