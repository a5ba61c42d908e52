package desk

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

func TestTagsOfOneKindChangeAndTheOthersStay(t *testing.T) {
	have := []tag.Named{{Type: tag.Fandom, Name: "Harbour Lights"}, {Type: tag.Character, Name: "Ines"}, {Type: tag.Freeform, Name: "Fog"}, {Type: tag.Freeform, Name: "Slow Burn"}}
	for _, c := range []struct {
		change TagChange
		want   []string
	}{
		{TagChange{add, []string{"Angst", "fog"}}, []string{"Fog", "Slow Burn", "Angst"}},
		{TagChange{remove, []string{"FOG", "Nowhere"}}, []string{"Slow Burn"}},
		{TagChange{replace, []string{"Angst"}}, []string{"Angst"}},
		{TagChange{replace, nil}, nil},
	} {
		got := c.change.apply(tag.Freeform, have)
		var names []string
		for _, x := range got {
			if x.Type == tag.Freeform {
				names = append(names, x.Name)
			}
		}
		if !slices.Equal(names, c.want) {
			t.Errorf("%+v gives %v, want %v", c.change, names, c.want)
		}
		if len(got) != len(names)+2 || got[0] != have[0] || got[1] != have[1] {
			t.Errorf("%+v changed other kinds: %v", c.change, got)
		}
	}
}

// Undoing a change at once gives back what was, whatever the change.
func TestUndoingAtOnceGivesBackWhatWas(t *testing.T) {
	names := rapid.SampledFrom([]string{"Fog", "Angst", "Slow Burn", "Storms", "Tea"})
	rapid.Check(t, func(t *rapid.T) {
		was := Face{Rating: rapid.SampledFrom(work.Ratings()).Draw(t, "rating"), Language: "en", Restricted: rapid.Bool().Draw(t, "restricted")}
		for _, n := range rapid.SliceOfDistinct(names, func(s string) string { return s }).Draw(t, "tags") {
			was.Tags = append(was.Tags, tag.Named{Type: tag.Freeform, Name: n})
		}
		c := Changes{
			Rating:  rapid.SampledFrom(append(work.Ratings(), "")).Draw(t, "new rating"),
			Readers: rapid.SampledFrom([]string{"", everyone, members}).Draw(t, "readers"),
			Tags:    map[tag.Type]TagChange{tag.Freeform: {rapid.SampledFrom([]string{add, remove, replace}).Draw(t, "how"), rapid.SliceOf(names).Draw(t, "names")}},
		}
		after := c.apply(was)
		back, kept := undo(after, was, after)
		if !back.same(was) || kept != 0 {
			t.Fatalf("%+v, changed to %+v, came back as %+v (%d kept)", was, after, back, kept)
		}
	})
}

// What somebody changed by hand since stays, and the rest goes back.
func TestUndoKeepsWhatWasChangedSince(t *testing.T) {
	fog, tea, new := tag.Named{Type: tag.Freeform, Name: "Fog"}, tag.Named{Type: tag.Freeform, Name: "Tea"}, tag.Named{Type: tag.Freeform, Name: "Storms"}
	before := Face{Rating: work.Teen, Language: "en", Tags: []tag.Named{fog}}
	after := Face{Rating: work.Mature, Language: "en", Restricted: true, Tags: []tag.Named{tea}}
	now := Face{Rating: work.Explicit, Language: "en", Restricted: true, Tags: []tag.Named{tea, new}}
	back, kept := undo(now, before, after)
	if back.Rating != work.Explicit || back.Restricted || kept != 1 || !slices.Equal(back.Tags, []tag.Named{new, fog}) {
		t.Errorf("got %+v, %d kept", back, kept)
	}
}
