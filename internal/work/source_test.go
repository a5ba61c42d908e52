package work_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/work"
)

func TestSourceKey(t *testing.T) {
	for key, addresses := range map[string][]string{
		"archiveofourown.org/works/123456": {
			"https://archiveofourown.org/works/123456",
			"http://archiveofourown.org/works/123456/",
			"http://www.archiveofourown.org:80/works/123456",
			"https://archiveofourown.org:443/works/123456#main",
			"https://ArchiveOfOurOwn.org/works/123456?view_adult=true",
			"https://archiveofourown.org/works/123456?view_full_work=true&style=creator",
			"https://archiveofourown.org/works/123456/chapters/987654",
			"https://archiveofourown.org/works/123456/chapters/987654?show_comments=true#comment_1",
			"https://archiveofourown.org/works/123456/navigate",
			"https://archiveofourown.org/collections/yuletide2012/works/123456",
			"https://archiveofourown.org/collections/yuletide2012/works/123456/chapters/987654",
			"https://archiveofourown.org/users/someone/works/123456",
			"https://archiveofourown.org/downloads/123456/The_Lamp.epub?updated_at=1600000000",
			"https://download.archiveofourown.org/downloads/123456/The%20Lamp.html",
			"http://archiveofourown.org/downloads/So/Someone/123456/The_Lamp.epub",
			"https://ao3.org/works/123456",
			"http://archive.transformativeworks.org/works/123456",
			"https://archiveofourown.gay/works/123456",
			"archiveofourown.org/works/123456",
			"//archiveofourown.org/works/123456",
			" <https://archiveofourown.org/works/123456> ",
			"https://web.archive.org/web/20150102030405/http://archiveofourown.org/works/123456",
			"https://web.archive.org/web/2015id_/http:/archiveofourown.org/works/123456?view_adult=true",
		},
		"archiveofourown.org/chapters/987654": {"https://archiveofourown.org/chapters/987654", "https://ao3.org/chapters/987654?view_adult=true"},
		"squidgeworld.org/works/55": {
			"https://squidgeworld.org/works/55", "https://squidgeworld.org/works/55/chapters/77", "https://www.squidgeworld.org/collections/fest/works/55?view_adult=true",
		},
		"fanfiction.net/story/7654321": {
			"https://www.fanfiction.net/s/7654321/1/The-Lamp",
			"https://www.fanfiction.net/s/7654321/12/",
			"http://m.fanfiction.net/s/7654321/3/",
			"fanfiction.net/s/7654321",
			"http://www.fanfiction.net/read.php?storyid=7654321&chapter=2",
		},
		"fictionpress.com/story/2345": {"https://www.fictionpress.com/s/2345/1/Fog", "https://m.fictionpress.com/s/2345/9"},
		"wattpad.com/story/1122": {
			"https://www.wattpad.com/story/1122-the-lamp", "https://wattpad.com/story/1122", "https://embed.wattpad.com/story/1122",
			"https://www.wattpad.com/myworks/1122-the-lamp", "https://m.wattpad.com/story/1122-the-lamp?utm_source=web&utm_medium=link",
		},
		"wattpad.com/part/3344": {"https://www.wattpad.com/3344-the-lamp-chapter-one", "https://www.wattpad.com/3344/page/2"},
		"stories.example/archive/viewstory.php?sid=88": {
			"http://stories.example/archive/viewstory.php?sid=88",
			"http://www.stories.example/archive/viewstory.php?sid=88&chapter=4",
			"http://stories.example/archive/viewstory.php?chapter=4&textsize=0&ageconsent=ok&warning=3&sid=88",
			"http://stories.example/archive/viewstory.php?action=printable&sid=88&chapter=all",
			"http://stories.example/archive/ViewStory.php?SID=88&index=1",
			"http://stories.example/archive/viewstory.php?sid=88&amp;chapter=4",
		},
		"old.example/viewstory.php?psid=9": {"http://old.example/viewstory.php?psid=9", "http://old.example/viewstory.php?psid=9&i=1&chapter=2"},
		"fimfiction.net/story/4567": {
			"https://www.fimfiction.net/story/4567/the-lamp", "https://www.fimfiction.net/story/4567/3/the-lamp/night-three",
			"http://mobile.fimfiction.net/story/4567/", "https://www.fimfiction.net/story/download/4567/epub", "https://www.fimfiction.com/story/4567",
		},
		"royalroad.com/story/999": {
			"https://www.royalroad.com/fiction/999/the-lamp", "https://www.royalroad.com/fiction/999/the-lamp/chapter/12345/night-one", "https://royalroadl.com/fiction/999",
		},
		"royalroad.com/chapter/12345": {"https://www.royalroad.com/fiction/chapter/12345"},
		"spacebattles.com/threads/31415": {
			"https://forums.spacebattles.com/threads/the-lamp-crossover.31415/",
			"https://forums.spacebattles.com/threads/the-lamp-crossover.31415/page-7#post-2718",
			"https://forums.spacebattles.com/threads/the-lamp.31415/reader/",
			"https://forums.spacebattles.com/threads/31415/threadmarks",
			"http://forum.spacebattles.com/threads/31415/",
			"https://forums.spacebattles.com/index.php?threads/the-lamp.31415/",
		},
		"sufficientvelocity.com/threads/161":    {"https://forums.sufficientvelocity.com/threads/lamp.161/", "https://forums.sufficientvelocity.com/threads/161/reader/page-2"},
		"alternatehistory.com/forum/threads/77": {"https://www.alternatehistory.com/forum/threads/lamp-no-19.77/page-2"},
		"livejournal.com/lamp_lighter/2020": {
			"http://lamp-lighter.livejournal.com/2020.html",
			"https://lamp-lighter.livejournal.com/2020.html?thread=5050#t5050",
			"http://lamp-lighter.livejournal.com/2020.html?format=light&style=mine",
			"http://users.livejournal.com/lamp_lighter/2020.html",
			"http://www.livejournal.com/users/lamp_lighter/2020.html",
			"http://community.livejournal.com/lamp_lighter/2020.html",
			"http://www.livejournal.com/community/lamp_lighter/2020.html",
			"http://www.livejournal.com/~lamp_lighter/2020.html",
			"https://m.livejournal.com/read/user/lamp_lighter/2020",
		},
		"dreamwidth.org/fogbank/303": {
			"https://fogbank.dreamwidth.org/303.html", "http://fogbank.dreamwidth.org/303.html?style=light#comments", "https://www.dreamwidth.org/users/fogbank/303.html",
		},
		"insanejournal.com/fest/12":       {"http://asylums.insanejournal.com/fest/12.html", "http://fest.insanejournal.com/12.html"},
		"adult-fanfiction.org/hp/6001234": {"http://hp.adult-fanfiction.org/story.php?no=6001234", "http://hp.adultfanfiction.net/story.php?no=6001234&chapter=3"},
		"tumblr.com/lamps/777":            {"https://lamps.tumblr.com/post/777/the-lamp", "https://www.tumblr.com/lamps/777/the-lamp"},
		"ficwad.com/story/5":              {"https://ficwad.com/story/5", "http://www.ficwad.com/story/5/?x=1"},
		"asianfanfics.com/story/66":       {"https://www.asianfanfics.com/story/view/66/the-lamp", "https://www.asianfanfics.com/story/view/66/3/the-lamp"},
		"scribblehub.com/story/31":        {"https://www.scribblehub.com/series/31/the-lamp/", "https://www.scribblehub.com/read/31-the-lamp/chapter/9/"},
		"fanfiktion.de/story/4f5e00aa":    {"https://www.fanfiktion.de/s/4f5e00aa/1/Die-Lampe", "http://m.fanfiktion.de/s/4f5e00aa"},
		"ficbook.net/story/018d-aa":       {"https://ficbook.net/readfic/018d-aa/3344#part_content", "https://ficbook.me/readfic/018d-aa"},
		"quotev.com/story/14":             {"https://www.quotev.com/story/14/The-Lamp/3"},
		"lamps.example/fic/night-one.html": {
			"http://lamps.example/fic/night-one.html", "https://www.lamps.example//fic/night-one.html?utm_source=x&fbclid=y#top", "http://m.lamps.example/fic/night-one.html/",
		},
		"lamps.example/fic":                {"http://lamps.example/fic/", "http://lamps.example/fic/index.html", "http://lamps.example./fic"},
		"lamps.example/~ann/a%20b":         {"http://lamps.example/~ann/a%20b", "http://lamps.example/%7Eann/a b"},
		"lamps.example/read.php?id=5":      {"http://lamps.example/read.php?id=5&chapter=3", "http://lamps.example/read.php?chapter=4&id=5&PHPSESSID=f00"},
		"lamps.example/read.php?chapter=3": {"http://lamps.example/read.php?chapter=3"},
		"lamps.example/show?lang=en&t=9":   {"http://lamps.example/show?t=9&lang=en", "http://lamps.example/show?lang=en&t=9&view_adult=true"},
		"lamps.example:8080/x":             {"http://lamps.example:8080/x"},
		"": {
			"", " ", "no address", "mailto:ann@example.com", "ftp://lamps.example/fic", "javascript:alert(1)", "http://", "https://archiveofourown.org/",
			"https://archiveofourown.org/users/someone", "https://www.fanfiction.net/u/12/Someone", "https://www.wattpad.com/user/ann", "http://lamps.example/",
			"http://lamps.example/?utm_source=x", "http://lamps.example/index.html", "http://lamps.example/%zz", "http://[::1",
		},
	} {
		for _, a := range addresses {
			if got := work.SourceKey(a); got != key {
				t.Errorf("%s\n  has the key %q\n  want        %q", a, got, key)
			}
		}
	}
}

