package setting

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
)

// number is a setting that is a number, as the page shows it and Site keeps it.
type number struct {
	name, label, about string
	value              *int
	usual, least, most int
}

// numbers are the settings of s that are numbers, in the order of the page.
func (s *Site) numbers(ctx context.Context) []number {
	d, h, l := Default(), Hardest(), &s.Limits
	return []number{
		{"invitations", say.T(ctx, "Invitations for each new member"), say.T(ctx, "How many people a member may bring. Staff may bring as many as they like."), &s.Invitations, d.Invitations, 0, mostInvitations},
		{"leave_days", say.T(ctx, "Days until an account is deleted"), say.T(ctx, "Whoever asks for it can change their mind until then by signing in. With 0 it is done at once."), &s.LeaveDays, d.LeaveDays, 0, mostLeaveDays},
		{"title", say.T(ctx, "Title"), say.T(ctx, "Characters in the title of a work or chapter."), &l.Title, d.Limits.Title, 1, h.Title},
		{"summary", say.T(ctx, "Summary"), say.T(ctx, "Characters in a summary."), &l.Summary, d.Limits.Summary, 1, h.Summary},
		{"notes", say.T(ctx, "Notes"), say.T(ctx, "Characters in the notes before a text, and in those after it."), &l.Notes, d.Limits.Notes, 1, h.Notes},
		{"chapter", say.T(ctx, "Chapter"), say.T(ctx, "Characters in one chapter, with everything that sets its text."), &l.Chapter, d.Limits.Chapter, 1, h.Chapter},
		{"tags", say.T(ctx, "Tags"), say.T(ctx, "Fandoms, characters, relationships and other tags of one work together."), &l.Tags, d.Limits.Tags, 1, h.Tags},
		{"tag", say.T(ctx, "One tag"), say.T(ctx, "Characters in a tag."), &l.Tag, d.Limits.Tag, 1, h.Tag},
		{"picture_mb", say.T(ctx, "Pictures of one account"), say.T(ctx, "Megabytes that all pictures of one member may take."), &l.PictureMB, d.Limits.PictureMB, 1, h.PictureMB},
	}
}

// way is a way to join, as the page offers it.
type way struct {
	mode         SignUp
	label, about string
}

func ways(ctx context.Context) []way {
	return []way{
		{Open, say.T(ctx, "Open"), say.T(ctx, "Whoever fills the form in has an account at once.")},
		{Approval, say.T(ctx, "By approval"), say.T(ctx, "People say in a few words why they would like to join; moderators and keepers answer.")},
		{Invitation, say.T(ctx, "By invitation"), say.T(ctx, "Members bring the people they know. Who brought whom is kept.")},
		{Closed, say.T(ctx, "Closed"), say.T(ctx, "Nobody can join but those whom staff invite.")},
	}
}

// form is the page of settings as it was typed.
type form struct {
	Mode   SignUp
	Second bool // staff sign in by two steps
	Typed  map[string]string
	Faults web.Faults
	Said   string
}

// formOf shows settings as they are.
func formOf(ctx context.Context, s Site) form {
	f := form{Mode: s.SignUp, Second: s.StaffSecond, Typed: map[string]string{}}
	for _, n := range s.numbers(ctx) {
		f.Typed[n.name] = strconv.Itoa(*n.value)
	}
	return f
}

// read puts what was typed into s, and says at each field what can't be taken.
func read(ctx context.Context, s *Site, typed url.Values) form {
	f := form{Mode: SignUp(typed.Get("sign_up")), Second: typed.Get("staff_second") != "", Typed: map[string]string{}}
	s.StaffSecond = f.Second
	if slices.ContainsFunc(ways(ctx), func(w way) bool { return w.mode == f.Mode }) {
		s.SignUp = f.Mode
	} else {
		f.Faults.Add("sign_up", fault.New(fault.Invalid, "Please choose how people join."))
	}
	for _, n := range s.numbers(ctx) {
		f.Typed[n.name] = strings.TrimSpace(typed.Get(n.name))
		v, err := strconv.Atoi(f.Typed[n.name])
		if err != nil || v < n.least || v > n.most {
			f.Faults.Add(n.name, fault.New(fault.Invalid, "This is a whole number from %d to %d.", n.least, n.most))
			continue
		}
		*n.value = v
	}
	return f
}
