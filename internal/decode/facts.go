package decode

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	statusDone    = regexp.MustCompile(`(?i)^(?:yes|y|1/1)?\W*(?:complete[d]?|finished|done|yes|one-?shot|fertig|abgeschlossen|beendet|complète?|terminée?|completa|completo|completad[oa]|terminad[oa]|finit[oa]|conclu[ií]d[oa]|закончен|завершен|завершён|окончен)\b\W*$|^(?:закончен|завершен|завершён|окончен)[а-я]*\W*$`)
	statusOpen    = regexp.MustCompile(`(?i)^\W*(?:wip|w\.i\.p\.?|work in progress|in[- ]?progress|incomplete|unfinished|ongoing|not complete|on hiatus|hiatus|no|tbc|abandoned|in arbeit|pausiert|en cours|en curso|en progreso|in corso|em andamento|incompleta?|в процессе|пишется|заморожен|не закончен)\b?\W*$`)
	languageNames = map[string]string{
		"english": "en", "englisch": "en", "anglais": "en", "inglés": "en", "inglese": "en", "inglês": "en", "английский": "en",
		"german": "de", "deutsch": "de", "allemand": "de", "french": "fr", "français": "fr", "französisch": "fr", "spanish": "es", "español": "es", "castellano": "es",
		"italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "russian": "ru", "русский": "ru", "japanese": "ja", "日本語": "ja",
		"chinese": "zh", "中文": "zh", "korean": "ko", "dutch": "nl", "nederlands": "nl", "polish": "pl", "polski": "pl", "czech": "cs", "swedish": "sv", "svenska": "sv",
		"finnish": "fi", "suomi": "fi", "hungarian": "hu", "magyar": "hu", "norwegian": "no", "danish": "da", "dansk": "da", "turkish": "tr", "greek": "el", "hebrew": "he", "arabic": "ar",
	}
	seriesPart = regexp.MustCompile(`(?i)^(?:the )?(?:part|book|story|no\.?|number|#|teil|tome|#)?\s*#?(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|fourth|fifth)(?: (?:story|book|part|fic))?\s*(?:of|in|/)\s*(?:the )?(.*?)(?: series)?$`)
	seriesTail = regexp.MustCompile(`(?i)^(.*?)[\s,;:(\[–—-]+(?:(?:part|book|story|no\.?|number|teil|tome|vol\.?|#)\s*)#?(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\b(?:\s*(?:of|/)\s*(?:\d+|\?))?[)\]]?$`)
	justNumber = regexp.MustCompile(`^\W*(\d{1,4})\s*(?:(?:/|of|von|de|di|из)\s*(\d{1,4}|\?+))?\W*$`)
)

// factField reads fields whose value is a fact: dates, counts, status.
func (s *scribe) factField(f statedField) {
	v := strings.TrimSpace(f.value.text)
	switch f.label.field {
	case fieldStatus:
		s.statusField(f, v)
	case fieldPublished, fieldUpdated:
		s.dateField(f, v)
	case fieldCount:
		s.readAs(f, "a word count; words are counted anew")
	case fieldChapters:
		m := justNumber.FindStringSubmatch(v)
		if m == nil {
			s.note(f.zone, f.whole)
			return
		}
		total := atoi(m[2])
		if m[2] == "" {
			total = atoi(m[1])
		}
		s.m.ChapterTotal = max(s.m.ChapterTotal, total)
		s.readAs(f, "chapters: "+v)
	case fieldLanguage:
		code, ok := languageNames[strings.ToLower(strings.Trim(v, " .()"))]
		if !ok {
			s.note(f.zone, f.whole)
			return
		}
		if s.m.Language == "" {
			s.m.Language = code
		}
		s.readAs(f, "language: "+code)
	case fieldSeries:
		s.seriesField(f, v)
	case fieldURL:
		u := webAddress.FindString(v)
		if u == "" || s.m.SourceURL != "" {
			s.note(f.zone, f.whole)
			return
		}
		s.m.SourceURL = u
		s.readAs(f, "the source's address", u)
	}
}

func (s *scribe) statusField(f statedField, v string) {
	status := StatusUnknown
	if statusOpen.MatchString(v) {
		status = StatusInProgress
	} else if statusDone.MatchString(v) {
		status = StatusComplete
	}
	if strings.Contains("wip work in progress in progress abandoned", strings.ToLower(f.label.name)) && status != StatusUnknown {
		status = StatusComplete
		if strings.EqualFold(v, "yes") {
			status = StatusInProgress
		}
	} else if n := strings.ToLower(f.label.name); (n == "complete" || n == "finished" || n == "completed") && strings.EqualFold(v, "no") {
		status = StatusInProgress
	}
	if status == StatusUnknown {
		if _, _, ok := parseDate(v); ok {
			s.dateField(f, v)
			return
		}
		s.note(f.zone, f.whole)
		return
	}
	if s.m.Status == "" {
		s.m.Status = status
	}
	s.readAs(f, "status: "+string(status))
}

func (s *scribe) dateField(f statedField, v string) {
	day, sure, ok := parseDate(v)
	if !ok {
		s.note(f.zone, f.whole)
		return
	}
	to, name := &s.m.Published, "published"
	if f.label.field == fieldUpdated {
		to, name = &s.m.Updated, "updated"
	}
	if to.IsZero() {
		*to = day
	}
	if !sure {
		s.guess(name, day.Format("2006-01-02"), 0.5)
	}
	s.readAs(f, "date: "+day.Format("2006-01-02"))
}

func (s *scribe) seriesField(f statedField, v string) {
	if s.m.Series != "" || strings.Contains(v, "\n") {
		s.note(f.zone, f.whole)
		return
	}
	name, part := strings.Trim(v, ` "“”.`), 0
	if m := seriesPart.FindStringSubmatch(v); m != nil && hasWord(m[2]) {
		name = m[2]
		part, _ = numberOf(m[1])
	} else if m := seriesTail.FindStringSubmatch(v); m != nil && hasWord(m[1]) {
		name = m[1]
		part, _ = numberOf(m[2])
	}
	if !tagSized(name) {
		s.note(f.zone, f.whole)
		return
	}
	s.m.Series = strings.Trim(unquote(strings.TrimSpace(name)), ` "“”,`)
	s.m.SeriesPart = max(s.m.SeriesPart, part)
	s.readAs(f, fmt.Sprintf("series: %s, part %d", s.m.Series, part), s.m.Series)
}
