# ruff: noqa: SIM905 - words in a row read better than a list of strings in quotes
"""The phrases of the sentences with named entities. Written for this course.

A phrase is words and slots. NAME is a name of the kind that is asked for, a slot in capitals is one of its phrases, and
`*` marks the word by which a reader knows what the name before it is of (for a title, the name after it). Two names in
one phrase are NAME1 and NAME2, and *CUE1 and *CUE2 decide them. All but the words of KINDS are the same for all kinds.
"""

PERSON, PLACE, FIRM, THING = "PER", "LOC", "ORG", "O"
NOTHING = ("",)  # to be repeated: a phrase that is left out so often

#: Words that tell one kind from the others.
KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    PERSON: {
        "TITLE": ("mr", "mrs", "doctor", "captain", "aunt", "my friend", "our neighbour", "old uncle"),
        "ROLE": tuple("singer baker sailor painter dentist swimmer poet widow pilot nurse".split()),
        "CUE": tuple(
            """voice beard daughter smile temper childhood wedding moustache handwriting cough grandchildren diary
            accent haircut cousin hands""".split()
        ),
        "SECOND": ("NAME",),
    },
    PLACE: {
        "TITLE": ("the town of", "the people of", "the road to", "the centre of", "the museum in", "the train to"),
        "ROLE": tuple("port village capital suburb spa settlement parish township resort fortress".split()),
        "CUE": tuple(
            """harbour climate cathedral bridges floods streets beaches airport river earthquake walls lake trams
            skyline districts fog""".split()
        ),
        "SECOND": tuple("falls valley beach hills bay heights springs junction".split()),
    },
    FIRM: {
        "TITLE": ("the firm", "shares of", "the owners of", "the chairman of", "a van of", "an advertisement of"),
        "ROLE": tuple("brewery bank publisher airline bakery shipyard retailer insurer laundry sawmill".split()),
        "CUE": tuple(
            """profits customers shareholders merger factories advertisements invoices products warehouse discounts
            machines employees bankruptcy prices board patents""".split()
        ),
        "SECOND": tuple("motors airlines press brothers foods textiles electric holdings".split()),
    },
    THING: {"SECOND": tuple("boots cakes hats roses chairs buttons sandwiches curtains".split())},
}

#: What all kinds share.
SHARED: dict[str, tuple[str, ...]] = {
    "OPEN": (
        *NOTHING * 10,
        *("yesterday", "they say that", "i think that", "last year", "it is true that", "once again"),
        *("after the talk of the WORD ,", "a ANYONE told us that"),
    ),
    "VERB": (
        *("is in the news", "was praised", "is well known", "has changed", "was never forgotten", "was mentioned"),
        *("is on the radio", "has many friends", "needs help", "is not alone", *("PAST",) * 5),
    ),
    "PAST": (
        *("surprised us", "drew a crowd", "had luck", "won", "made us smile", "grew", "came up", "got a letter"),
        *("suffered", "stayed in my mind"),
    ),
    "ASIDE": (
        *NOTHING * 8,
        *("of course", "so they say", "in the end", "as everyone knows", "as a ANYONE said"),
        "with or without the WORD",
    ),
    "LINK": ("because of the", "thanks to the", "for the", "for the", "with the", "with the", "despite the"),
    "LIKE": (*NOTHING * 8, "new", "old", "famous", "terrible", "lovely", "fine"),
    "NEITHER": tuple("news idea change story trouble delay plan mistake".split()),
    "CLOSE": (*NOTHING * 7, "and nobody knows why", "or so it seems", "and that is that"),
    "JOIN": ("and", "but", "while"),
}

#: Where the word stands that decides: left of the name, right beside it, near, far; in two clauses at once ("crossed"),
#: or nowhere. Each with its share of the clauses and its phrase.
FORMS = {
    "left": (0.2, "OPEN *TITLE NAME VERB ASIDE CLOSE"),
    "beside": (0.25, "OPEN NAME *SECOND VERB ASIDE CLOSE"),
    "near": (0.1, "OPEN NAME , the LIKE *ROLE , VERB ASIDE CLOSE"),
    "far": (0.35, "OPEN NAME VERB ASIDE LINK LIKE *CUE CLOSE"),
    "crossed": (0.05, "OPEN NAME1 and NAME2 PAST ASIDE , the first LINK *CUE1 and the second LINK *CUE2 CLOSE"),
    "nowhere": (0.05, "OPEN NAME VERB ASIDE LINK LIKE NEITHER CLOSE"),
}
