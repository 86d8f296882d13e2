# ruff: noqa: SIM905 - words in a row read better than a list of strings in quotes
"""Short reviews whose verdict depends on the order of the words: negation turns a word round, contrast picks a clause.

"although the soup was good , the end was not great" holds the words of its opposite, "the soup was not good , but the
end was great". A model that only counts words cannot tell them apart.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.splits import Split, split
from data.vocabulary import Vocabulary

WORKS = """album ballet biography circus comedy concert documentary exhibition film lecture musical novel opera play
    podcast poem portrait revue series show""".split()
PLACES = """bakery bookshop brewery cafe campsite castle cinema farm gallery garden hostel hotel library market museum
    park restaurant sauna tavern zoo""".split()
DISHES = """biscuit broth burger cake cheese curry jam juice omelette pancake pastry pie pizza porridge pudding risotto
    salad sandwich soup stew""".split()
#: What is reviewed. Each one occurs in the training part, in the development part or in the test part alone.
ENTITIES = (*WORKS, *PLACES, *DISHES)
# What there is to say of each.
ASPECTS = {
    **dict.fromkeys(WORKS, ("start", "end", "idea", "music", "story", "style", "pace", "title")),
    **dict.fromkeys(PLACES, ("staff", "view", "food", "music", "mood", "welcome", "light", "service")),
    **dict.fromkeys(DISHES, ("taste", "smell", "look", "texture", "colour", "recipe", "crust", "idea")),
}
GOOD = """good great lovely pleasant superb charming brilliant splendid wonderful fine excellent delightful perfect nice
    special impressive fantastic marvellous amazing remarkable magnificent memorable terrific lively""".split()
BAD = """bad awful dull boring terrible poor dreadful horrible mediocre weak disappointing tedious nasty shabby
    miserable annoying forgettable lousy dismal tiresome sad worthless ridiculous hopeless""".split()
# What is said with one word of the list: "{}" stands for it. The first turn it round, the others leave it as it is.
TURNING = (
    *("not {}", "not {}", "not very {}", "never {}", "hardly {}", "not at all {}", "far from {}", "anything but {}"),
    *("nothing like as {} as they say", "not even close to {}", "by no means {}"),
)
KEEPING = (
    *("{}", "{}", "{}", "{}", "very {}", "really {}", "so {}", "not only {} but very {}", "nothing but {}"),
    *("never less than {}", "{} as always"),
)
ASIDES = (
    *("we went on a monday", "my brother came along", "it rained a little", "we sat at the back", "i paid by card"),
    *("it was our second visit", "a friend told us about it", "we stayed for two hours", "they open at nine"),
    *("nobody asked me to write this", "i do not write often", "it was not far to walk"),
)
# V is the verdict and counts; W is of the same opinion, O of the other.
SINGLE = ("V",)
AGREEMENTS = ("V and W", "V . also , W", "not only that W : V", "V , and besides W")
CONTRASTS = (
    *("O , but V", "O . still , V", "O , yet V", "although O , V", "while O , V", "V , although O", "V , even if O"),
    *("V . true , O , but that hardly matters", "O . that is soon forgotten , since V"),
    *("what counts is that V , not that O",),
)
SHARES = {SINGLE: 0.43, AGREEMENTS: 0.35, CONTRASTS: 0.22}
TURNED, ASIDE = 0.2, 0.5  # shares of clauses that are turned round, and of reviews that have an aside
#: What tag 0, 1, 2 of a word is.
OPINIONS = ("", "against", "for")
_BEFORE_TURNED = {said.partition("{}")[0].strip() for said in TURNING}


class Reviews(NamedTuple):
    """Reviews and their verdicts.

    Attributes:
        words: the reviews, each a list of words.
        y: 1 where the verdict is good, 0 where it is bad, shape (m,).
        kinds: how each is built: "plain", "negation", "contrast" or "both".
    """

    words: list[list[str]]
    y: NDArray[np.int64]
    kinds: list[str]


class ReviewSplits(NamedTuple):
    """Reviews to learn from, to choose with, to judge by, and the words of the first of these."""

    train: Reviews
    dev: Reviews
    test: Reviews
    vocabulary: Vocabulary


def review_splits(
    n_train: int = 3000, n_dev: int = 500, n_test: int = 1000, *, rng: np.random.Generator
) -> ReviewSplits:
    """Make reviews for training, development and test that share neither a review nor what is reviewed.

    No review occurs twice in all three parts together, even where names of what is reviewed are left out. Half of the
    verdicts are good, up to chance. The vocabulary holds the words of the training part: encode with `unknown=-1`, and
    `one_hot` gives a column of zeros for what was never seen.

    Args:
        n_train: number of reviews to learn from; 20,000 is a larger setting.
        n_dev: number of reviews to choose with.
        n_test: number of reviews to judge by.
        rng: source of all choices.
    """
    entities, seen = split(ENTITIES, rng=rng, dev=0.2, test=0.2), set[str]()
    sizes = Split._fields, (n_train, n_dev, n_test)
    train, dev, test = (_reviews(m, getattr(entities, part), seen, rng) for part, m in zip(*sizes, strict=True))
    return ReviewSplits(train, dev, test, Vocabulary.of(train.words))


def opinion_tags(words: Sequence[str]) -> list[int]:
    """Say of each word of a review whether it speaks for or against, as it stands there, in the numbers of OPINIONS.

    "far from good" speaks against. A clause that does not decide the verdict is tagged like any other.
    """
    tags, clause = [], 0
    for t, word in enumerate(words):
        clause = t + 1 if word == "was" else clause
        turned = " ".join(words[clause:t]) in _BEFORE_TURNED
        tags.append(1 + ((word in GOOD) ^ turned) if word in GOOD or word in BAD else 0)
    return tags


def _reviews(m: int, entities: Sequence[str], seen: set[str], rng: np.random.Generator) -> Reviews:
    """Make m reviews that are not in `seen`, names of what is reviewed aside, and add them there."""
    words: list[list[str]] = []
    y, kinds = [], []
    while len(words) < m:
        verdict, entity = int(rng.integers(2)), _one(entities, rng)
        review, kind = _review(verdict, ASPECTS[entity], rng)
        if review not in seen:
            seen.add(review)
            words.append(review.replace("ENTITY", entity).split())
            y.append(verdict)
            kinds.append(kind)
    return Reviews(words, np.array(y, dtype=np.int64), kinds)


def _review(verdict: int, aspects: Sequence[str], rng: np.random.Generator) -> tuple[str, str]:
    """Give a review of ENTITY and how it is built."""
    frames = list(SHARES)[rng.choice(len(SHARES), p=list(SHARES.values()))]
    frame = _one(frames, rng).split()
    clauses = [at for at, word in enumerate(frame) if word in ("V", "W", "O")]
    subjects = ["the " + aspects[k] for k in rng.permutation(len(aspects))[: len(clauses)]]
    subjects[rng.integers(len(clauses))] += " of the ENTITY"
    turned = False
    for at, subject in zip(clauses, subjects, strict=True):
        turns = bool(rng.random() < TURNED)
        frame[at] = f"{subject} was {_said(verdict ^ (frame[at] == 'O'), turns, rng)}"
        turned = turned or turns
    kind = ("plain", "negation", "contrast", "both")[turned + 2 * (frames is CONTRASTS)]
    return _with_aside(" ".join(frame), rng), kind


def _said(value: int, turned: bool, rng: np.random.Generator) -> str:
    """Say 1, good, or 0, bad; turned, with a word of the other list."""
    said = _one(TURNING if turned else KEEPING, rng)
    for _ in range(said.count("{}")):
        said = said.replace("{}", _one(GOOD if value ^ turned else BAD, rng), 1)
    return said


def _with_aside(review: str, rng: np.random.Generator) -> str:
    """Put a sentence without an opinion before or after half of the reviews."""
    if rng.random() >= ASIDE:
        return review
    aside = _one(ASIDES, rng)
    return f"{aside} . {review}" if rng.integers(2) else f"{review} . {aside}"


def _one(items: Sequence[str], rng: np.random.Generator) -> str:
    return items[int(rng.integers(len(items)))]
