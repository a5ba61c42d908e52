package decode

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// endMark is what a line at the end of a story or chapter says.
type endMark int

const (
	endNone endMark = iota
	endStory
	endContinued
	endChapter
)

var endWords = map[string]endMark{
	"the end": endStory, "end": endStory, "fin": endStory, "finis": endStory, "finito": endStory, "owari": endStory, "ende": endStory,
	"koniec": endStory, "конец": endStory, "el fin": endStory, "30": endStory, "fine": endStory, "fim": endStory, "end of story": endStory,
	"the end?": endStory, "the very end": endStory, "das ende": endStory, "end fic": endStory, "end of fic": endStory, "終わり": endStory, "おわり": endStory, "完": endStory,
	"全文完": endStory, "完结": endStory, "完結": endStory, "끝": endStory, "slut": endStory, "einde": endStory, "loppu": endStory, "vége": endStory, "τέλος": endStory,
	"未完待续": endContinued, "未完待續": endContinued, "待续": endContinued, "待續": endContinued, "つづく": endContinued, "続く": endContinued, "cdn": endContinued, "c.d.n": endContinued, "wird fortgesetzt": endContinued,
	"tbc": endContinued, "to be continued": endContinued, "tbc or not": endContinued, "fortsetzung folgt": endContinued, "a suivre": endContinued,
	"à suivre": endContinued, "continuará": endContinued, "continuara": endContinued, "продолжение следует": endContinued, "continua": endContinued,
	"continued": endContinued, "to be continued soon": endContinued, "tbc soon": endContinued, "maybe tbc": endContinued, "continua...": endContinued, "t b c": endContinued, "tbc or not tbc": endContinued,
}

var (
	endOfPart  = regexp.MustCompile(`(?i)^(?:the )?end (?:of )?(?:this )?(?:(?:chapter|part|book|section|episode|act|ch\.?|pt\.?)\b.{0,20}|\(?\d+\s*/\s*(?:\d+|\?)\)?)$`)
	endedPart  = regexp.MustCompile(`(?i)^\(?\d+\s*/\s*(?:\d+|\?)\)? (?:tbc|end)$`)
	endWithTBC = regexp.MustCompile(`(?i)^(?:tbc|to be continued)\b.{0,30}$`)
	endOfFile  = regexp.MustCompile(`(?i)^(?:end file\.?|\*{2,} ?end of .{0,80}|end of file)`)
)

// endMarkOf reads an end mark that stands alone on a line.
func endMarkOf(s string) endMark {
	if len(s) > markMax || len(s) == 0 {
		return endNone
	}
	first, _ := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("\"“„«", first) {
		return endNone
	}
	core := strings.Trim(s, " *~-–—=_/\\[](){}<>#+.…:|!?（）【】「」。！")
	low := strings.ToLower(core)
	if strings.HasPrefix(strings.TrimSpace(s), "/") && low == "end" {
		return endChapter
	}
	if mark, ok := endWords[low]; ok {
		bare := core == strings.TrimRight(strings.TrimSpace(s), ".")
		if (low == "30" || low == "fine" || low == "continua" || low == "continued") && bare || low == "end" && core == "end" && bare {
			return endNone // "Fine." is an answer, "-fine-" an end
		}
		return mark
	}
	low = strings.Join(strings.Fields(low), " ")
	switch {
	case low == "end chapter" || low == "chapter end" || endOfPart.MatchString(core) || endedPart.MatchString(core):
		return endChapter
	case endWithTBC.MatchString(core) && len(strings.Fields(core)) <= 6:
		return endContinued
	}
	return endNone
}

var (
	archivedAt = regexp.MustCompile(`(?i)^(?:this story (?:is |was )?(?:archived|posted|originally posted) (?:at|on)\b|stored at|archived at:? http)`)
	ownedStory = regexp.MustCompile(`(?i)^story (?:copyright|©|is copyright)\b`)
	debrisLine = regexp.MustCompile(`(?i)^[\s\[(|<»«*-]*(?:return to (?:the )?(?:top|index|archive|story index|main page)|back to (?:the )?(?:top|index|archive(?: home)?|home|main(?: page)?|story index)|(?:<+ ?)?prev(?:ious)?(?: chapter)?\s*[|/·-]?\s*next(?: chapter)?(?: ?>+)?|you must (?:be logged in|login|log in)\b.{0,60}|skip to (?:content|main)|printer[- ]friendly(?: version)?|jump to top|add (?:a )?review|report (?:this|abuse)|(?:read|submit) reviews?)[\s\])|>.*-]*$`)
)

// debrisReason says why a line is a site's furniture; "" when it is the
// author's. url is the address that the line gives as the story's home.
func debrisReason(s string) (reason, url string) {
	if len(s) > 160 || len(s) < 4 {
		return "", ""
	}
	switch {
	case archivedAt.MatchString(s):
		return "where the story was archived", strings.TrimRight(webAddress.FindString(s), ".,;)")
	case ownedStory.MatchString(s):
		return "a site's copyright line", ""
	case endOfFile.MatchString(s):
		return "a download's end mark", ""
	case debrisLine.MatchString(s):
		return "a site's navigation", ""
	}
	return "", ""
}

var (
	linkText = regexp.MustCompile(`(?is)<a\s[^>]*>.*?</a>`)
	navWord  = regexp.MustCompile(`(?i)\b(?:home|index|back|next|prev(?:ious)?|top|archives?|feedback|main|menu|search|log ?in|register|guest ?book|e-?mail|contents|links?|stories|fic(?:tion)?|updates|help|about|browse|reviews?|authors?|titles?|rss|contact)\b`)
)

// navigation says whether a block is nothing but links about a site: "Home",
// "Back to index | Feedback".
func navigation(b Block) bool {
	if len(b.HTML) > 4000 || !strings.Contains(b.HTML, "<a ") || strings.Contains(b.HTML, "<img") || strings.Contains(b.HTML, "fnref") {
		return false
	}
	outside := plainOf(linkText.ReplaceAllString(b.HTML, " "))
	return navWord.MatchString(b.Text) && len(strings.Fields(b.Text)) <= 40 && (!hasWord(outside) || debrisLine.MatchString(strings.Trim(outside, " |·•-\n")))
}