// Two stories never have one key because their address is long.
func TestLongSourcesDiffer(t *testing.T) {
	long := "http://lamps.example/fic/" + strings.Repeat("å", 3000)
	a, b := work.SourceKey(long+"1"), work.SourceKey(long+"2")
	if a == b || len(a) > 600 || !strings.HasPrefix(a, "lamps.example/fic/") {
		t.Errorf("%q and %q", a, b)
	}
}

// A key is text that any database keeps, and is the same however often and in
// whatever scheme it is asked for.
func FuzzSourceKey(f *testing.F) {
	for _, s := range []string{"https://archiveofourown.org/works/1", "a.b/c?d=e&f", "http://x.livejournal.com/1.html", "http://web.archive.org/web/1/http://web.archive.org/web/2/y.z/a",
		"http://f.g/index.php?threads/a.1/&threads/b.2/", "http://a.b/%00\xff", "http://h\xff.i/j"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := work.SourceKey(s)
		if key != work.SourceKey(s) || !utf8.ValidString(key) || strings.ContainsRune(key, 0) || len(key) > 600 {
			t.Errorf("%q has the key %q", s, key)
		}
		if u, err := url.Parse(s); err == nil && u.Scheme == "http" {
			if other := work.SourceKey("https" + s[len("http"):]); other != key {
				t.Errorf("%q has the keys %q and %q", s, key, other)
			}
		}
	})
}
