"""The words of the course's own small English: ten topics, each with those who act, what they do to what, and where.

A line `verbs > nouns > adjectives` says which verbs take which nouns as their object and what these can be like. The
first word of a list is the most frequent: the k-th is drawn in proportion to 1/k. `~` marks a noun without a plural,
`_` joins what is one entry. Written for this course.
"""

TOPICS = {
    "kitchen": """
        people: cook baker guest waiter chef
        cut wash eat peel want > pear apple carrot onion leek plum > ripe fresh sweet sour
        make serve taste order > apple_and_pear_salad ~soup ~tea plate_of_meat carrot_salad ~sauce > hot cold good salty
        bake eat burn praise > ~bread piece_of_cake cake pie loaf bun > whole warm sweet burnt
        weigh need mix fetch > ~flour ~butter ~sugar bag_of_flour ~salt piece_of_butter > white fresh fine
        roast buy carve eat > ~meat chicken goose piece_of_meat ~ham > tender cold whole lean
        with: pear apple carrot
        act: eat rest cook wait
        place: in the kitchen | at the table | by the oven | near the window
        goal: kitchen table oven pantry
        """,
    "sea": """
        people: sailor captain diver swimmer fisherman
        see watch hear follow > whale wave ship gull seal dolphin > grey huge wild white
        love cross fear see > sea tide bay storm coast > blue rough calm deep
        tie learn untie show > knot loop > tight simple good
        mend raise need lower > sail net rope anchor oar > torn old heavy wet
        with: net rope oar
        act: swim sail wait dive drift
        place: at sea | on the beach | by the sea | on the pier | in the harbour
        goal: sea beach harbour island pier
        """,
    "garden": """
        people: gardener child neighbour beekeeper
        pick smell water plant love > flower rose tulip daisy herb lily > red blue yellow pretty wild
        see count watch chase > ant bee bird snail butterfly spider > small busy tiny black
        dig_up plant cover need > root bulb bean seed row_of_beans > long fat dry
        climb cut trim see > tree beech hedge apple_tree bush > bare tall green young
        with: flower rose tulip
        act: rest dig play kneel
        place: in the garden | in the sun | under the beech | near the hedge | by the pond
        goal: garden gate pond shed
        """,
    "music": """
        people: singer drummer pianist conductor
        play hear tune buy > violin drum horn piano cello flute > old loud new golden
        sing hear write learn know > song tune note chord carol > sad slow new short
        join hear lead praise > choir band orchestra trio > loud famous small
        with: violin drum horn
        act: sing play practise dance listen
        place: on the stage | in the hall | at the concert | in the choir
        goal: concert stage hall rehearsal
        """,
    "market": """
        people: farmer customer trader thief
        buy sell find wear > pair_of_shoes pair_of_gloves hat coat scarf pair_of_socks > cheap new woollen plain
        steal hide find lose > coin purse ring watch wallet > golden small silver lost
        sell buy carry weigh > pear ~cheese basket_of_plums ~fish pumpkin jar_of_honey > fresh good ripe cheap
        hold miss visit like > sale auction fair stall > big weekly noisy
        with: coat hat pair_of_gloves
        act: wait bargain shout pay
        place: at the market | at the sale | by the stall | on the square
        goal: market sale stall square
        """,
    "home": """
        people: mother father grandmother maid
        meet love miss visit > aunt son friend daughter cousin uncle > dear young old poor
        comb wash cut dry > ~hair beard fringe > long dark grey wet
        tell hear know read > tale story joke riddle > long funny sad true
        clean sweep paint see > room floor stair attic cellar > cold dark whole empty
        with: aunt son daughter
        act: sleep wait laugh rest
        place: at home | by the fire | in bed | on the stairs
        goal: door attic cellar fire
        """,
    "forest": """
        people: hunter ranger walker woodcutter
        see follow hear watch > deer bear hare fox owl wolf badger > brown wild shy grey
        cut burn gather carry > ~wood log branch twig bundle_of_wood > dry bare thick wet
        see find paint touch > tail track hole feather nest > long bushy deep strange
        with: log feather branch
        act: hide hunt walk camp
        place: in the wood | in the forest | under the fir | near the hole
        goal: wood forest clearing cave
        """,
    "school": """
        people: pupil teacher student reader
        win lose want deserve > prize race game medal > big first small
        write read know learn > word letter answer tale poem sentence > right long new short
        draw paint like see > knight castle king dragon sword > brave old blue shiny
        open buy lose carry > book pen bag map atlas > new red heavy thin
        with: book bag pen
        act: write read learn listen
        place: at school | in the library | at the board | in the yard
        goal: school library board yard
        """,
    "travel": """
        people: driver pilot traveller guard
        wait_for miss see board > plane train bus tram ferry > late full small fast
        know take find show > road way route path bridge > right short long narrow
        see cross leave like > plain hill river valley desert > bare wide green dry
        ride buy feed sell > horse donkey camel > tired brown strong
        with: bag horse donkey
        act: wait travel sleep arrive
        place: on the road | on the plane | at the station | on the plain
        goal: station airport road border
        """,
    "workshop": """
        people: carpenter smith apprentice welder
        bend heat cut buy > ~steel ~iron bar_of_steel ~copper wire > hot hard red
        make paint carry mend > board table chair plank stool > new plain flat strong
        lift hang move need > weight hammer beam bucket > heavy whole new
        drill see fill measure > hole groove slot > round deep small
        with: hammer board plank
        act: work wait rest hammer
        place: at the bench | in the workshop | by the forge | near the saw
        goal: bench workshop forge shed
        """,
}

