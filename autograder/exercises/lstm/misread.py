"""Which weight or bias of an LSTM was taken for that of another gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autograder.errors import Mismatch
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.expect import expect_close
from autograder.promises.gated import renamed
from autograder.promises.inputs import Call
from autograder.promises.lstm import GATES, cache_of

MADE = {"f": "the gate f", "i": "the gate i", "c": "the candidate", "o": "the gate o"}
STATES = ("a_next", "c_next")


def expect_state(state: str, gots: Sequence[Any], wants: Sequence[Any], steps: Sequence[Call]) -> None:
    """Expect c_next or a_next at each step; where it is off, say so if one gate was made of what belongs to another."""
    try:
        for got, want in zip(gots, wants, strict=True):
            expect_close(state, got, want)
    except Mismatch as mismatch:
        mismatch.cause = taken_for_another(state, gots, steps) or mismatch.cause
        raise


def taken_for_another(state: str, gots: Sequence[Any], steps: Sequence[Call]) -> str | None:
    """Return whose weight or bias explains a wrong state, if one exchanged gate does."""
    place = STATES.index(state)
    for says, names in _misreadings("o" if state == "a_next" else "fic"):
        read = [{**step, "parameters": renamed(step["parameters"], names)} for step in steps]
        if all(is_close(got[state], cache_of(**step)[place]) for got, step in zip(gots, read, strict=True)):
            return says
    return None


def _misreadings(gates: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what is said where a weight, a bias or both are those of another gate, and which names they have."""
    for gate, other in ((gate, other) for gate in gates for other in GATES if other != gate):
        for kinds in ("Wb", "W", "b"):
            mine, theirs = (" and ".join(f"{kind}_{of}" for kind in kinds) for of in (gate, other))
            yield (
                f"This fits when {MADE[gate]} is made with {theirs}. It has {mine}.",
                {f"{kind}{gate}": f"{kind}{other}" for kind in kinds},
            )
