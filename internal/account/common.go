package account

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// commonWords are what people who think of nothing better choose, in plain
// letters. Digits and signs around them, capitals, and digits for letters do not
// make them better.
const commonWords = `
password passwort passwords passw pass passe motdepasse contrasena senha parola wachtwoord haslo secret secrets topsecret
login letmein letmeinnow openup opensesame welcome welcomehome hello helloworld hellohello goodbye default changeme changeit change
admin administrator root user username guest test tester testing testtest temp temporary demo example sample system server master
access account private public security secure computer internet windows microsoft google facebook apple android samsung dell
iloveyou iloveu ilovehim iloveher loveyou lovely lovers lover love mylove truelove forever foreverlove always angel angels sweetheart
sweety honey darling babygirl babyboy princess prince queen king kingdom sunshine moonlight starlight rainbow flower flowers butterfly
dragon dragons monkey monkeys tiger tigers eagle eagles falcon panther wolf wolves lion lions horse horses dolphin dolphins kitten kitty
puppy doggy doggie chicken rabbit turtle phoenix unicorn spider scorpion cheetah jaguar mustang corvette ferrari porsche mercedes
toyota nissan yamaha harley chevrolet chevelle camaro cadillac football baseball basketball softball soccer hockey tennis golfer
cricket rugby swimming running boxing wrestling racing lakers yankees cowboys steelers packers broncos redskins rangers chelsea arsenal
liverpool barcelona juventus manchester unitedstates england scotland ireland america canada australia germany france brasil mexico
london paris newyork chicago boston dallas houston austin phoenixaz california florida texas superman batman spiderman wonderwoman
ironman wolverine captain thunder lightning starwars startrek skywalker darthvader gandalf matrix terminator pokemon pikachu naruto
sasuke zelda mario nintendo playstation minecraft warcraft counterstrike halo gamer gaming sherlock doctorwho harrypotter potter
hogwarts gryffindor slytherin hufflepuff ravenclaw hermione voldemort supernatural destiel drarry johnlock merlin twilight
michael michelle jennifer jessica ashley amanda samantha nicole melissa stephanie elizabeth victoria vanessa brandon joshua matthew
daniel anthony andrew robert william thomas charlie charles george jordan justin austinp patrick richard jonathan christopher
christian christina christine alexander alexandra alexis benjamin nicholas natasha natalie gabriel gabriela sebastian valentina
veronica caroline catherine katherine margaret patricia rebecca rachel hannah maggie ginger pepper cookie cookies chocolate cheese
peanut banana bananas orange cherry strawberry coffee pizza cocacola pepsi marlboro whiskey vodka buster killer shadow hunter ranger
maverick freedom liberty jesus jesuschrist christ blessed heaven trustnoone trustno whatever nothing nobody anything something
everything fuckyou fuckoff fuckme asshole bullshit butthead bitch sexy hardcore pussy money dollar diamond diamonds crystal silver
golden platinum midnight summer winter spring autumn january february march april monday friday sunday saturday
fanfic fanfics fanfiction fanfictions fanwork fanworks archive archiveofourown ficstead stories storytime reader readers writer
writers library librarian bookworm books keeper
`

// leet undoes the usual digits and signs for letters.
const leet = "0o1i3e4a5s7t8b@a$s!i"

// keyRows are walks of fingers and heads: keyboards by rows and by columns,
// digits and the alphabet.
const keyRows = "qwertyuiop[] asdfghjkl;' zxcvbnm,./ 1234567890-= !@#$%^&*()_+ qwertzuiopü azertyuiop йцукенгшщзхъ фывапролджэ ячсмитьбю " +
	"abcdefghijklmnopqrstuvwxyz 1q2w3e4r5t6y7u8i9o0p 1qaz2wsx3edc4rfv5tgb6yhn7ujm qazwsxedcrfvtgbyhnujm q1w2e3r4t5y6u7i8o9p0 a1b2c3d4e5f6g7h8 abc123def456 1a2b3c4d5e6f zaq12wsxcde34rfv 11223344556677889900 aabbccddeeffgg"

// dates are days written in digits, in any order, with or without signs.
var dates = regexp.MustCompile(`^(?:(?:19|20)\d\d[-./ ]?[01]?\d[-./ ]?[0-3]?\d|[0-3]?\d[-./ ]?[0-3]?\d[-./ ]?(?:19|20)\d\d)$`)

// common reports whether a password is one that strangers try first: a usual
// word or the person's own name with trimmings, something said twice, a walk over
// the keys, or a date.
func common(password, name, email string) bool {
	p := strings.ToLower(password)
	if dates.MatchString(p) || repeats(p) || walks(p) {
		return true
	}
	words := strings.Fields(commonWords)
	local, _, _ := strings.Cut(strings.ToLower(email), "@")
	for _, own := range []string{strings.ToLower(name), local, strings.ToLower(email)} {
		if own != "" {
			words = append(words, own, core(own))
		}
	}
	for _, c := range []string{p, core(p), core(unleet(p)), unleet(core(p))} {
		if c != "" && (slices.Contains(words, c) || walks(c)) {
			return true
		}
		if half := len(c) / 2; half > 2 && c[:half] == c[half:] && slices.Contains(words, c[:half]) {
			return true
		}
	}
	return false
}

// core is a password without the digits and signs around its letters, as long as
// they are fewer than a second password would be.
func core(p string) string {
	c := strings.TrimFunc(p, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(p)-len(c) > 6 {
		return p
	}
	return c
}

func unleet(p string) string {
	r := []rune(leet)
	return strings.Map(func(c rune) rune {
		for i := 0; i < len(r); i += 2 {
			if r[i] == c {
				return r[i+1]
			}
		}
		return c
	}, p)
}

// repeats reports whether p is one to four characters over and over.
func repeats(p string) bool {
	r := []rune(p)
	for unit := 1; unit <= 4 && unit*2 <= len(r); unit++ {
		same := true
		for i := unit; i < len(r) && same; i++ {
			same = r[i] == r[i-unit]
		}
		if same {
			return true
		}
	}
	return false
}

// walks reports whether p is made of pieces of one walk over the keys, forwards
// or backwards, each of at least three steps.
func walks(p string) bool {
	rest, steps := []rune(p), 0
	for len(rest) > 0 {
		n := longestWalk(rest)
		if n < 3 {
			break
		}
		rest, steps = rest[n:], steps+n
	}
	return steps >= minPassword-2 && len(rest) <= 2
}

// longestWalk is how many of the first characters of p follow one walk.
func longestWalk(p []rune) int {
	best := 0
	for row := range strings.FieldsSeq(keyRows) {
		keys := []rune(row)
		for _, way := range []int{1, -1} {
			for from := range keys {
				n := 0
				for at := from; n < len(p) && at >= 0 && at < len(keys) && keys[at] == p[n]; at += way {
					n++
				}
				best = max(best, n)
			}
		}
	}
	return best
}
