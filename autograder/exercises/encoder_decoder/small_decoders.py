"""Decoders that are small enough to know every sentence they can say, for beam search to be tried on."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.course_function import CourseFunction
from autograder.promises.inputs import Call, Rng

MANY = 1500  # draws until one is found that tells right from wrong: one in 30 does, or more, so no luck is needed
ORDER = ("step", "a0", "bos_id", "eos_id", "width", "max_len", "alpha")  # of the arguments
LETTERS = "<.abcd"  # of the tokens of a decoder with a table: BOS, EOS, and words
FAR = 0.02  # how much better the best is than the next, at least: no two are equally good


def tree_step(a, token):  # type: ignore[no-untyped-def]  # travels as source
    """Go from a node of a tree to the one that this token leads to; `a` is the number of the node."""
    node = int(child[int(a[0, 0]), token])  # type: ignore[name-defined]  # noqa: F821
    return log_p[node].copy(), np.array([[float(node)]])  # type: ignore[name-defined]  # noqa: F821


def table_step(a, token):  # type: ignore[no-untyped-def]  # travels as source
    """Say what may come next from the last token alone."""
    return log_p[token].copy(), a + 1.0  # type: ignore[name-defined]  # noqa: F821


def a_call(step: Any, bound: dict[str, Any], a0: np.ndarray, **others: Any) -> Call:
    """Return a call of beam_search."""
    return in_order({"step": CourseFunction(step, bound), "a0": a0, **others})


def in_order(call: Call) -> Call:
    """Return a call whose arguments stand in the order of the exercise."""
    return {name: call[name] for name in ORDER if name in call}


def normalised(scores: np.ndarray) -> np.ndarray:
    """Return logarithms of probabilities along the last axis."""
    log_p: np.ndarray = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    return log_p


def some_tokens(rng: Rng, n_y: int) -> tuple[int, int, list[int]]:
    """Draw which tokens are BOS and EOS, and which are words."""
    bos_id, eos_id, *words = (int(token) for token in rng.permutation(n_y))
    return bos_id, eos_id, words


# ------------------------------------------------------------------------------------------- sentences of one length


def a_tree(rng: Rng, words: int, length: int) -> Call:
    """Draw a decoder that says sentences of this length alone: EOS comes after that, and before it never.

    What comes next depends on all that was said, so that each beginning needs an `a` of its own.
    """
    n_y = words + 2
    bos_id, eos_id, said = some_tokens(rng, n_y)
    places = [tokens for n in range(length + 1) for tokens in itertools.product(said, repeat=n)]
    number = {tokens: k + 1 for k, tokens in enumerate(places)}
    child = np.zeros((len(places) + 1, n_y), dtype=int)
    # Much is decided late: so the best sentence is often not one that begins best.
    spread = [1.0, *(0.3 + 1.2 * len(tokens) / length for tokens in places)]
    scores = rng.standard_normal((len(places) + 1, n_y)) * np.array(spread)[:, None]
    scores[:, bos_id] = -25.0
    child[0, [bos_id, eos_id]] = 1  # who begins from EOS is charged once, elsewhere
    for tokens, k in number.items():
        scores[k, eos_id] = 25.0 if len(tokens) == length else -25.0
        for token in said if len(tokens) < length else ():
            child[k, token] = number[(*tokens, token)]
    bound = {"child": child, "log_p": normalised(scores)}
    start = {"bos_id": bos_id, "eos_id": eos_id, "max_len": length + 2, "alpha": 0.0}
    return a_call(tree_step, bound, np.zeros((1, 1)), **start)


def beginnings_of(call: Call) -> dict[tuple[int, ...], float]:
    """Return the log-probability of all beginnings of the sentences of a tree, whole ones among them."""
    child, log_p = (call["step"].bound[name] for name in ("child", "log_p"))
    found: dict[tuple[int, ...], float] = {}
    rest: list[tuple[tuple[int, ...], int, float]] = [((), int(child[0, call["bos_id"]]), 0.0)]
    while rest:
        tokens, node, log_prob = rest.pop()
        found[tokens] = log_prob
        following = [k for k in range(child.shape[1]) if child[node, k]]
        rest += [((*tokens, k), int(child[node, k]), log_prob + log_p[node, k]) for k in following]
    return found


class Ranks:
    """Where the beginnings of the best sentence of a tree stand; the first place is 1.

    Each is a pair: the best place and the worst that it may be said to have, as what is nearly as probable stands above
    or below it.

    Attributes:
        of_all: among all beginnings of the same length, by the number of their tokens less 1.
        of_own: among those that differ in the last token alone.
        second: that of its first two tokens among those whose first token is one of the two best.
    """

    def __init__(self, call: Call, length: int) -> None:
        self._every = beginnings_of(call)
        best = max((tokens for tokens in self._every if len(tokens) == length), key=lambda tokens: self._every[tokens])
        begun = [best[:n] for n in range(1, length + 1)]
        self.of_all = [self._place(each, lambda tokens: True) for each in begun]
        self.of_own = [self._place(each, lambda tokens, each=each: tokens[:-1] == each[:-1]) for each in begun]  # type: ignore[misc]
        first = sorted((tokens for tokens in self._every if len(tokens) == 1), key=lambda tokens: -self._every[tokens])
        self.second = self._place(best[:2], lambda tokens: tokens[:1] in first[:2])

    def _place(self, tokens: tuple[int, ...], counts: Callable[[tuple[int, ...]], bool]) -> tuple[int, int]:
        others = [each for each in self._every if len(each) == len(tokens) and each != tokens and counts(each)]
        above = [self._every[each] - self._every[tokens] for each in others]
        return 1 + sum(each > FAR for each in above), 1 + sum(each > -FAR for each in above)

    def found_with(self, width: int) -> bool:
        """Tell whether all beginnings are among so many of their length, so that none is ever lost."""
        return all(worst <= width for _, worst in self.of_all)


def a_tree_where(rng: Rng, words: int, length: int, width: int, suits: Callable[[Ranks], bool]) -> Call:
    """Draw a tree in which one sentence is the best and its beginnings suit, and a search of this width."""
    for _ in range(MANY):
        call = a_tree(rng, words, length)
        ranks = Ranks(call, length)
        if ranks.of_all[-1] == (1, 1) and suits(ranks):
            return in_order({**call, "width": width})
    raise AssertionError("No such tree was drawn.")


def found(rng: Rng, words: int, length: int, width: int) -> Call:
    """Draw a tree whose best sentence this width finds for sure, and the greedy search does not."""
    return a_tree_where(rng, words, length, width, lambda ranks: ranks.of_all[0][0] > 1 and ranks.found_with(width))


def found_by_a_late_turn(rng: Rng, width: int) -> Call:
    """Draw the same where the second token of the best sentence is not the most probable after its first."""
    return a_tree_where(rng, 3, 3, width, lambda ranks: ranks.of_own[1][0] > 1 and ranks.found_with(width))


def missed(rng: Rng, words: int, length: int, width: int) -> Call:
    """Draw a tree whose best sentence is missed: as many first tokens as the width are better than its own."""
    return a_tree_where(rng, words, length, width, lambda ranks: ranks.of_all[0][0] > width)


def missed_in_round_2(rng: Rng) -> Call:
    """Draw a tree whose best sentence is missed in the second round, though it is among the two best of its own."""

    def suits(ranks: Ranks) -> bool:
        of_own = all(worst <= 2 for _, worst in ranks.of_own)
        return ranks.of_all[0][1] <= 2 and ranks.second[0] > 2 and of_own

    return a_tree_where(rng, 3, 3, 2, suits)


# ------------------------------------------------------------------------------------------ sentences of any length


def a_table(rng: Rng, rows: dict[str, dict[str, float]], **others: Any) -> Call:
    """Return a decoder that says what comes next from the last token alone; which token has which number, is drawn.

    Args:
        rng: draws the numbers.
        rows: for each token, "<" for BOS and "." for EOS, the probabilities of some of those that may come next, as
            letters; the rest of 1 is shared by all the others.
        others: further arguments of beam_search.
    """
    letters = LETTERS
    number = dict(zip(letters, rng.permutation(len(letters)).tolist(), strict=True))
    log_p = np.empty((len(letters), len(letters)))
    for last in letters:
        known = rows.get(last, rows["<"] if last == "." else {})  # who begins from EOS is charged once, elsewhere
        rest = (1 - sum(known.values())) / (len(letters) - len(known))
        # No two are equally good: what is shared is shared a little unevenly, and EOS gets the least.
        shares = {letter: rest * (0.8 + 0.07 * k) for k, letter in enumerate(".<abcd")}
        for letter in letters:
            log_p[number[last], number[letter]] = np.log(known.get(letter, shares[letter]))
    ends = {"bos_id": number["<"], "eos_id": number["."]}
    return a_call(
        table_step, {"log_p": log_p}, rng.standard_normal((2, 1)), **ends, **{"alpha": 0.0, "max_len": 6, **others}
    )


def a_chain(rng: Rng, said: str, **others: Any) -> Call:
    """Return a decoder that most probably says these letters, whatever was said before; all others are alike.

    Args:
        rng: draws which token has which number.
        said: the letters, which `a_table` explains.
        others: further arguments of beam_search.
    """
    number = dict(zip(LETTERS, rng.permutation(len(LETTERS)).tolist(), strict=True))
    nodes, n_y = len(said), len(LETTERS)
    scores = 0.01 * rng.permuted(np.tile(np.arange(n_y), (nodes + 1, 1)), axis=1)
    scores[np.arange(1, nodes + 1), [number[letter] for letter in said]] = 3.0
    child = np.repeat(np.minimum(np.arange(1, nodes + 2), nodes)[:, None], n_y, axis=1)
    ends = {"bos_id": number["<"], "eos_id": number["."]}
    bound = {"child": child, "log_p": normalised(scores)}
    return a_call(tree_step, bound, np.zeros((1, 1)), **ends, **{"alpha": 0.0, "max_len": nodes + 2, **others})
