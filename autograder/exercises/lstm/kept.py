"""What the cache of one step of an LSTM holds, and in which order."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.expect import expect, expect_close
from autograder.fingerprint import fingerprint
from autograder.promises.inputs import Call, Rng, several_sizes
from autograder.promises.lstm import CACHED, LSTM, cache_of

ARRAYS = CACHED[:-1]


def the_cache_holds_what_the_way_back_reads(answer: Answer, truth: Answer, rng: Rng) -> None:
    steps = [LSTM.a_step(rng, sizes) for sizes in several_sizes(rng)]
    for got, step in zip(answer.each(steps), steps, strict=True):
        answer.transcript.append({"value": fingerprint(_gist(got.cache))})
        _expect_cache(got, step)


def _gist(cache: Any) -> Any:
    """Return what mistakes in a cache are told apart by."""
    entries = list(cache) if isinstance(cache, (list, tuple)) else [cache]
    return {"cache": [each if isinstance(each, np.ndarray) else type(each).__name__ for each in entries]}


def _expect_cache(got: Any, step: Call) -> None:
    """Expect the true values of whatever is right in the answer, and its own states: what is wrong is charged there."""
    due = dict(zip(CACHED, cache_of(**step), strict=True))
    _expect_tuple(got.cache)
    mine = dict(zip(CACHED, got.cache, strict=True))
    right = {state: is_close(got[state], due[state]) for state in ("a_next", "c_next")}
    due |= {state: got[state] for state in right}
    charged = {"Gf", "Gi", "c_tilde"} if not right["c_next"] else set()
    charged |= {"Go"} if not right["a_next"] else set()
    for place, name in enumerate(ARRAYS):
        label = f"{name} in cache[{place}] ({'n_x' if name == 'xt' else 'n_a'}, m)"
        try:
            expect_close(label, mine[name], due[name] if name not in charged else mine[name])
        except Mismatch as mismatch:
            raise Mismatch(str(mismatch), _stands_there(mine[name], name, due) or mismatch.cause) from None
    parameters = mine["parameters"]
    expect(isinstance(parameters, dict), f"cache[{len(ARRAYS)}] is to be the dict of parameters.")
    for name in LSTM.recurrent:
        expect(name in parameters, f"The parameters in the cache have no {name}.")
        expect_close(f"{name} of the parameters in the cache", parameters[name], step["parameters"][name])


def _expect_tuple(cache: Any) -> None:
    due = f"a tuple of {len(CACHED)} things is expected, ({', '.join(CACHED)})."
    expect(cache is not None, f"The cache is None, where {due}")
    of = getattr(cache, "type_name", type(cache).__name__)
    expect(isinstance(cache, (list, tuple)), f"The cache is of type {of}, where {due}")
    expect(len(cache) == len(CACHED), f"The cache holds {len(cache)} things, where {due}")


def _stands_there(entry: Any, name: str, due: dict[str, Any]) -> str | None:
    """Say what stands in the place of an entry, where it is another one."""
    known = {**due, "z": np.concatenate([due["a_prev"], due["xt"]])}
    found = next((other for other in (*ARRAYS, "z") if other != name and is_close(entry, known[other])), None)
    return f"{found} stands in the place of {name}." if found else None
