package main

import "strings"

// kindred are words that people take for each other when they tell what they read:
// synonyms, and the wider or the narrower word. One line is one group.
const kindredWords = `
boat ship vessel ferry
sailor seaman mariner
coast shore beach seaside
sea ocean
river stream brook creek
lake pond
storm tempest gale hurricane
rain shower drizzle
fog mist haze
snow blizzard
wood forest grove
hill mountain slope
meadow field pasture
road highway lane
path track trail
street avenue alley
village hamlet town
house cottage dwelling
castle fortress palace mansion
church chapel cathedral abbey
inn tavern pub hotel
shop store market
prison jail dungeon cell
school academy college
kitchen pantry scullery
bedroom chamber
attic loft garret
cellar basement vault
garden orchard park
stable barn shed
bridge viaduct
door gate entrance
window pane
stairs staircase steps
wall fence hedge
roof ceiling
lamp lantern light
candle taper torch
fire flame blaze
smoke fumes
chair seat armchair
table desk
sofa couch
bed mattress bunk
blanket quilt coverlet
pillow cushion
mirror glass
clock watch
carpet rug
curtain drapes
cupboard wardrobe closet
trunk suitcase valise luggage
bag sack purse
basket hamper
box chest crate case
bottle flask jug
cup goblet mug
plate dish bowl
knife dagger blade
sword sabre
gun pistol rifle revolver
bow arrow
axe hatchet
rope cord cable
key latch
coin money cash
gold treasure riches
jewel gem diamond
ring bracelet necklace
letter note message
newspaper journal gazette
book volume novel
picture painting portrait
map chart
coat cloak jacket
hat cap bonnet
shoe boot slipper
dress gown frock
shirt blouse
handkerchief kerchief scarf
horse mare stallion pony
carriage coach wagon cart
train railway locomotive
dog hound puppy
cat kitten
bird fowl
wolf beast
snake serpent
mouse rat
cow cattle ox
doctor physician surgeon
nurse attendant
priest parson vicar clergyman
lawyer attorney barrister
judge magistrate
policeman constable officer detective
soldier warrior trooper
thief robber burglar
murderer killer assassin
servant maid butler
king monarch ruler
queen princess
child infant baby
boy lad youth
girl lass maiden
woman lady
husband spouse
bride wedding marriage
mother mamma
father papa
friend companion comrade
enemy foe
stranger foreigner
beggar tramp vagabond
sickness illness disease
fever chill
wound injury
blood gore
corpse body carcass
grave tomb burial
funeral burying
death dying
ghost spirit phantom spectre
witch sorceress wizard
monster fiend demon
angel cherub
dream nightmare
secret mystery
murder killing slaughter
theft robbery
battle fight combat
war warfare
victory triumph
danger peril
fear terror dread fright
anger rage fury wrath
sorrow grief sadness
joy happiness delight
laughter giggle
tears weeping
scream shriek yell
whisper murmur mutter
shout cry call
song tune melody
music orchestra
dance ball waltz
feast banquet dinner
supper meal
bread loaf
meat beef mutton
wine liquor brandy
beer ale
tea coffee
cake pudding pie
apple fruit pear
drunk intoxicated tipsy
hungry starving famished
tired weary exhausted
sleep slumber
cold icy freezing
hot burning
dark gloomy dim
bright shining brilliant
old ancient aged
young youthful
beautiful lovely handsome
ugly hideous
big large huge enormous
small little tiny
rich wealthy
poor needy
brave courageous bold
afraid scared frightened
angry furious cross
sad unhappy miserable
happy glad merry
mad insane crazy
strange odd peculiar
quick fast swift rapid
slow sluggish
silent quiet
loud noisy
walk stroll
run race rush
climb ascend
fall tumble drop
jump leap spring
ride gallop
swim wade
fly soar
hide conceal
search hunt seek
steal rob
carry bear haul
throw hurl fling
break smash shatter
cut slice carve
strike hit beat
kill slay
bury inter
marry wed
kiss embrace
weep sob
laugh grin
stare gaze
dig excavate
drown sink
escape flee
chase pursue
capture seize catch
tie bind fasten
lock bolt
mend repair
wash bathe scrub
cook roast boil
eat devour
write scribble
read study
teach instruct
promise vow swear
lie deceive
quarrel argue dispute
forgive pardon
travel journey voyage
arrive reach
leave depart
morning dawn sunrise
evening dusk twilight
night midnight
winter frost
autumn harvest
summer heat
`

// kindred tells by its stem which other words a word may be told as.
type kindred map[string][]string

func newKindred() kindred {
	out := kindred{}
	for line := range strings.Lines(kindredWords) {
		group := strings.Fields(line)
		for _, w := range group {
			for _, o := range group {
				if s := stem(w); s != "" && stem(o) != s {
					out[s] = append(out[s], o)
				}
			}
		}
	}
	return out
}
