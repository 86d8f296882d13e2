"""What lstm_layer_forward keeps for the way back."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.exercises.make_it_fast.inputs import CACHED, a_batch, cache_of, expect_all_digits
from autograder.expect import expect, shown
from autograder.fingerprint import fingerprint
from autograder.promises.caches import is_finite
from autograder.promises.inputs import Call, Rng, several_sizes


def the_cache_holds_what_the_way_back_reads(answer: Answer, truth: Answer, rng: Rng) -> None:
    """Expect the cache of the docstring; of states that are wrong, what follows from them is charged already."""
    calls = [a_batch(rng, sizes) for sizes in several_sizes(rng)]
    for got, call in zip(answer.each(calls), calls, strict=True):
        problem = form_problem(got.cache, call)
        answer.transcript.append({"value": fingerprint({"cache": problem or list(got.cache)})})
        expect(not problem, problem)
        _expect_cache(got, call)


def form_problem(cache: Any, call: Call) -> str:
    """Say why this is no cache that lstm_layer_backward can read, or nothing."""
    due = f"a tuple of {len(CACHED)} arrays is expected, ({', '.join(CACHED)})."
    if not isinstance(cache, (tuple, list)):
        return f"The cache is {shown(cache)}, where {due}"
    if len(cache) != len(CACHED):
        return f"The cache holds {len(cache)} things, where {due}"
    for k, (name, mine, want) in enumerate(zip(CACHED, cache, cache_of(call), strict=True)):
        if not is_finite(mine, want.shape):
            of = f"an array of shape {np.shape(mine)}" if isinstance(mine, np.ndarray) else shown(mine)
            return f"cache[{k}] is {of}, where {name} ({CACHED[name]}) = {want.shape} is expected."
    return ""


def _expect_cache(got: Any, call: Call) -> None:
    due = dict(zip(CACHED, cache_of(call), strict=True))
    mine = dict(zip(CACHED, got.cache, strict=True))
    right = is_close(got.a, due["a"]) and is_close(got.c, due["c"])
    due |= {} if right else {"a": got.a, "c": got.c, "gates": mine["gates"]}
    says = None if right else "a and c are not right yet, and the cache is to hold what is returned."
    for k, (name, axes) in enumerate(CACHED.items()):
        try:
            expect_all_digits(f"{name} in cache[{k}] ({axes})", mine[name], due[name], says)
        except Mismatch as mismatch:
            raise Mismatch(str(mismatch), _stands_there(mine[name], name, due) or mismatch.cause) from None


def _stands_there(entry: np.ndarray, name: str, due: dict[str, np.ndarray]) -> str | None:
    """Say what stands in the place of an entry, where it is another one."""
    found = next((other for other in due if other != name and is_close(entry, due[other])), None)
    if found:
        return f"{found} stands in the place of {name}."
    blocks = dict(zip(("Go", "Gf", "Gi", "c_tilde"), np.split(due["gates"], 4, axis=1), strict=True))
    if name != "gates":
        return None
    order = [
        next((gate for gate, block in blocks.items() if is_close(part, block)), "")
        for part in np.split(entry, 4, axis=1)
    ]
    return f"From top to bottom it holds {', '.join(order)}; expected is Go, Gf, Gi, c_tilde." if all(order) else None
