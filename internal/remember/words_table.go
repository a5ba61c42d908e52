package remember

import (
	"slices"
	"strings"
)

// strong are English words whose forms no rule makes, each with its base first.
var strong = []string{
	"be was were been being am is are", "have had has having", "do did done does doing", "go went gone goes going", "say said says saying",
	"see saw seen", "come came", "take took taken taking", "give gave given", "get got gotten", "make made making", "know knew known", "think thought",
	"tell told", "feel felt", "leave left leaving", "keep kept", "hold held", "bring brought", "begin began begun", "write wrote written writing", "stand stood",
	"hear heard", "let letting", "mean meant", "meet met", "run ran running", "pay paid", "sit sat sitting", "speak spoke spoken", "lie lay lain lying", "lead led",
	"read reading", "grow grew grown", "lose lost losing", "fall fell fallen", "send sent", "build built", "understand understood", "draw drew drawn", "break broke broken",
	"spend spent", "cut cutting", "rise rose risen", "drive drove driven", "buy bought", "wear wore worn", "choose chose chosen", "seek sought", "throw threw thrown",
	"catch caught", "deal dealt", "win won winning", "forget forgot forgotten", "sleep slept asleep", "sell sold", "fight fought", "teach taught", "eat ate eaten",
	"sing sang sung", "hide hid hidden", "strike struck", "shake shook shaken", "ride rode ridden", "swim swam swum", "steal stole stolen", "hang hung hanged",
	"fly flew flown", "drink drank drunk drunken drinking", "weep wept", "sweep swept", "bite bit bitten", "blow blew blown", "burn burnt burned", "bind bound", "bleed bled",
	"breed bred", "cling clung", "creep crept", "dig dug", "dream dreamt dreamed", "feed fed", "find found", "flee fled", "freeze froze frozen", "kneel knelt kneeled",
	"lay laid", "lean leant leaned", "leap leapt leaped", "learn learnt learned", "lend lent", "light lit lighted", "ring rang rung", "shine shone", "shoot shot",
	"shrink shrank shrunk", "sink sank sunk", "slide slid", "smell smelt smelled", "spin spun", "spit spat", "spring sprang sprung", "stick stuck", "sting stung",
	"swear swore sworn", "swing swung", "tear tore torn", "wake woke woken", "weave wove woven", "wind wound", "wring wrung", "bend bent", "beat beaten", "become became",
	"man men", "woman women", "child children", "foot feet", "tooth teeth", "mouse mice", "goose geese", "wife wives", "wolf wolves", "knife knives", "life lives", "thief thieves",
	"good better best", "bad worse worst", "die died dies dying death dead",
}

// commonWords are words that nearly every page of a text has, in some languages of
// which archives have much, in the order of their bytes.
var commonWords = slices.Compact(slices.Sorted(slices.Values(strings.Fields(`
a about after again all also always am an and any are as at be because been before being but by can could did didn do does doesn doing don
down each else ever every few for from get go had has have having he her here hers herself him himself his how i if in into is isn it its itself
just know like ll made make many may me might more most much must my myself never no nor not now of off on once one only or other our ours out over own
re s said same say says she should so some somebody someone something such t than that the their theirs them themselves then there these they thing things this
those though through to too under until up upon us ve very was wasn we well were what when where which while who whom whose why will with would you your yours yourself
story fic scene character characters where remember think maybe
der die das und ist nicht ein eine einer einem einen ich du er sie es wir ihr zu mit auf von dem den des im in aus bei nach als auch noch war wird werden
el la los las un una y o de del que en no se su sus con por para es al lo como mas pero le ya
le les un une et est dans que qui ne pas il elle je tu nous vous ils elles au aux du des ce cette pour sur avec
`))))
