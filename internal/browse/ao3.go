package browse

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Links and tools made for AO3 ask for lists with fields of other names; they
// are read too, and answered at the address that says the same here.

// renamed gives our name of a field and, where they differ, of its values.
var renamed = map[string]struct {
	to     string
	values map[string]string
}{
	"work_search[words_from]":  {to: fieldWordsFrom},
	"work_search[words_to]":    {to: fieldWordsTo},
	"work_search[date_from]":   {to: fieldDateFrom},
	"work_search[date_to]":     {to: fieldDateTo},
	"work_search[query]":       {to: fieldLine},
	"work_search[language_id]": {to: fieldLanguage},
	"work_search[complete]":    {to: fieldComplete, values: map[string]string{"T": "yes", "F": "no"}},
	"work_search[crossover]":   {to: fieldCrossover, values: map[string]string{"T": "yes", "F": "no"}},
	"work_search[sort_column]": {to: fieldSort, values: map[string]string{
		"authors_to_sort_on": string(Creator), "title_to_sort_on": string(Title),
		"created_at": string(Posted), "revised_at": "updated", "word_count": string(Words),
		"kudos_count": string(Kudos), "hits": string(Hits), "comments_count": string(Comments), "bookmarks_count": string(Bookmarks),
	}},
	"work_search[sort_direction]": {to: fieldOrder},
}

// ao3Ratings are the numbers that ratings have there.
var ao3Ratings = map[string]work.Rating{
	"9": work.NotRated, "10": work.General, "11": work.Teen, "12": work.Mature, "13": work.Explicit,
}

// foreign reports whether q has fields of AO3's.
func foreign(q url.Values) bool {
	for field := range q {
		if strings.HasPrefix(field, "work_search[") || strings.HasPrefix(field, "include_work_search[") ||
			strings.HasPrefix(field, "exclude_work_search[") || field == "tag_id" || field == "user_id" || field == "pseud_id" {
			return true
		}
	}
	return false
}

// fromAO3 writes AO3's fields in q as ours. Numbers of tags are those of this archive.
func fromAO3(ctx context.Context, q db.Q, in url.Values) (url.Values, error) {
	out := url.Values{}
	include, exclude := wanted{}, wanted{}
	for field, said := range in {
		switch {
		case strings.HasPrefix(field, "include_work_search["):
			include.add(field, said)
		case strings.HasPrefix(field, "exclude_work_search["):
			exclude.add(field, said)
		case field == "work_search[other_tag_names]":
			include.names = append(include.names, commas(strings.Join(said, ","))...)
		case field == "work_search[excluded_tag_names]":
			exclude.names = append(exclude.names, commas(strings.Join(said, ","))...)
		default:
			r := renamed[field]
			if r.to == "" {
				r.to = field
			}
			for _, s := range said {
				if v, ok := r.values[s]; ok {
					s = v
				}
				out.Add(r.to, s)
			}
		}
	}
	for _, w := range []struct {
		field string
		*wanted
	}{{fieldInclude, &include}, {fieldExclude, &exclude}} {
		names, err := namesOf(ctx, q, w.ids)
		if err != nil {
			return nil, err
		}
		for _, n := range append(w.names, names...) {
			out.Add(w.field, n)
		}
	}
	for _, r := range ratingsOf(include.ratings, exclude.ratings) {
		out.Add(fieldRating, string(r))
	}
	return out, nil
}

// namesOf gives the names of those tags that the viewer may hear of.
func namesOf(ctx context.Context, q db.Q, ids []tag.ID) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	may := known(viewer.From(ctx))
	names, err := db.All(ctx, q, db.One[string], db.Numbered(`SELECT t.name FROM tags t WHERE t.id IN (`+db.List(len(ids))+`) AND (`+may.SQL+`)`),
		append(db.Anys(ids), may.Args...)...)
	if err != nil {
		return nil, fmt.Errorf("browse: tags of an address: %w", err)
	}
	return names, nil
}

// wanted is one side of AO3's filter.
type wanted struct {
	ids     []tag.ID
	names   []string
	ratings []work.Rating
}

func (w *wanted) add(field string, said []string) {
	for _, s := range said {
		if strings.Contains(field, "[rating_ids]") {
			r, ok := ao3Ratings[s]
			if !ok {
				r = work.Rating(s)
			}
			w.ratings = append(w.ratings, r)
			continue
		}
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(w.ids) < maxTags {
			w.ids = append(w.ids, tag.ID(n))
		} else if err != nil {
			w.names = append(w.names, s)
		}
	}
}

// ratingsOf are the ratings that stay when some are asked for and some refused.
func ratingsOf(in, out []work.Rating) []work.Rating {
	if len(in) == 0 && len(out) == 0 {
		return nil
	}
	var stay []work.Rating
	for _, r := range work.Ratings() {
		if (len(in) == 0 || slices.Contains(in, r)) && !slices.Contains(out, r) {
			stay = append(stay, r)
		}
	}
	return stay
}
