package account

import (
	"context"
	"strings"

	"github.com/ficstead/ficstead/internal/say"
)

// named are words by which browsers and systems are known in a User-Agent, the
// more telling ones first: nearly all of them also claim to be an older one.
type named struct{ word, name string }

func browsers() []named {
	return []named{
		{"FanFicFare", "FanFicFare"}, {"curl/", "curl"}, {"Wget/", "Wget"}, {"python-requests", "Python"}, {"Go-http-client", "Go"},
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Vivaldi/", "Vivaldi"}, {"SamsungBrowser/", "Samsung Internet"},
		{"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chromium/", "Chromium"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
}

func systems() []named {
	return []named{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"CrOS", "ChromeOS"},
		{"Windows", "Windows"}, {"Mac OS X", "Mac"}, {"Linux", "Linux"},
	}
}

func first(agent string, all []named) string {
	for _, n := range all {
		if strings.Contains(agent, n.word) {
			return n.name
		}
	}
	return ""
}

// deviceWords says what a browser is, for people: "Firefox on Linux".
func deviceWords(ctx context.Context, agent string) string {
	browser, system := first(agent, browsers()), first(agent, systems())
	switch {
	case browser != "" && system != "":
		return say.T(ctx, "{browser} on {system}", "browser", browser, "system", system)
	case browser != "":
		return browser
	case system != "":
		return say.T(ctx, "A browser on {system}", "system", system)
	}
	return say.T(ctx, "A browser or program that doesn’t say what it is")
}
