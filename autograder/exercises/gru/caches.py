"""What the cell and the loop keep for the way back: one cache a step, its entries in the order of the docstring.

Other checks never compare them, so here the transcript holds them and nothing else: a mistake in the values says
nothing of what is wrong with a cache.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch, NotAttempted
from autograder.exercises.gru.gates import close
from autograder.expect import expect, expect_close, shown
from autograder.fingerprint import fingerprint
from autograder.promises.gru import AROUND_CELL, CACHED, cache_of
from autograder.promises.inputs import Arrays, Call

ORDER = f"The order is {', '.join(CACHED[:-1])} and {CACHED[-1]}."


def expect_cache_of_step(answer: Answer, step: Call) -> None:
    """Expect the cache of one step of the cell; where c_next is wrong, its gates and its candidate may be so too."""
    own = answer.own(answer.exercise.name)
    reply = own.attempt(**step)
    got, due = own.read(reply), dict(zip(CACHED, cache_of(**step), strict=True))
    _note(answer, got.cache)
    expect(isinstance(got.cache, (tuple, list)), f"cache is {shown(got.cache)}, where a tuple is expected.\n{ORDER}")
    expect(len(got.cache) == 7, f"cache has {_number(len(got.cache))}, where 7 are expected.\n{ORDER}")
    is_right = close(got.c_next, due["c_next"])
    unsure = (*reply.changed, *(() if is_right else CACHED[:5]))  # charged by other checks
    for i, name in enumerate(CACHED[:-1]):
        if name not in unsure:
            _expect_entry(i, got.cache[i], name, due)
    _expect_parameters(got.cache[6], step["parameters"])


def _note(answer: Answer, kept: Any) -> None:
    """Put caches into the transcript, by which known mistakes are recognised."""
    arrays = [list(each) if isinstance(each, dict) else each for each in kept] if isinstance(kept, tuple) else kept
    answer.transcript.append({"value": {"kept": fingerprint(arrays)}})


def _expect_entry(i: int, entry: Any, name: str, due: dict[str, Any]) -> None:
    if not close(entry, due[name]):
        instead = [other for other in CACHED[:-1] if close(entry, due[other])]
        expect(not instead, f"cache[{i}] is {' and '.join(instead)}, where {name} is expected.\n{ORDER}")
        expect_close(f"cache[{i}]", entry, due[name], because=f"This entry is {name}. {ORDER}")


def _expect_parameters(entry: Any, parameters: Arrays) -> None:
    known = isinstance(entry, dict) and all(close(entry.get(name), value) for name, value in parameters.items())
    expect(known, f"cache[6] is {shown(entry)}, where the dict of parameters is expected as it came in.\n{ORDER}")


def _number(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def expect_caches_of_loop(answer: Answer, call: Call) -> None:
    """Expect of a loop what the cell has returned, step by step.

    A stand-in, whose cache is its input, shows which step a cache is from. An answer that makes the step by itself is
    judged by what a cache of `gru_cell_forward` holds.
    """
    as_it_is = answer.own(answer.exercise.name)
    got = as_it_is.with_stand_in(**AROUND_CELL[1])(**call)
    _note(answer, got.caches)
    says = "(This was tried around another cell, whose cache is xt.)"
    try:
        _expect_one_a_step(got, call, says)
    except Mismatch:
        try:
            fits = _hold_the_cells(as_it_is(**call), call)
        except (Mismatch, NotAttempted, TypeError, ValueError):  # something else was kept, or c has another shape
            fits = False
        if not fits:
            raise


def _expect_one_a_step(got: Any, call: Call, says: str) -> None:
    x, mask, caches = call["x"], call["mask"], got.caches
    expect(isinstance(caches, (list, tuple)), f"caches is {shown(caches)}, where a list is expected.")
    follows = len(caches) == len(got.c)  # a loop of too few steps is charged by other checks
    expect(follows or len(caches) == len(x), f"caches has {_number(len(caches))}, and T_x is {len(x)}.\n{says}")
    for t, cache in enumerate(caches if len(caches) == len(x) else ()):
        fits = [s for s in range(len(x)) if _same_where_valid(cache, x[s], mask[s])]
        instead = f"what the cell has returned at step {fits[0]}" if fits else shown(cache)
        expect(t in fits, f"caches[{t}] is {instead}, and not what the cell has returned at step {t}.\n{says}")


def _same_where_valid(cache: Any, xt: np.ndarray, valid: np.ndarray) -> bool:
    """Tell whether a cache is an input, but for examples that are masked: an answer may have blanked these."""
    is_one = isinstance(cache, np.ndarray) and cache.shape == xt.shape
    return is_one and close(np.where(valid, cache, 0.0), np.where(valid, xt, 0.0))


def _hold_the_cells(got: Any, call: Call) -> bool:
    """Tell whether an answer has kept at each step what the cache of `gru_cell_forward` holds."""
    caches, before = got.caches, np.concatenate([call["c0"][None], got.c[:-1]])
    dues = [cache_of(xt, c_prev, call["parameters"]) for xt, c_prev in zip(call["x"], before, strict=True)]
    return len(caches) == len(dues) and all(map(_is_alike, caches, dues))


def _is_alike(cache: Any, due: Any) -> bool:
    is_whole = isinstance(cache, (list, tuple)) and len(cache) == len(due)
    return is_whole and all(map(close, cache[:-1], due[:-1]))  # all but the parameters
