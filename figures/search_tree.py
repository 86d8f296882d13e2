"""The sentences that a small decoder can say, as a tree, with what a beam search keeps of it lit."""

from collections.abc import Mapping
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.blocks import box, label
from figures.canvas import Point, figure_of, sheet
from figures.colours import INK, SYMBOLS
from figures.lines import arrow
from figures.style import in_course_style

Next = Mapping[str, Mapping[str, float]]
WIDE, HIGH = 2.75, 0.86
START, END = "", "."


class Beginning(NamedTuple):
    """The tokens said so far, and the probability of all of them together."""

    tokens: tuple[str, ...]
    probability: float


def beginnings(rows: Next) -> list[Beginning]:
    """Return all beginnings of sentences, each before what continues it.

    Args:
        rows: for each token, and for "" at the start, what may follow and how probable it is; "." ends a sentence.
    """
    found, rest = [Beginning((), 1.0)], [Beginning((), 1.0)]
    while rest:
        tokens, p = rest.pop(0)
        longer = [Beginning((*tokens, k), p * q) for k, q in rows.get(tokens[-1] if tokens else START, {}).items()]
        found, rest = found + longer, rest + longer
    return found


def kept_by(rows: Next, width: int) -> list[list[Beginning]]:
    """Return for each round which continuations a search of this width keeps, finished ones among them."""
    every, alive, rounds = beginnings(rows), [Beginning((), 1.0)], []
    while alive:
        ahead = [each for each in every if each.tokens and each.tokens[:-1] in {one.tokens for one in alive}]
        rounds.append(sorted(ahead, key=lambda each: -each.probability)[:width])
        alive = [each for each in rounds[-1] if each.tokens[-1] != END]
    return rounds


@in_course_style
def search_tree(rows: Next, *, width: int, rounds: int) -> Figure:
    """Draw the tree; what has been kept in the first rounds is lit, finished sentences have a thick edge.

    Args:
        rows: as `beginnings` takes them.
        width: how many beginnings are kept.
        rounds: how many rounds the search has made.
    """
    every = beginnings(rows)
    kept = {each.tokens for one in kept_by(rows, width)[:rounds] for each in one} | {()}
    leaves = sorted(each.tokens for each in every if each.tokens and each.tokens[-1] == END)
    order = sorted(leaves, key=lambda tokens: [_rank(rows, tokens, k) for k in range(len(tokens))])
    deep = max(map(len, leaves))
    ax = sheet(-0.9, WIDE * deep + 2.2, -HIGH * len(order) + 0.25, 0.6)
    places = {each.tokens: _at(each.tokens, order) for each in every}
    for tokens, p in every:
        _node(ax, places, tokens, p, lit=tokens in kept)
        if tokens:
            q = rows[tokens[-2] if len(tokens) > 1 else START][tokens[-1]]
            _edge(ax, places[tokens[:-1]], places[tokens], q, lit=tokens in kept)
    return figure_of(ax)


def _rank(rows: Next, tokens: tuple[str, ...], k: int) -> int:
    return list(rows[tokens[k - 1] if k else START]).index(tokens[k])


def _at(tokens: tuple[str, ...], order: list[tuple[str, ...]]) -> Point:
    """Put a beginning in the middle of the sentences that begin with it."""
    below = [row for row, each in enumerate(order) if each[: len(tokens)] == tokens]
    return Point(WIDE * len(tokens), -HIGH * sum(below) / len(below))


def _node(ax: Axes, places: Mapping[tuple[str, ...], Point], tokens: tuple[str, ...], p: float, *, lit: bool) -> None:
    at = places[tokens]
    if tokens and tokens[-1] == END:
        box(ax, at, "end", SYMBOLS["y_hat"], width=0.85, height=0.52, size=10, lit=lit)
        label(ax, at.shift(0.55), f"{p:.2f}", size=10.5, ha="left", lit=lit)
    else:
        box(ax, at, tokens[-1] if tokens else "BOS", SYMBOLS["a"], width=1.2, height=0.52, size=10.5, lit=lit)


def _edge(ax: Axes, start: Point, end: Point, q: float, *, lit: bool) -> None:
    arrow(ax, start.shift(0.62), end.shift(-0.64), INK, width=2.2 if lit else 1.2, lit=lit)
    along, up = end.x - start.x, end.y - start.y
    aside = 0.24 / (along**2 + up**2) ** 0.5  # so far from the arrow, on its upper side
    middle = Point((start.x + end.x) / 2, (start.y + end.y) / 2)
    label(ax, middle.shift(-aside * up, aside * along), f"{q:g}", size=9.5, lit=lit)
