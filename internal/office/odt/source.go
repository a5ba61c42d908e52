package odt

import (
	"encoding/xml"
	"errors"
	"io"
)

// kind is what an event is.
type kind uint8

const (
	start kind = iota
	end
	text
)

// event is a tag or a piece of text. Names are "prefix:local" with the
// prefixes of the table of namespaces.
type event struct {
	kind  kind
	name  string
	attrs []xml.Attr // Name.Local is the whole name
	text  string
}

// attr gives an attribute's value, "" when it is not there.
func (e *event) attr(name string) string {
	v, _ := e.lookup(name)
	return v
}

func (e *event) lookup(name string) (string, bool) {
	for i := range e.attrs {
		if e.attrs[i].Name.Local == name {
			return e.attrs[i].Value, true
		}
	}
	return "", false
}

// source reads XML as events. It resolves namespaces, expands no entity but
// XML's own five, and follows nothing. Where the XML is damaged it closes what
// is open, so that its events are always balanced.
type source struct {
	dec   *xml.Decoder
	open  []openTag
	bound map[string]string   // prefixes of the file to ours
	names map[xml.Name]string // names met since bound last changed
	undo  []binding

	replays []replay
	damage  error // what ended the file too early
	over    bool
}

type openTag struct {
	raw  xml.Name
	name string
	undo int // how many bindings to undo at its end
}

type binding struct {
	prefix, was string
	had         bool
}

type replay struct {
	events []event
	at     int
}

func newSource(r io.Reader) *source {
	d := xml.NewDecoder(r)
	d.Strict = false
	return &source{dec: d, bound: map[string]string{"xml": "xml"}, names: map[xml.Name]string{}}
}

// again has these events read once more before those that follow.
func (s *source) again(events []event) { s.replays = append(s.replays, replay{events: events}) }

// next gives the next event, io.EOF after the last.
func (s *source) next() (event, error) {
	if n := len(s.replays); n > 0 {
		r := &s.replays[n-1]
		e := r.events[r.at]
		if r.at++; r.at == len(r.events) {
			s.replays = s.replays[:n-1]
		}
		return e, nil
	}
	for !s.over {
		tok, err := s.dec.RawToken()
		if err != nil {
			s.stop(err)
			break
		}
		switch t := tok.(type) {
		case xml.StartElement:
			return s.begin(t), nil
		case xml.EndElement:
			if len(s.open) == 0 || s.open[len(s.open)-1].raw != t.Name {
				s.stop(errors.New("an element ends that is not open"))
				continue
			}
			return s.finish(), nil
		case xml.CharData:
			if len(s.open) > 0 {
				return event{kind: text, text: string(t)}, nil
			}
		}
	}
	if len(s.open) > 0 {
		return s.finish(), nil
	}
	return event{}, io.EOF
}

func (s *source) stop(err error) {
	s.over = true
	if err != io.EOF {
		s.damage = err
	} else if len(s.open) > 0 {
		s.damage = io.ErrUnexpectedEOF
	}
}

func (s *source) begin(t xml.StartElement) event {
	tag := openTag{raw: t.Name}
	kept := t.Attr[:0]
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == "xmlns":
			s.bind(a.Name.Local, a.Value)
			tag.undo++
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			s.bind("", a.Value)
			tag.undo++
		default:
			kept = append(kept, a)
		}
	}
	for i := range kept {
		if kept[i].Name.Space != "" {
			kept[i].Name = xml.Name{Local: s.name(kept[i].Name)}
		}
	}
	tag.name = s.name(t.Name)
	s.open = append(s.open, tag)
	return event{kind: start, name: tag.name, attrs: kept}
}

func (s *source) finish() event {
	tag := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	for range tag.undo {
		b := s.undo[len(s.undo)-1]
		s.undo = s.undo[:len(s.undo)-1]
		if b.had {
			s.bound[b.prefix] = b.was
		} else {
			delete(s.bound, b.prefix)
		}
	}
	if tag.undo > 0 {
		s.forget()
	}
	return event{kind: end, name: tag.name}
}

func (s *source) bind(prefix, uri string) {
	was, had := s.bound[prefix]
	s.undo = append(s.undo, binding{prefix, was, had})
	ours, ok := namespaces[uri]
	if !ok {
		ours = "other"
	}
	s.bound[prefix] = ours
	s.forget()
}

func (s *source) forget() {
	if len(s.names) > 0 {
		s.names = map[xml.Name]string{}
	}
}

// name gives our name of a file's name. A prefix that the file forgot to bind
// is taken to be the usual one.
func (s *source) name(raw xml.Name) string {
	if n, ok := s.names[raw]; ok {
		return n
	}
	prefix, ok := s.bound[raw.Space]
	if !ok {
		prefix = raw.Space
	}
	n := prefix + ":" + raw.Local
	s.names[raw] = n
	return n
}
