package browse

import (
	"context"
	"net/http"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
)

// example is a line that works, with what it asks.
type example struct{ line, asks string }

// examples are what the line understands, by what it is about.
func examples(ctx context.Context) []struct {
	title string
	of    []example
} {
	return []struct {
		title string
		of    []example
	}{
		{say.T(ctx, "Words"), []example{
			{`lamp harbour`, say.T(ctx, "Works with both words, in the text or in what is told about it.")},
			{`"red door"`, say.T(ctx, "These words in this order.")},
			{`-ghost`, say.T(ctx, "Without this word; if a tag is called so, without the tag.")},
			{`title:"red door"`, say.T(ctx, "These words in the title.")},
			{`author:ann`, say.T(ctx, "This name among the authors. Anonymous works are not found by it.")},
			{`series:"The Long Way"`, say.T(ctx, "Works of the series with just this title.")},
		}},
		{say.T(ctx, "Tags"), []example{
			{`fandom:"Sherlock Holmes"`, say.T(ctx, "A fandom, by its name or another way to say it.")},
			{`relationship:"Anne Elliot/Frederick Wentworth"`, say.T(ctx, "A relationship; ship: and pairing: say the same.")},
			{`main:"Anne Elliot/Frederick Wentworth"`, say.T(ctx, "Works that this relationship is what they are about.")},
			{`*/"Frederick Wentworth"`, say.T(ctx, "Relationships of anybody with this person behind the slash; Name/* before it. The most used ones are looked through.")},
			{`character:"Jane Eyre"`, say.T(ctx, "A character.")},
			{`tag:Fluff`, say.T(ctx, "A tag of any kind.")},
			{`category:F/F`, say.T(ctx, "A category; M/M, F/F and F/M go without the field.")},
			{`-"Major Character Death"`, say.T(ctx, "Leaves out a tag, here a warning. Any field can stand behind the minus.")},
			{`rating:(G OR T)`, say.T(ctx, "One of these ratings: G, T, M, E or NR.")},
			{`lang:de`, say.T(ctx, "A language, by its code or its name.")},
		}},
		{say.T(ctx, "Numbers and dates"), []example{
			{`words:1000-5000`, say.T(ctx, "So many words; also words>1000 and words:10k+.")},
			{`kudos:>100`, say.T(ctx, "More than 100 kudos; hits, comments and bookmarks alike.")},
			{`updated:<2weeks`, say.T(ctx, "Updated within the last two weeks; posted: is when a work first came.")},
			{`posted:2020..2022`, say.T(ctx, "Between two years, months (2020-05) or days (2020-05-31).")},
		}},
		{say.T(ctx, "Yes or no"), []example{
			{`complete:yes`, say.T(ctx, "Complete works; no finds those in progress.")},
			{`crossover:false`, say.T(ctx, "No crossovers.")},
			{`otp:true`, say.T(ctx, "Works with one relationship only.")},
		}},
		{say.T(ctx, "Joining and order"), []example{
			{`tag:Fluff OR tag:Humor`, say.T(ctx, "One of the two is enough. OR stands in capital letters; beside each other means AND.")},
			{`(tag:Fluff OR tag:Humor) -rating:E`, say.T(ctx, "Brackets keep together what belongs together.")},
			{`NOT (tag:Angst AND complete:no)`, say.T(ctx, "Leaves out works that have both.")},
			{`sort:kudos`, say.T(ctx, "The order: updated, posted, kudos, hits, comments, bookmarks, words, title or author. A > before the name puts the smallest first.")},
		}},
	}
}

// help says what the line understands.
func (p *Pages) help(w http.ResponseWriter, r *http.Request) error {
	m := web.Meta{Title: say.T(r.Context(), "How to ask in one line"), Here: "search", Canonical: "/help/search", Styles: []string{"listing.css"}, Scripts: []string{"site.js", "line.js"}}
	return web.Render(w, r, http.StatusOK, m, helpPage())
}
