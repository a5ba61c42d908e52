package decode

// settleTitles takes the numbers off titles that only count the chapters:
// "1. Tide", "Chapter 2: Ebb", "Chapter 3".
func settleTitles(chapters []toldChapter) {
	cuts := make([]titledCut, len(chapters))
	for i, c := range chapters {
		cuts[i] = titledCut{title: c.title}
		if h, ok := parseHead(c.title); ok && namesItsKind(c.title) {
			cuts[i].kind = h.kind
		}
	}
	numbered := countedThrough(cuts)
	for i := range chapters {
		c := &chapters[i]
		if n, _ := chapterNumber(c.title); numbered || n == i+1 && withoutNumber(c.title) == "" {
			c.title = withoutNumber(c.title)
		}
		// "1. Chapter 1" has the number twice.
		if n, unit := chapterNumber(c.title); unit == "chapter" && n == i+1 && numbered {
			c.title = withoutNumber(c.title)
		}
	}
}
