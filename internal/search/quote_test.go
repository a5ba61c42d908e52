package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/search"
)

func TestALineWithAMistakeIsFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		s.add(t, story{title: "Ferry", chapters: []string{"Rain came over the pier.\n\nShe folded the blue umbrella and waited for the last ferry to Dunmore.\n\nNobody came."}})
		s.add(t, story{title: "Train", chapters: []string{"He folded the map and waited for the train. The last umbrella in Dunmore was blue."}})
		s.add(t, story{title: "Secret", draft: true, chapters: []string{"She folded the blue umbrella and waited for the last ferry to Dunmore."}})
		s.add(t, story{title: "雨", chapters: []string{"昨日の夜、彼は小さな駅で最後の電車を待っていた。\n\n誰も来なかった。"}})
		s.add(t, story{title: "ฝน", chapters: []string{"เธอพับร่มสีน้ำเงินแล้วรอเรือเที่ยวสุดท้าย"}})
		for _, c := range []struct{ text, title, anchor string }{
			{"She folded the blue umbrella and waited for", "Ferry", "p2"},
			{"she folded the green umbrella and waited for the last ferry", "Ferry", "p2"},
			{"folded her blue umbrela and waited for the ferry to Dunmore", "Ferry", "p2"},
			{"folded the blue umbrella and waited for the last train", "Ferry", "p2"}, // all of whose words Train has
			// Of a line of dialogue people copy one of the quotes; it made the line one that is meant exactly.
			{"folded the blue umbrella “and waited for the last train", "Ferry", "p2"},
			{"彼は大きな駅で最後の電車を待っていた", "雨", "p1"},
			{"เธอพับร่มสีแดงแล้วรอเรือเที่ยวสุดท้าย", "ฝน", "p1"},
		} {
			titles, total, hits := s.find(t, search.Query{Text: c.text, Within: db.Where("w.posted")})
			if len(titles) == 0 || titles[0] != c.title || hits[0].Anchor != c.anchor || total != len(titles) {
				t.Errorf("%s: %v of %d", c.text, titles, total)
			}
		}
		if titles, _, _ := s.find(t, search.Query{Text: "nothing of this was ever written by anyone here", Within: db.Where("w.posted")}); len(titles) != 0 {
			t.Errorf("what nobody wrote is found in %v", titles)
		}
	})
}

func TestNear(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(d)
		s.add(t, story{title: "Close", chapters: []string{"Some words first.\n\nShe was drunk when he found her at the bus station."}})
		far := "She was drunk."
		for i := range 60 {
			far += fmt.Sprintf(" Then came day%d.", i)
		}
		s.add(t, story{title: "Far", chapters: []string{far + " They met at the bus station."}})
		for _, c := range []struct {
			text string
			want int
		}{{`"drunk" near "bus station"`, 1}, {`"bus station" near "drunk"`, 1}, {`"drunk" "bus station"`, 2}, {`near drunk`, 0}, {`"drunk" near "harbour"`, 0}, {`"drunk" near`, 0}} {
			titles, total, hits := s.find(t, search.Query{Text: c.text})
			if len(titles) != c.want || total != c.want {
				t.Fatalf("%s finds %v", c.text, titles)
			}
			if c.want == 1 && (titles[0] != "Close" || hits[0].Anchor != "p2" || marked(hits[0]) != "Some words first. She was [drunk] when he found her at the [bus station].") {
				t.Errorf("%s: %s %s %q", c.text, titles[0], hits[0].Anchor, marked(hits[0]))
			}
		}
	})
}

// In texts of few words, where every row of them stands in many places, a line with one word
// wrong is found where all others stand, though not all rows are asked for.
func TestALineOfCommonWordsWithAMistake(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, r := newShelf(d), rand.New(rand.NewPCG(4, 9))
		known := strings.Fields("the and of to a in it was he she that his her had with for as at on but not is be said they from so all one up out old man house door night came went saw then")
		var texts [][]string
		for i := range 60 {
			text := make([]string, 250)
			for k := range text {
				text[k] = known[min(r.IntN(len(known)), r.IntN(len(known)))]
			}
			texts = append(texts, text)
			s.add(t, story{title: fmt.Sprint("Number ", i), chapters: []string{strings.Join(text, " ")}})
		}
		for range 40 {
			text := texts[r.IntN(len(texts))]
			from := r.IntN(len(text) - 8)
			line := slices.Clone(text[from : from+8])
			line[r.IntN(len(line))] = known[r.IntN(len(known))]
			found, err := search.Quote(t.Context(), d, strings.Join(line, " "), db.Cond{}, 5)
			if err != nil || len(found) == 0 || found[0].Fit < 7 {
				t.Errorf("%q: %+v %v", line, found, err)
			}
		}
	})
}
