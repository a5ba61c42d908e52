package decode

import "maps"

// originFields are the fields whose origin is told, by their names in the
// report.
var originFields = [...]string{
	"title", "authors", "summary", "tags", "rating", "language", "status", "published", "updated", "series",
	"source_url", "notes_before", "notes_after", "credits", "dedications", "requests", "chapters",
}

// filled says which of the originFields have a value.
func (m *Manuscript) filled() [len(originFields)]bool {
	return [...]bool{
		m.Title != "", len(m.Authors) > 0, m.Summary != "", len(m.Tags) > 0, m.Rating != "" && m.Rating != NotRated,
		m.Language != "", m.Status != StatusUnknown, !m.Published.IsZero(), !m.Updated.IsZero(), m.Series != "",
		m.SourceURL != "", m.NotesBefore != "", m.NotesAfter != "", len(m.Credits) > 0, len(m.Dedicated) > 0, len(m.Requests) > 0,
		len(m.Chapters) > 0,
	}
}

// startOrigins begins with what the file states about itself. Of a work whose
// maker is known, the maker's reader tells the origins.
func (s *scribe) startOrigins() {
	s.m.Origins = maps.Clone(s.declared.Origins)
	if s.m.Origins == nil {
		s.m.Origins = map[string]Origin{}
	}
	s.found(FromProperties, [len(originFields)]bool{})
}

// found notes where the fields come from that have a value now and had none
// before.
func (s *scribe) found(o Origin, before [len(originFields)]bool) {
	if s.declared.Maker != "" {
		return
	}
	for i, has := range s.m.filled() {
		if field := originFields[i]; has && !before[i] && s.m.Origins[field] == "" {
			s.m.Origins[field] = o
		}
	}
}

// endOrigins tells of all that is left that it was read out of the text.
func (s *scribe) endOrigins() {
	if len(s.cuts) > 0 && s.declared.Maker == "" && s.m.Origins["chapters"] == "" {
		s.m.Origins["chapters"] = FromProperties
	}
	s.found(FromText, [len(originFields)]bool{})
	if len(s.m.Origins) == 0 {
		s.m.Origins = nil
	}
}
