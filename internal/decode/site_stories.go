package decode

// storySites are the programs that download from many sites, and the sites and
// journals whose pages people save.
func storySites() []site {
	return []site{
		fanFicFareBook(), fanFicFarePage(),
		fanFictionGate(), fanFictionPage(),
		ficHubBook(), ficHubPage(), ficLabBook(), webToEpubBook(), wattpadBook(),
		journalPage(),
	}
}

// navTitles gives what the contents of an EPUB call each file.
func navTitles(nav []navEntry) map[string]string {
	titles := map[string]string{}
	var take func([]navEntry)
	take = func(entries []navEntry) {
		for _, e := range entries {
			if titles[e.file] == "" && e.frag == "" {
				titles[e.file] = e.title
			}
			take(e.children)
		}
	}
	take(nav)
	return titles
}
