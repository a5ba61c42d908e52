package viewer

import "slices"

// Prefs are what somebody prefers besides how a text is set. The zero Prefs are
// those of who has chosen nothing, and the careful ones.
type Prefs struct {
	// TimeZone is an IANA name such as "Europe/Berlin"; "" is UTC.
	TimeZone string `json:"time_zone,omitempty"`
	// FullWork shows works of several chapters entire rather than by chapter.
	FullWork bool `json:"full_work,omitempty"`
	// HideWarnings and HideFreeforms fold these tags away in lists and on works.
	HideWarnings  bool `json:"hide_warnings,omitempty"`
	HideFreeforms bool `json:"hide_freeforms,omitempty"`
	// NoWorkSkins shows every work without its author's styles.
	NoWorkSkins bool `json:"no_work_skins,omitempty"`
	// NoHistory keeps no list of what one reads.
	NoHistory bool `json:"no_history,omitempty"`
	// NoIndex asks search engines to leave out one's own works and page.
	NoIndex bool `json:"no_index,omitempty"`
	// NoShare hides the ready-made text for sharing on one's own works.
	NoShare bool `json:"no_share,omitempty"`
	// AllowCreator lets others ask one to be a co-creator.
	AllowCreator bool `json:"allow_creator,omitempty"`
	// AllowGifts lets others give one works.
	AllowGifts bool `json:"allow_gifts,omitempty"`
	// HidePseuds shows nobody else the list of one's pseuds.
	HidePseuds bool `json:"hide_pseuds,omitempty"`
	// HideStats shows no statistics of one's works, not even to oneself.
	HideStats bool `json:"hide_stats,omitempty"`
	// DailyWords is the number of words one wants to write a day, 0 for no goal.
	DailyWords int `json:"daily_words,omitempty"`
	// TitleFormat is the title of a work's page in the browser, with TITLE, AUTHOR
	// and FANDOM in any order; "" is the archive's own.
	TitleFormat string `json:"title_format,omitempty"`
	// MailOff are kinds of letters that stay in the inbox; "*" is all that may.
	MailOff []string `json:"mail_off,omitempty"`
}

// Mails reports whether letters of a kind go by mail.
func (p Prefs) Mails(kind string) bool {
	return !slices.Contains(p.MailOff, kind) && !slices.Contains(p.MailOff, "*")
}
