package decode

// storySites are the programs that download from many sites, and the sites and
// journals whose pages people save.
func storySites() []site {
	return []site{
		fanFicFareBook(), fanFicFarePage(),
		fanFictionGate(), fanFictionPage(),
		journalPage(),
	}
}
