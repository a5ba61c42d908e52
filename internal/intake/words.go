package intake

import (
	"context"

	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/say"
)

// stateText says how a work stands, in a word or two, with the icon and the class
// of the sign beside it.
func (f *found) stateText(ctx context.Context) (text, icon, class string) {
	switch f.State {
	case stateOpen:
		switch {
		case f.Asks:
			return say.T(ctx, "choose"), "maybewarn", "wait"
		case !f.ready():
			return say.T(ctx, "needs a look"), "maybewarn", "wait"
		}
		return say.T(ctx, "ready"), "check", "ok"
	case stateQueued:
		return say.T(ctx, "on its way"), "clock", ""
	case stateDone:
		return say.T(ctx, "in the archive"), "check", "ok"
	case stateSame:
		return say.T(ctx, "here already"), "check", ""
	case stateSkipped:
		return say.T(ctx, "skipped"), "minus", ""
	}
	return say.T(ctx, "failed"), "warning", "wait"
}

// text says what to look at.
func (n need) text(ctx context.Context) string {
	switch n.field {
	case "part":
		m := partOf.FindStringSubmatch(n.value)
		return say.T(ctx, "The file has only {n} of {all} chapters.", "n", m[1], "all", m[2])
	case "encoding":
		return say.T(ctx, "Its characters can be read in several ways.")
	case "mojibake":
		return say.T(ctx, "Some characters look broken.")
	case "title":
		return say.T(ctx, "The title is a guess.")
	case "authors":
		return say.T(ctx, "Whose it is, is a guess.")
	case "language":
		return say.T(ctx, "The language is a guess.")
	case "rating":
		return say.T(ctx, "The rating is a guess.")
	case "status":
		return say.T(ctx, "Whether it is complete is a guess.")
	case "published", "updated":
		return say.T(ctx, "A date is a guess.")
	case "chapters":
		return say.T(ctx, "Where its chapters begin is a guess.")
	}
	return say.T(ctx, "Something about it is a guess.")
}

// needTexts says what to look at, each thing once.
func needTexts(ctx context.Context, r *ingest.Report) []string {
	var out []string
	seen := map[string]bool{}
	for _, n := range needs(r) {
		if t := n.text(ctx); !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}

// fileKinds are the endings that a browser offers to choose from; what a file is,
// is told by what it holds.
const fileKinds = ".docx,.odt,.fodt,.rtf,.txt,.text,.md,.markdown,.html,.htm,.xhtml,.epub,.zip,application/epub+zip,application/zip,text/plain,text/html,text/markdown,application/rtf,application/vnd.openxmlformats-officedocument.wordprocessingml.document,application/vnd.oasis.opendocument.text"

// twinText says by what the same story was recognised in another file.
func twinText(ctx context.Context, t twin) string {
	size := say.Words(ctx, t.Words)
	if t.Share < sameStory {
		return say.T(ctx, "Both name the same first address, or the same title, author and length. The other has {words}.", "words", size)
	}
	return say.T(ctx, "About {n} % of the text is the same. The other has {words}.", "n", int(t.Share*100+.5), "words", size)
}

// skipText offers to skip a work.
func skipText(ctx context.Context, x *found) string {
	if len(x.Report.Alike) == 0 {
		return say.T(ctx, "Nothing: skip it")
	}
	return say.T(ctx, "Neither: skip it")
}

// heldText says what a work waits for that shall become a newer version of another.
func heldText(ctx context.Context, t twin) string {
	return say.T(ctx, "It is to be a newer version of “{title}”, which is not in the archive yet. Accept that first.", "title", t.name())
}

// alikeText says by what a work was recognised.
func alikeText(ctx context.Context, a ingest.Alike) string {
	size := say.Words(ctx, a.Words)
	switch a.Why {
	case ingest.SameSource:
		return say.T(ctx, "Posted first at the same address. It has {words}.", "words", size)
	case ingest.SameStart:
		return say.T(ctx, "It begins with the same words. It has {words}.", "words", size)
	}
	return say.T(ctx, "About {n} % of the text is the same. It has {words}.", "n", int(a.Estimate*100+.5), "words", size)
}

// dropWords are what the script says, in the order in which it knows them.
func dropWords(ctx context.Context) string {
	b, _ := asJSON([]string{
		say.T(ctx, "waits"), say.T(ctx, "came"), say.T(ctx, "was here already"), say.T(ctx, "trying again"), say.T(ctx, "Try again"),
		say.T(ctx, "{n} of {all} files came."), say.T(ctx, "Drop them here"), say.T(ctx, "Choose a folder"), say.T(ctx, "could not be sent"),
	})
	return b
}
