package ingest_test

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// tale is a story of n chapters whose words are its own.
func tale(name string, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Title: %s\n\n", name)
	for c := range n {
		seed := fnv.New64a()
		fmt.Fprintf(seed, "%s %d", name, c)
		dice := rand.New(rand.NewPCG(seed.Sum64(), 1))
		fmt.Fprintf(&b, "Chapter %d\n\n", c+1)
		for range 20 {
			for range 30 {
				b.WriteString(words[dice.IntN(len(words))] + " ")
			}
			b.WriteString("and so it was.\n\n")
		}
	}
	return b.String()
}

var words = strings.Fields("harbour lamp keeper boat rope stair tower night oil wick fog bell gull quay stone bread letter key door window hand voice song tide rock sail net salt wind rain hill road cart horse lantern book pen name year winter")

// A story that came once as text and once with three words changed and a chapter
// more stood in the archive twice, and readers found only the one without the end.
func TestTheSameStoryIsNeverTakenTwiceUnasked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		o := ingest.Options{As: "Mara", Among: db.And()}
		first, _ := a.take(o, files(t, map[string]string{"lamps.txt": tale("Lamps", 3)}))
		if first[0].Status != ingest.Imported {
			t.Fatalf("%+v", first[0])
		}
		before, err := work.Get(t.Context(), d, viewer.Viewer{}, work.ID(first[0].Work))
		if err != nil {
			t.Fatal(err)
		}
		grown := files(t, map[string]string{"lamps-new.txt": strings.Replace(tale("Lamps", 4), "harbour", "haven", 3), "other.txt": tale("Anchors and Rope", 3)})
		o.DryRun = true
		dry, _ := a.take(o, grown)
		o.DryRun = false
		all, sum := a.take(o, grown)
		for _, r := range []ingest.Report{dry[0], all[0]} {
			if r.Status != ingest.Skipped || r.Work != first[0].Work || !strings.Contains(r.Reason, "Lamps") || !strings.Contains(r.Reason, "--again") || len(r.Alike) != 1 || !r.Alike[0].Sure {
				t.Errorf("%s %d %q %+v", r.Status, r.Work, r.Reason, r.Alike)
			}
		}
		if sum.Skipped != 1 || sum.Imported != 1 || a.works() != 2 {
			t.Errorf("%+v, %d works", sum, a.works())
		}
		o.Again = true
		if all, _ = a.take(o, grown); all[0].Status != ingest.Updated || all[0].Work != first[0].Work {
			t.Errorf("--again: %s of %d, %s", all[0].Status, all[0].Work, all[0].Reason)
		}
		after, err := work.Get(t.Context(), d, viewer.Viewer{}, before.ID)
		if err != nil || len(after.Chapters) != 4 || after.Chapters[0].ID != before.Chapters[0].ID || !after.Chapters[0].PostedAt.Equal(before.Chapters[0].PostedAt) {
			t.Errorf("chapters %+v, %v", after.Chapters, err)
		}
		o.Again, o.Double = false, true
		if all, _ = a.take(o, files(t, map[string]string{"x.txt": tale("Lamps", 2)})); all[0].Status != ingest.Imported || a.works() != 3 {
			t.Errorf("--double: %s, %d works", all[0].Status, a.works())
		}
	})
}

// The address of a home page stands in every file of many an author.
func TestAnAddressAloneMakesNoDouble(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		o := ingest.Options{As: "Mara", Among: db.And()}
		const home = "Archive: http://home.example/mara/\n\n"
		all, sum := a.take(o, files(t, map[string]string{"1.txt": strings.Replace(tale("Lamps", 1), "\n\n", "\n"+home, 1), "2.txt": strings.Replace(tale("Ropes", 1), "\n\n", "\n"+home, 1)}))
		if sum.Imported != 2 {
			t.Errorf("%+v", all)
		}
	})
}

// What others may not see is not told to them by what their own files resemble.
func TestOnlyWorksAmongThoseNamedAreTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		if all, _ := a.take(ingest.Options{As: "Mara", Draft: true}, files(t, map[string]string{"a.txt": tale("Lamps", 2)})); all[0].Status != ingest.Imported {
			t.Fatalf("%+v", all)
		}
		stranger := viewer.Viewer{ID: 999, Name: "Stranger", Role: viewer.Member}
		all, _ := a.take(ingest.Options{As: "Tom", Among: work.EditableBy(stranger)}, files(t, map[string]string{"b.txt": tale("Lamps", 2) + "\n"}))
		if all[0].Status != ingest.Imported || len(all[0].Alike) != 0 {
			t.Errorf("%s %+v", all[0].Status, all[0].Alike)
		}
	})
}

// A file that two people have is each one's own to bring, and says nothing to the
// one of the other.
func TestTwoPeopleBringOneFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		dir := files(t, map[string]string{"a.txt": tale("Lamps", 2)})
		bring := func(who viewer.ID, name string) ingest.Report {
			v := viewer.Viewer{ID: who, Name: name, Role: viewer.Member}
			all, _ := a.take(ingest.Options{Owner: who, As: name, Draft: true, Among: work.EditableBy(v)}, dir)
			return all[0]
		}
		if r := bring(901, "Ann"); r.Status != ingest.Imported {
			t.Fatalf("%s %s", r.Status, r.Reason)
		}
		if r := bring(902, "Bea"); r.Status != ingest.Imported || len(r.Alike) > 0 {
			t.Errorf("the second person's: %s, alike %v", r.Status, r.Alike)
		}
		if r := bring(901, "Ann"); r.Status != ingest.Same || r.Work != 1 {
			t.Errorf("the first person's again: %s %d", r.Status, r.Work)
		}
		if r := bring(902, "Bea"); r.Status != ingest.Same || r.Work != 2 {
			t.Errorf("the second person's again: %s %d", r.Status, r.Work)
		}
		if all, _ := a.take(ingest.Options{Among: db.And()}, dir); all[0].Status != ingest.Same || all[0].Work != 1 {
			t.Errorf("the command: %s %d", all[0].Status, all[0].Work)
		}
	})
}
