"""A long text cut into streams, and these into windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.promises.inputs import Call, Rng

batches = Exercise("lm_batches", __name__, returns="windows")


class Cut(NamedTuple):
    """How a text is cut, m streams of T steps in windows of k, and how many tokens more it has than that takes."""

    m: int
    T: int
    k: int
    more: int = 0

    def call(self, rng: Rng) -> Call:
        """Draw a text of tokens that all differ, so that each tells where it stood."""
        n = self.m * self.T + 1 + self.more
        return {"ids": rng.choice(9 * n, size=n, replace=False), "m": self.m, "k": self.k}

    @property
    def steps(self) -> list[int]:
        """How many steps each window has."""
        return [min(self.k, self.T - first) for first in range(0, self.T, self.k)]


def even_cuts(rng: Rng) -> list[Cut]:
    """Draw cuts that leave nothing over, with no window of as many steps as there are streams."""
    m, k, windows = (int(size) for size in rng.permutation([2, 3, 4, 5])[:3])
    return [Cut(m, windows * k, k), Cut(k, 2 * m, m), Cut(1, 12, 4), Cut(5, 4, 1)]


def pairs_of(windows: Any, m: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the windows, each as two arrays of one shape.

    Windows that lie on their side, (m, k), are turned upright: their shape is charged by one check alone.
    """
    expect(
        isinstance(windows, (list, tuple)) and len(windows) > 0,
        f"A list of windows is expected; yours is {_said(windows)}.",
    )
    pairs = []
    for i, window in enumerate(windows):
        both = isinstance(window, (list, tuple)) and len(window) == 2
        expect(both, f"windows[{i}] should be a pair (X, Y); yours is {_said(window)}.")
        X, Y = window
        for name, array in (("X", X), ("Y", Y)):
            is_array = isinstance(array, np.ndarray) and array.ndim == 2
            expect(is_array, f"{name} of windows[{i}] should be an array of two axes, (k, m); yours is {_said(array)}.")
        expect(X.shape == Y.shape, f"In windows[{i}] X has shape {X.shape} and Y has {Y.shape}: they should be alike.")
        on_its_side = X.shape[1] != m and X.shape[0] == m
        pairs.append((X.T, Y.T) if on_its_side else (X, Y))
    return pairs


def _said(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    return "None" if value is None else f"of type {getattr(value, 'type_name', type(value).__name__)}"


@batches.check(
    "Each column reads one piece of the text, and goes on in the next window.",
    points=2,
    hint="Write the numbers 0 to 12 into a text and cut it by hand for m = 2 and k = 3. What does column 0 read?",
)
def each_column_reads_on_in_the_next_window(answer: Answer, truth: Answer, rng: Rng) -> None:
    cuts = even_cuts(rng)
    calls = [cut.call(rng) for cut in cuts]
    for cut, call, got, want in zip(cuts, calls, answer.each(calls), truth.each(calls), strict=True):
        streams = [np.concatenate([X for X, _ in pairs_of(windows, cut.m)]) for windows in (got, want)]
        steps = min(len(streams[0]), cut.T)  # how many there are is charged by another check
        expect(2 * steps >= cut.T, f"Each stream should have {cut.T} steps; yours have {steps}.")
        expect_close(
            "What the columns read, window after window (steps, m)",
            streams[0][:steps].astype(float),
            streams[1][:steps].astype(float),
            because=f"The text has {len(call['ids'])} tokens, m is {cut.m} and k is {cut.k}.",
        )


@batches.check(
    "The label of a step is the token that follows it in the text.",
    points=1,
    hint="What does the last step of a window predict? And the last step of a stream?",
)
def the_label_is_the_token_that_follows(answer: Answer, truth: Answer, rng: Rng) -> None:
    cuts = [*even_cuts(rng)[:2], Cut(5, 4, 2)]  # with one stream, or k = 1, other mistakes show as well
    calls = [cut.call(rng) for cut in cuts]
    for cut, call, windows in zip(cuts, calls, answer.each(calls), strict=True):
        after = dict(zip(call["ids"][:-1].tolist(), call["ids"][1:].tolist(), strict=True))
        pairs, labels = pairs_of(windows, cut.m), 0
        for i, (X, Y) in enumerate(pairs):
            for (t, column), token in np.ndenumerate(X):
                due, got = after.get(int(token)), Y[t, column]
                at = f"[{t}, {column}] of windows[{i}]"
                expect(due is not None, f"X{at} is {token}, which has no token after it in the text.")
                expect(got == due, f"X{at} is {token} and its label is {got}. In the text {due} follows.")
                labels += 1
        expect(2 * labels >= cut.m * cut.T, f"The text has {cut.m * cut.T} labels, and there are only {labels}.")


@batches.check(
    "Every window has k steps, the last one what is left, and only the end of the text is left out.",
    points=1,
    hint="How long is a stream, if the last token of the text can only be a label? What if k does not divide that?",
)
def only_the_end_of_the_text_is_left_out(answer: Answer, truth: Answer, rng: Rng) -> None:
    m, k = (int(size) for size in rng.permutation([3, 4, 5])[:2])
    cuts = [
        Cut(m, 3 * k + 2, k, more=m - 1),
        Cut(m, 2 * k, k, more=1),
        Cut(m, 2 * k, k),
        Cut(1, 7, 4),
        Cut(4, 3, 9, more=2),
        Cut(3, 1, 2),
        Cut(4, 4, 4),
    ]
    calls = [cut.call(rng) for cut in cuts]
    for cut, call, windows in zip(cuts, calls, answer.each(calls), strict=True):
        pairs_of(windows, cut.m)
        says = f"The text has {len(call['ids'])} tokens, m is {cut.m} and k is {cut.k}."
        shapes = [X.shape for X, _ in windows]
        due = [(steps, cut.m) for steps in cut.steps]
        expect(
            shapes == due, f"{says} The windows should have the shapes {_listed(due)}; yours have {_listed(shapes)}."
        )
        whole = all(array.dtype.kind in "iu" for pair in windows for array in pair)
        expect(whole, "The windows should hold whole numbers, as the text does; yours hold numbers of another type.")
        used = np.sort(np.concatenate([X.ravel() for X, _ in windows]))
        kept = cut.m * cut.T
        expect(
            np.array_equal(used, np.sort(call["ids"][:kept])),
            f"{says} The first {kept} of them should be read, each once; yours reads others, or some twice.",
        )


def _listed(shapes: Sequence[tuple[int, ...]]) -> str:
    shown = ", ".join(map(str, shapes[:4]))
    return f"{shown}, ... ({len(shapes)} in all)" if len(shapes) > 4 else shown


@batches.check(
    "The text is left alone.",
    promise=True,
    points=1,
    hint="ids belongs to the caller. Which line writes into it, or changes its length or shape?",
)
def the_text_is_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    for cut in (Cut(3, 8, 4), Cut(4, 5, 2, more=2)):
        expect_unchanged(answer, **cut.call(rng))
