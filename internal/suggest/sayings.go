package suggest

import (
	"slices"

	"github.com/ficstead/ficstead/internal/mention"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

// saying is a tag or a rating that words tell of which are not its name.
type saying struct {
	tag.Named
	// inStory is how often the story itself must have the words, 0 for those of which only
	// notes tell.
	inStory int
	phrases []string
}

func warn(name string, inStory int, phrases ...string) saying {
	return saying{tag.Named{Type: tag.Warning, Name: name}, inStory, phrases}
}

func other(name string, phrases ...string) saying {
	return saying{tag.Named{Type: tag.Freeform, Name: name}, 0, phrases}
}

func rated(r work.Rating, phrases ...string) saying {
	return saying{tag.Named{Type: Rating, Name: string(r)}, 0, phrases}
}

// sayings are the words that tell of a warning, a rating or a freeform. A phrase is in one
// of them only.
func sayings() []saying {
	return []saying{
		warn(tag.Death, 0, "major character death", "character death", "major character dies", "main character dies", "MCD", "death fic", "deathfic",
			"Tod einer Hauptfigur", "mort d'un personnage principal", "mort de personnage", "muerte de un personaje", "主要角色死亡"),
		warn(tag.NonCon, 3, "rape", "raped", "rapist", "rapes"),
		warn(tag.NonCon, 0, "non-con", "noncon", "non con", "non-consensual", "sexual assault", "Vergewaltigung", "viol", "violación", "强奸"),
		warn(tag.Underage, 0, "underage", "underage sex", "minderjährig"),
		warn(tag.Violence, 0, "graphic violence", "graphic depictions of violence", "extreme violence", "gore", "torture", "violence graphique", "violencia gráfica", "explizite Gewalt"),
		warn(tag.Violence, 6, "disembowelled", "disemboweled", "entrails", "gutted", "severed", "eviscerated", "dismembered", "beheaded", "flayed", "tortured"),
		warn(tag.NoWarnings, 0, "no warnings apply", "no archive warnings apply", "no warnings"),
		warn(tag.ChoseNotToWarn, 0, "chose not to warn", "choose not to warn", "choosing not to warn"),
		other("Songfic", "lyrics from", "lyrics by", "lyrics belong to", "song lyrics", "songfic", "song fic", "inspired by the song"),
		other("Not Beta Read", "unbeta'd", "unbetaed", "un-beta'd", "not beta'd", "not betaed", "not beta read", "no beta", "all mistakes are mine", "all mistakes are my own"),
		other("One Shot", "one-shot", "oneshot", "one shot"),
		other("Drabble", "drabble", "100 words exactly", "exactly 100 words"),
		other("Crossover", "crossover", "cross-over"),
		other("Alternate Universe", "alternate universe", "alternative universe"),
		other("Fluff", "pure fluff", "just fluff", "total fluff", "fluffy"),
		other("Angst", "angsty", "heavy angst"),
		other("Smut", "smut", "smutty", "PWP", "plot what plot"),
		rated(work.General, "rated G", "rated K", "rating G", "rating K", "suitable for all ages"),
		rated(work.Teen, "PG-13", "PG13", "rated T", "rating T", "rated PG", "rating PG", "T for", "teen and up"),
		rated(work.Mature, "rated R", "rating R", "rated M", "rating M", "M for", "R for", "mature readers", "mature audiences", "mature content"),
		rated(work.Explicit, "NC-17", "NC17", "rated X", "rated E", "rating E", "rated MA", "adults only", "explicit sex", "explicit sexual content", "over 18"),
	}
}

// id is the key of a phrase in the lexicon: below that of every tag.
func (s saying) id(phrase string) int64 {
	n := int64(0)
	for _, o := range sayings() {
		for _, p := range o.phrases {
			if n--; p == phrase {
				return n
			}
		}
	}
	return 0
}

// byID gives a saying by the key of one of its phrases.
func byID(id int64) (saying, bool) {
	n := int64(0)
	for _, s := range sayings() {
		if n -= int64(len(s.phrases)); id < 0 && id >= n {
			return s, true
		}
	}
	return saying{}, false
}

// heard is a saying with the places that have it.
type heard struct {
	saying
	notes, times, chapter int
	said, as              string
}

// sayings are the suggestions that words other than names speak for.
func (t *telling) sayings(f *Finder) ([]Suggestion, error) {
	var all []heard
	for _, x := range t.found {
		s, ok := byID(x.ID)
		if x.Kind != mention.Saying || !ok || x.Notes == 0 && s.inStory == 0 {
			continue
		}
		at := slices.IndexFunc(all, func(h heard) bool { return h.Named == s.Named })
		if at < 0 {
			at = len(all)
			all = append(all, heard{saying: s})
		}
		h := &all[at]
		h.notes += x.Notes
		if x.Notes > 0 && h.said == "" {
			h.said = x.Said
		}
		if s.inStory > 0 && x.Times > 0 {
			h.inStory, h.times, h.as = s.inStory, h.times+x.Times, x.As
			if h.chapter == 0 || x.Chapter < h.chapter {
				h.chapter = x.Chapter
			}
		}
	}
	all = slices.DeleteFunc(all, func(h heard) bool { return h.notes == 0 && h.times < h.inStory })
	known, err := t.freeforms(f, all)
	if err != nil {
		return nil, err
	}
	var out []Suggestion
	for _, h := range all {
		if name, ok := t.wanted(h, known); ok {
			out = append(out, Suggestion{tag.Named{Type: h.Type, Name: name}, t.whyHeard(h)})
		}
	}
	return append(out, t.deaths(out)...), nil
}

// freeforms gives the freeforms of which was heard, by their keys, where they are in use.
func (t *telling) freeforms(f *Finder, all []heard) (map[string]tag.Tag, error) {
	var names []tag.Named
	for _, h := range all {
		if h.Type == tag.Freeform {
			names = append(names, h.Named)
		}
	}
	means, err := tag.ByNames(t.ctx, f.db, names)
	if err != nil {
		return nil, err
	}
	var ids []tag.ID
	for _, id := range means {
		ids = append(ids, id)
	}
	used, err := tag.InUse(t.ctx, f.db, ids)
	if err != nil {
		return nil, err
	}
	out := map[string]tag.Tag{}
	for key, id := range means {
		if x, ok := used[id]; ok {
			out[key] = x
		}
	}
	return out, nil
}

// wanted gives the name under which something heard is suggested, if it is at all.
func (t *telling) wanted(h heard, known map[string]tag.Tag) (string, bool) {
	switch h.Type {
	case Rating:
		return h.Name, (t.have.Rating == "" || t.have.Rating == work.NotRated) && !t.have.has(h.Named)
	case tag.Warning:
		silent := t.have.has(tag.Named{Type: tag.Warning, Name: tag.ChoseNotToWarn})
		none := h.Name == tag.NoWarnings && slices.ContainsFunc(t.have.Tags, func(o tag.Named) bool { return o.Type == tag.Warning })
		return h.Name, !silent && !none && !t.have.has(h.Named)
	}
	x, ok := known[tag.Key(h.Name)]
	_, here := t.there[x.ID]
	told := slices.ContainsFunc(t.found, func(f mention.Found) bool { return f.ID == int64(x.ID) })
	return x.Name, ok && x.Type == tag.Freeform && !here && !told && !t.have.has(tag.Named{Type: x.Type, Name: x.Name})
}

// leastDeaths is how often words of dying must follow one character's name.
const leastDeaths = 2

// deaths suggests the warning of which the story speaks most plainly, unless it is there.
func (t *telling) deaths(said []Suggestion) []Suggestion {
	warning := tag.Named{Type: tag.Warning, Name: tag.Death}
	if t.have.has(warning) || t.have.has(tag.Named{Type: tag.Warning, Name: tag.ChoseNotToWarn}) || slices.ContainsFunc(said, func(s Suggestion) bool { return s.Named == warning }) {
		return nil
	}
	for _, f := range t.found {
		if x, ok := t.tags[tag.ID(f.ID)]; ok && f.Kind == mention.Character && f.Deaths >= leastDeaths {
			return []Suggestion{{warning, t.whyDead(x.Name, f.Deaths)}}
		}
	}
	return nil
}
