"""The words that codes are made of: short, kind, easy to say on the telephone and to spell; no two sound alike."""

_ANIMALS = """
badger bat bear beaver bee beetle bison bunny camel cat chick cobra cow crab cricket deer dog dolphin donkey
duck eagle falcon ferret finch fox frog gecko giraffe goat goose hamster hawk hedgehog heron hippo horse
iguana jaguar kangaroo kitten koala lamb lemur leopard lion lizard llama lobster magpie mole monkey moose moth
mouse newt octopus ostrich otter owl panda panther parrot penguin pigeon pony puffin puppy rabbit raccoon
robin salmon seal shark sheep shrimp sloth snail sparrow spider squid squirrel starfish swan tadpole tiger
toad tortoise toucan turtle walrus wasp whale wolf wombat yak zebra
"""
_PLANTS = """
acorn apple apricot bamboo banana basil bean birch blossom bluebell bramble bush cactus carrot cedar celery
cherry chestnut clover coconut cress daffodil daisy elm fern fig forest garlic ginger grape grass hazel
heather hedge holly iris ivy jasmine kiwi leaf lemon lettuce lilac lily lime mango maple marigold meadow melon
mint moss mushroom nettle nutmeg oak olive onion orange orchard orchid palm papaya parsley parsnip peach
peanut pear pebble petal pine plum poppy potato primrose pumpkin radish raisin rhubarb rose sage seed spinach
sprout sunflower thistle thyme tomato tulip turnip vanilla violet walnut willow
"""
_SKY = """
autumn blizzard breeze cloud comet dawn daylight dusk evening frost galaxy gale hail horizon icicle july june
lightning march midnight mist moon morning planet puddle rainbow rocket satellite shadow sky snowflake spring
star summer sunrise sunset thunder tide tornado twilight wave winter
"""
_PLACES = """
airport alley attic avenue bakery balcony barn bay beach bridge brook cabin canal canyon castle cave chapel
cinema city cliff cottage desert farm field fountain garage garden glacier harbour hill hostel island jungle
kitchen lagoon lake library lighthouse market mill mountain museum ocean oasis palace park path pier
playground pond pool port prairie river road school shed shop stable stadium station stream street studio
temple theatre tower tunnel valley village volcano waterfall windmill yard zoo
"""
_THINGS = """
anchor apron armchair arrow backpack badge bagpipe ball balloon banjo basket beacon bell bench bicycle blanket
boat book boot bottle bowl box bracelet brick broom brush bucket bus button camera candle canoe canvas cap
card carpet cello chair chalk clarinet clock coat coin compass cone cotton crayon crown cup curtain cushion
desk dice diary door dress drum easel engine envelope feather ferry fiddle flag flute fork frame gate gift
glass globe glove guitar hammer hammock hanger harp hat helmet hoop jacket jar jigsaw jug kayak kettle key
keyboard kite ladder lamp lantern laptop locket magnet map marble mask medal melody mirror mitten mug napkin
necklace notebook oven paddle paint paper parcel pencil piano picture pillow pocket poem postcard poster
puppet purse puzzle quilt radio raft ribbon ring robe robot rope rucksack ruler sail sandal satchel saucer
scarf scooter shelf shoe shovel skate sledge slipper sock sofa spoon stamp statue stool suitcase sweater swing
table tambourine teapot telescope tent ticket torch towel tractor train tray trolley trombone trumpet tuba
umbrella van vase vest violin wagon wallet wheel whistle window xylophone yacht zip
"""
_FOOD = """
bagel biscuit bread brownie butter cake caramel cereal cheese chocolate chutney cocoa cookie cracker cream
crumble crumpet cupcake curry custard dumpling flapjack flour fudge gravy honey jam jelly juice ketchup
lasagne lemonade lentil lollipop macaroni milk muffin noodle oatmeal omelette pancake pasta pastry pepper
pickle pie pizza popcorn porridge pretzel pudding rice salad samosa sandwich sauce sausage scone smoothie soup
spaghetti stew sugar sultana syrup taco toast toffee treacle trifle waffle yoghurt
"""
_COLOURS = """
amber aqua azure bronze copper coral crimson diamond emerald gold indigo ivory jade lavender navy opal pearl
pink purple quartz ruby sapphire scarlet silver tan topaz turquoise velvet yellow
"""
_DOING = """
bounce build carry chat clap climb cook dance draw drift explore float fly gather giggle glide grow hop hum
jog juggle jump knit laugh listen march paddle play ride roll run sew shine sing sketch skip smile spin splash
stretch swim think travel wander weave whisper write yawn
"""

WORDS: tuple[str, ...] = tuple(
    sorted(
        {
            word
            for group in (_ANIMALS, _PLANTS, _SKY, _PLACES, _THINGS, _FOOD, _COLOURS, _DOING)
            for word in group.split()
        }
    )
)
