package work

import (
	"context"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// MenuSheet is the stylesheet of Menu, for the pages that draw it.
const MenuSheet = "workmenu.css"

// menuGroup is a word in the menu of a work, with the pages under it.
type menuGroup struct {
	Name  string
	Pages []menuPage
}

// menuPage is one page of a work's editing.
type menuPage struct {
	Name string
	Path string // behind the work's address
}

// menu are the pages of editing w that v may open, in the order in which all of them
// show them; nil for who may not edit it.
func (w *Work) menu(ctx context.Context, v viewer.Viewer) []menuGroup {
	if !w.MayEdit(v) {
		return nil
	}
	together := []menuPage{{say.T(ctx, "Who signs it"), "/creators"}}
	if w.Mine(v) {
		together = append(together, menuPage{say.T(ctx, "Beta readers"), "/betas"}, menuPage{say.T(ctx, "Round"), "/round"})
	}
	together = append(together, menuPage{say.T(ctx, "Gifts"), "/gifts"}, menuPage{say.T(ctx, "What it comes from"), "/related"})
	var keep []menuPage
	if w.Posted && w.Mine(v) {
		keep = append(keep, menuPage{say.T(ctx, "Statistics"), "/stats"})
	}
	keep = append(keep, menuPage{say.T(ctx, "Delete"), "/delete"})
	return []menuGroup{
		{say.T(ctx, "Write"), []menuPage{{say.T(ctx, "Chapters"), "/chapters/manage"}, {say.T(ctx, "Details"), "/edit"}}},
		{say.T(ctx, "Publish"), []menuPage{{say.T(ctx, "Preview"), "/preview"}, {say.T(ctx, "Publish"), "/publish"}}},
		{say.T(ctx, "Together"), together},
		{say.T(ctx, "Looks"), []menuPage{{say.T(ctx, "Pictures"), "/pictures"}, {say.T(ctx, "Skin"), "/skin"}}},
		{say.T(ctx, "Keep"), keep},
	}
}

// menuName is what the menu calls the page at a path, "" for one that is not in it.
func menuName(all []menuGroup, path string) string {
	for _, g := range all {
		for _, p := range g.Pages {
			if p.Path == path {
				return p.Name
			}
		}
	}
	return ""
}
