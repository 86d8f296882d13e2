"""What the cell keeps for the way back, its entries in the order of the docstring.

Other checks never compare them, so here the transcript holds them and nothing else: a mistake in the values says
nothing of what is wrong with a cache.
"""

from __future__ import annotations

from typing import Any

from autograder.answer import Answer
from autograder.exercises.gru.gates import close
from autograder.expect import expect, expect_close, shown
from autograder.fingerprint import fingerprint
from autograder.promises.gru import CACHED, cache_of
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
