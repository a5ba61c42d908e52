package epub

import (
	"net/url"
	"strings"
)

// openPhrase opens a phrase of the source. Nothing is written until something
// stands in it.
func (c *compositor) openPhrase(name string, e element, a *attributes) {
	if len(c.phrases) >= maxPhrases {
		c.droppedPhrases++
		return
	}
	p := phraseTag{element: e, name: name, attrs: a.phrase(e), id: a.id, depth: len(c.blocks)}
	switch {
	case name == "a":
		c.endPhrase(name)
		c.address(&p, a)
	case name == "dfn":
		c.endPhrase(name)
	case name == "bdo" && a.dir == "":
		p.tag = "span"
	case e.role == rubyText:
		if !c.toRuby() {
			p.element = element{}
		}
	case e.tag == "" && p.id != "":
		p.tag = "span"
	}
	if p.tag == "span" && p.attrs == "" && p.id == "" || p.tag == "a" && p.attrs == "" && p.id == "" && p.target == "" {
		p.tag = ""
	}
	c.phrases = append(c.phrases, p)
}

// address sets where a link leads, and whether it is a footnote's mark.
func (c *compositor) address(p *phraseTag, a *attributes) {
	if p.id == "" {
		p.id = fragmentID(a.name)
	}
	if target, ok := strings.CutPrefix(a.href, "#"); ok {
		if plain, err := url.PathUnescape(target); err == nil {
			target = plain
		}
		p.target = fragmentID(target)
	} else if to := webAddress(c.base, a.href); to != "" {
		p.attrs += ` href="` + string(appendAttr(nil, to)) + `"`
	}
	switch {
	case p.target == "":
	case a.is("fnref", "doc-noteref"):
		p.noteref = true
		p.attrs += ` epub:type="noteref" role="doc-noteref"`
		if p.id == "" {
			p.id = "ref-" + p.target
		}
	case a.is("fnback", "doc-backlink"):
		p.attrs += ` role="doc-backlink"`
		for i := range c.blocks {
			c.blocks[i].footnote = ""
		}
	}
}

// toRuby ends the phrases above the innermost ruby, so that a reading may come.
func (c *compositor) toRuby() bool {
	for i := len(c.phrases) - 1; i >= 0; i-- {
		if c.phrases[i].role == ruby {
			c.dropPhrases(i + 1)
			return true
		}
	}
	return false
}

// endPhrase ends the innermost phrase of a name. Phrases that began in it and are
// still open go on after it.
func (c *compositor) endPhrase(name string) {
	if c.droppedPhrases > 0 {
		c.droppedPhrases--
		return
	}
	for i := len(c.phrases) - 1; i >= 0; i-- {
		if c.phrases[i].name != name {
			continue
		}
		if p := &c.phrases[i]; p.id != "" && !p.written {
			if _, taken := c.files[p.id]; !taken {
				c.makeRoom(false)
				c.writePhrases()
			}
		}
		if c.phrases[i].role == ruby { // what is open in it can only be a reading
			c.dropPhrases(i)
			return
		}
		c.suspendPhrases(i)
		c.phrases = append(c.phrases[:i], c.phrases[i+1:]...)
		return
	}
}

// writePhrases writes the start tags of the phrases that have none yet, for
// something is about to stand in them.
func (c *compositor) writePhrases() {
	for i := range c.phrases {
		p := &c.phrases[i]
		if p.written {
			continue
		}
		p.written = true
		if p.again {
			c.spare -= len(p.attrs)
		}
		if p.again && c.spare < 0 {
			p.attrs = ""
		}
		p.again = true
		if p.tag == "" {
			continue
		}
		if p.role == rubyText {
			c.raw("<rp>(</rp>")
		}
		if p.role == ruby {
			c.bare(i)
		}
		c.raw("<", p.tag, p.attrs)
		if c.id(p.id) && p.noteref && c.noterefs[p.target] == "" {
			c.noterefs[p.target] = p.id
		}
		if p.target != "" {
			c.links = append(c.links, link{at: len(c.out), target: p.target})
		}
		c.raw(">")
	}
	c.bare(len(c.phrases) - 1)
}

// bare marks the rubies that are open from index i down to the next reading: what
// stands in them now has no reading yet.
func (c *compositor) bare(i int) {
	for ; i >= 0 && c.phrases[i].role != rubyText; i-- {
		c.phrases[i].bare = c.phrases[i].role == ruby
	}
}

// suspendPhrases writes the end tags of the phrases from index i on, which stay
// open and are written again when something stands in them.
func (c *compositor) suspendPhrases(i int) {
	for j := len(c.phrases) - 1; j >= i; j-- {
		p := &c.phrases[j]
		if !p.written {
			continue
		}
		p.written = false
		if p.tag == "" {
			continue
		}
		if p.bare {
			c.raw("<rt></rt>")
			p.bare = false
		}
		c.raw("</", p.tag, ">")
		if p.role == rubyText {
			c.raw("<rp>)</rp>")
			c.read(j)
		}
	}
}

// read marks the ruby around the reading at index j as having one.
func (c *compositor) read(j int) {
	for j--; j >= 0; j-- {
		if c.phrases[j].role == ruby {
			c.phrases[j].bare = false
			return
		}
	}
}

// dropPhrases ends the phrases from index i on.
func (c *compositor) dropPhrases(i int) {
	c.suspendPhrases(i)
	c.phrases = c.phrases[:i]
}
