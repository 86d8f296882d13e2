"""What a check may expect: each function raises Mismatch, saying what is right before what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.betrayed import betrayed_by_numbers, numbered, worst_entry
from autograder.errors import ChangedArgument, Mismatch
from autograder.packing import Kept
from autograder.returned import Part, Returned
from autograder.tolerance import ATOL, RTOL

LONGEST_SHOWN = 60  # characters of a text in a message


def expect(holds: Any, says: str) -> None:
    """Expect a property; `says` tells what does not hold."""
    if not holds:
        raise Mismatch(says)


def expect_repeated(holds: Any, says: str) -> None:
    """Expect that two generators in the same state lead to the same; `says` tells what does not."""
    if not holds:
        elsewhere = (
            "Something else than rng decides here: another generator, such as NumPy's global one or one that is made "
            "without a seed, or what an earlier call has left. Whoever hands in the same rng is to get the same result."
        )
        raise Mismatch(says, elsewhere, mistake="draws_from_another_generator")


def expect_close(
    label: str,
    got: Any,
    want: Any,
    *,
    rtol: float = RTOL,
    atol: float = ATOL,
    because: str | None = None,
    to_itself: bool = False,
) -> None:
    """Expect numbers of the same kind, shape and value.

    Args:
        label: a part's name where `got` is a Returned, else the words that name the thing, with axes if it has
            any: "x_t (n_x,)".
        got, want: arrays or numbers; a Returned gives the part called `label`.
        rtol, atol: an entry is right where |got - want| <= atol + rtol * |want|.
        because: why they must agree, where that is not "this is the right value".
        to_itself: `want` is what the same answer said otherwise, and may be wrong.
    """
    part, mine, due = _picked(label, got, want)
    try:
        expect_shape(part, mine, np.shape(due))
        _expect_kind(part.name, np.asarray(mine), np.asarray(due))
        _expect_finite(part.name, np.asarray(mine, dtype=np.float64), np.asarray(due, dtype=np.float64), because)
        beside = " here, otherwise" if to_itself else ", expected"
        _expect_values(part, np.asarray(mine), np.asarray(due), rtol, atol, because, beside)
    except Mismatch as mismatch:
        if to_itself:  # what turns one into the other says nothing of what is wrong
            raise Mismatch(str(mismatch)) from None
        mismatch.part = part.name if isinstance(got, Returned) else None
        raise


def _picked(label: str, got: Any, want: Any) -> tuple[Part, Any, Any]:
    if isinstance(got, Returned):
        part = got.part(label) or Part(label)
        return part, got[label], want[label] if isinstance(want, Returned) else want
    words, bracket, axes = label.partition(" (")  # the words of a label, unlike a part's name, may have blanks
    return replace(Part.parse(f"_ ({axes}" if bracket else "_"), name=words), got, want


def _named_shape(part: Part, shape: tuple[int, ...]) -> str:
    if part.axes is None or len(part.axes) != len(shape) or not shape:
        return str(shape)
    return f"({', '.join(part.axes)}{',' * (len(shape) == 1)}) = {shape}"


def expect_shape(label: str | Part, got: Any, shape: tuple[int, ...]) -> None:
    """Expect an array of this shape."""
    part = label if isinstance(label, Part) else _picked(label, got, None)[0]
    value = got[part.name] if isinstance(got, Returned) else got
    if value is None or isinstance(value, (str, list, tuple, dict)):
        due = "an array is" if shape else "numbers are"
        raise Mismatch(
            f"{part.name} is {'None' if value is None else 'a ' + type(value).__name__}, where {due} expected."
        )
    if np.shape(value) != shape:
        if shape == ():
            raise Mismatch(f"{part.name} should be one number; yours is an array of shape {np.shape(value)}.")
        turned = len(shape) > 1 and np.shape(value) == shape[::-1]
        raise Mismatch(
            f"{part.name} should have shape {_named_shape(part, shape)}; yours has {np.shape(value)}.",
            "The axes stand in reverse order." if turned else None,
        )


def _expect_kind(name: str, got: np.ndarray, want: np.ndarray) -> None:
    allowed = {"f": "f", "i": "iu", "u": "iu", "b": "b", "c": "c"}.get(want.dtype.kind, want.dtype.kind)
    if want.dtype.kind == "f" and got.ndim == 0 and got.dtype.kind in "iu":
        return  # a Python int where a float is expected says the same number
    if got.dtype.kind not in allowed or (want.dtype.kind == "f" and got.dtype.itemsize < want.dtype.itemsize):
        raise Mismatch(
            f"{name} has the right shape, but its dtype is {got.dtype} where {want.dtype} is expected.",
            _betrayed_by_kind(got, want),
        )


def _betrayed_by_kind(got: np.ndarray, want: np.ndarray) -> str | None:
    if want.dtype.kind == "b":
        return "True and False are expected, as a comparison gives them."
    if got.dtype.kind == "b":
        return "It holds True and False, where numbers are expected."
    if got.dtype.kind != "f":
        return None
    if want.dtype.kind == "f":
        return "The precision of float64 was lost on the way."
    return "np.zeros and np.ones make floats where dtype does not say otherwise, and so does a division."


def _expect_finite(name: str, got: np.ndarray, want: np.ndarray, because: str | None) -> None:
    strange = ~np.isfinite(got) & np.isfinite(want)
    if strange.any():
        where = tuple(int(i) for i in np.argwhere(strange)[0])
        kind = "nan" if np.isnan(got[where]) else "infinite"
        count = f" in {numbered(int(strange.sum()), got.size)}, first at {name}{list(where)}" if where else ""
        raise Mismatch(_with(f"{name} is {kind}{count}.", because))


def _expect_values(
    part: Part,
    got: np.ndarray,
    want: np.ndarray,
    rtol: float,
    atol: float,
    because: str | None,
    beside: str,
) -> None:
    off = ~np.isclose(got, want, rtol=rtol, atol=atol, equal_nan=True)
    if not off.any():
        return
    if want.ndim == 0:
        raise Mismatch(
            _with(f"{part.name} is {got:.6g}{beside} {want:.6g}.", because),
            betrayed_by_numbers(got, want, part.axes),
        )
    count = f"{numbered(int(off.sum()), want.size)} {'is' if off.sum() == 1 else 'are'} off"
    shape = f"{part.name} has the right shape {_named_shape(part, want.shape)}, but {count}."
    raise Mismatch(
        _with(f"{shape}\n{worst_entry(part.name, got, want, beside)}", because),
        betrayed_by_numbers(got, want, part.axes),
    )


def _with(message: str, because: str | None) -> str:
    return f"{message}\n{because}" if because else message


def expect_equal(label: str, got: Any, want: Any, *, because: str | None = None) -> None:
    """Expect exactly this: text, whole numbers, None, or lists and tuples of them.

    Of a list the first entry that differs is told, or the first that is missing or too many.

    Args:
        label: as for `expect_close`.
        got, want: a tuple may stand for a list, and the other way round.
        because: what was asked, or why this is right.
    """
    part, got, want = _picked(label, got, want)
    if isinstance(want, np.ndarray):
        expect_close(label, got, want, rtol=0, atol=0, because=because)
    elif said := _difference(part.name, got, want):
        raise Mismatch(_with(said, because))


def _difference(name: str, got: Any, want: Any) -> str | None:
    """Say in what `got` differs from `want`; None where it does not."""
    if isinstance(want, (list, tuple)):
        if not isinstance(got, (list, tuple)):
            return f"{name} is {shown(got)}, where a list is expected."
        pairs = enumerate(zip(got, want, strict=False))
        said = (_difference(f"{name}[{i}]", mine, due) for i, (mine, due) in pairs)
        return next(filter(None, said), None) or _difference_of_lengths(name, got, want)
    if type(got) is bool or type(want) is bool or not (np.isscalar(got) and np.isscalar(want)):
        alike = type(got) is type(want) and got == want
    else:
        alike = got == want
    return None if alike else f"{name} is {shown(got)}, expected {shown(want)}."


def _difference_of_lengths(name: str, got: Any, want: Any) -> str | None:
    if len(got) < len(want):
        ends = f"ends after {len(got)} of {len(want)} entries" if len(got) else "is empty"
        due = re.sub("^of type", "a", shown(want[len(got)]))
        return f"{name} {ends}: {due} is expected next."
    if len(got) > len(want):
        count = f"{len(got)} {'entry' if len(got) == 1 else 'entries'}"
        return f"{name} has {count}, {len(want)} expected: {name}[{len(want)}] is {shown(got[len(want)])}."
    return None


def shown(value: Any) -> str:
    """Return a value as a message shows it: short ones as they are, of others the beginning or the type."""
    if value is None or np.isscalar(value):
        text = repr(value.item() if isinstance(value, np.generic) else value)
        return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} ..."
    return f"of type {value.type_name if isinstance(value, Kept) else type(value).__name__}"


def expect_unchanged(answer: Answer, *args: Any, **kwargs: Any) -> None:
    """Call the answer and expect its arguments to be left as they were."""
    reply = answer.attempt(*args, **kwargs)
    answer.read(reply)
    if reply.changed:
        names = " and ".join(reply.changed)
        if set(reply.changed) <= set(reply.rebound):
            cause = "A key of the caller's dict was given another value, or is new or gone: make a dict of your own."
        else:
            cause = _written_in_place([kwargs.get(name) for name in reply.changed])
        what = "argument" if len(reply.changed) == 1 else "arguments"
        raise ChangedArgument(f"The call changed its {what} {names}.", cause)


def _written_in_place(changed: list[Any]) -> str:
    if all(isinstance(argument, list) for argument in changed):
        return (
            "The caller's list was changed in place, as append, insert, pop, sort and += do: work on a copy. "
            "Another name for a list is the same list."
        )
    if any(isinstance(argument, tuple) for argument in changed):
        return (
            "Something in the caller's tuple was changed in place, an array or a list: work on a copy. `reverse`, "
            "`pop` and `append` change a list, `+=` and `x[...] =` an array."
        )
    return (
        "The caller's array was written to in place: work on a copy. "
        "Another name for an array, or a view of it, is the same memory."
    )


def expect_quiet(answer: Answer, *args: Any, **kwargs: Any) -> Any:
    """Call the answer, expect no warning from NumPy, and return what it returned."""
    reply = answer.attempt(*args, **kwargs)
    value = answer.read(reply)
    expect(
        not reply.warnings,
        f"NumPy warned: {reply.warnings[0] if reply.warnings else ''}.",
    )
    return value


def expect_raises(answer: Answer, error: type[Exception], call: dict[str, Any], *, because: str) -> None:
    """Expect the call to raise `error`; `because` says why this input cannot have an answer."""
    raised = answer.attempt(**call).raised
    if raised is None:
        raise Mismatch(f"{because} No {error.__name__} was raised.")
    if error.__name__ not in raised.types:
        raise Mismatch(f"{because} {error.__name__} is expected; yours raised {raised}")


def expect_either(*ways: Callable[[], None]) -> None:
    """Expect at least one way to hold; where none does, the first one says what is wrong."""
    first: Mismatch | None = None
    for way in ways:
        try:
            return way()
        except Mismatch as mismatch:
            first = first or mismatch
    if first:
        raise first