# The sentences. Words in capitals are replaced; of the alternatives the k-th is drawn in proportion to 1/k. 1 and 2 are
# singular and plural; V1, V2 and VD are verbs of the present, singular and plural, and of the past.
RULES = """
S = CLAUSE . | CLAUSE PLACE . | WHEN CLAUSE . | CLAUSE TIME . | CLAUSE , too . | SKY . | does NP1 BASE ? | do NP2 BASE ?
S = SKY PLACE . | there is A_THING PLACE . | there are THINGS PLACE . | WHEN SKY . | where does NP1 ACT0 ?
S = can NP2 BASE ? | please BASE . | why do NP2 BASE ? | NP1 V1 and V1 .
S = there is no ONE PLACE . | NP2 would like OBJECT .
CLAUSE = NP1 V1 | NP2 V2 | NP1 VD | NP2 VD | NP1 is LIKE | NP2 are LIKE
NP1 = the PERSON | she | the OF_PEOPLE PERSON | a PERSON | he | PERSON'S KIN | our KIN | this PERSON
NP1 = the PERSON with WITH2 | their KIN | the PERSON PLACE | one PERSON
NP2 = the PEOPLE | they | two PEOPLE | we | the OF_PEOPLE PEOPLE | the PERSON and PERSON'S KIN | these PEOPLE
NP2 = their KINS | four PEOPLE | the PEOPLE with a WITH1 | our KINS | the PEOPLE PLACE | eight PEOPLE
PERSON'S = the PERSON 's | the OF_PEOPLE PERSON 's
KIN = son | daughter | aunt | brother | uncle
KINS = sons | daughters | aunts | brothers
OF_PEOPLE = old | young | tired | happy | poor | dear | weak | proud | new
LIKE = tired | happy | here | not OF_PEOPLE | hungry | PLACE | weak | bored | busy | too tired | ill | too weak
V1 = ACTION1 | ACT1 | wants to BASE | goes to the GOAL | does not BASE | would BASE
V1 = comes by the GOAL | knows how to BASE
BASE = ACTION0 | ACT0 | go to the GOAL | come here
V2 = ACTION0 | ACT0 | want to BASE | go to the GOAL | do not BASE | would BASE | come by the GOAL | know how to BASE
VD = ACTIOND | ACTD | wanted to BASE | went to the GOAL | did not BASE
VD = came here | knew how to BASE | rode to the GOAL
TIME = every day | TO_DO | at night | for an hour | this week | in peace | for two hours
TIME = all night | for a week | too often
TO_DO = today | right now | again | together | for four hours | alone | once a week | for eight days
WHEN = today | every morning | at night | in the evening | every week | in the end | for once | one night | by noon
SKY = the sun shines | it rains | the wind blew | the sun is warm | the night is cold | the sky is blue | it is raining
SKY = the sun shone | the rain is heavy | the wind is weak | the hour is late | the nights are long | the wind is strong
"""

IRREGULAR_PAST = {
    "be": "was", "bend": "bent", "buy": "bought", "cut": "cut", "deal": "dealt", "dig": "dug", "draw": "drew",
    "eat": "ate", "feed": "fed", "find": "found", "hang": "hung", "hear": "heard", "hide": "hid", "hold": "held",
    "kneel": "knelt", "know": "knew", "lead": "led", "leave": "left", "lose": "lost", "make": "made", "meet": "met",
    "pay": "paid", "read": "read", "ride": "rode", "see": "saw", "sell": "sold", "sing": "sang", "sleep": "slept",
    "steal": "stole", "sweep": "swept", "swim": "swam", "take": "took", "tell": "told", "wear": "wore", "win": "won",
    "write": "wrote",
}  # fmt: skip

IRREGULAR_PLURAL = {
    "child": "children", "deer": "deer", "fisherman": "fishermen", "goose": "geese", "loaf": "loaves",
    "scarf": "scarves", "thief": "thieves", "wolf": "wolves",
}  # fmt: skip
