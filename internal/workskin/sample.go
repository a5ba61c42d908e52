package workskin

import (
	"context"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/say"
)

// sharing says how far a skin is shared.
func sharing(ctx context.Context, s Skin) string {
	switch s.Shared {
	case Asked:
		return say.T(ctx, "Staff will look at it before others are offered it.")
	case Public:
		return say.T(ctx, "Others are offered it. If you change it, staff look at it again first.")
	case Refused:
		return say.T(ctx, "Staff would not share it as it is:")
	}
	return say.T(ctx, "Only you can use it.")
}

// sample is a text that has a bit of everything, to look at a skin on.
func sample() templ.Component {
	return templ.Raw(`<h2>The lamp room</h2>
<p>The lamp had gone out twice that <em>week</em>, and each time <strong>Ines</strong> climbed the hundred and nine steps to light it again.</p>
<blockquote><p>Whoever reads this: the oil is under the stairs.</p></blockquote>
<div class="chat"><p class="from">Tobias</p><p class="message">are you awake</p><p class="from me">Ines</p><p class="message me">I am now</p></div>
<ul><li>matches</li><li>rope</li><li>the other boot</li></ul>
<hr>
<table><tbody><tr><th>Tide</th><td>04:10</td></tr><tr><th>Wind</th><td>south-west</td></tr></tbody></table>
<p>She wrote it down. See <a href="#workskin">the log</a>.</p>`)
}
