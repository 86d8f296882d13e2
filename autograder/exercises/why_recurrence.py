"""Lesson 01: what a standard network would need to read sequences."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_either, expect_raises, expect_unchanged
from autograder.notation import in_words
from autograder.promises.inputs import Call, Rng, Sizes, padded, several_sizes, some_sizes

# -------------------------------------------------------------------------------------------- count_parameters

count = Exercise("count_parameters", __name__, returns="count")

# A count is a sum of products of sizes. Its values on a grid of sizes tell how often it contains each product.
SIZES = ("n_x", "T", "n_h", "n_y")
GRID = {"n_h": 3, "n_x": 2, "n_y": 2, "T": 2}  # so many values of each size, for its powers from 0 upwards
POWERS = np.array(list(itertools.product(*map(range, GRID.values()))))
TWO_SIZES = POWERS[:, :3].sum(axis=1) >= 2  # a product of two sizes counts weights, a size by itself counts biases
OUTPUT = POWERS.tolist().index([1, 0, 1, 0])


def some_networks(rng: Rng) -> list[dict[str, int]]:
    """Draw four sets of sizes, no two sizes of a set alike; small, since a wrong count may be a power of them."""
    drawn = [rng.choice(np.arange(3, 13), size=4, replace=False).tolist() for _ in range(4)]
    return [dict(zip(SIZES, sizes, strict=True)) for sizes in drawn]


def special_networks(rng: Rng) -> list[dict[str, int]]:
    """Draw sizes at which somebody may think of an exception: one or two classes, one step, one unit, all equal."""
    special = [{"n_y": 2}, {"n_y": 1}, {"T": 1}, {"n_x": 1, "n_h": 1}, dict.fromkeys(SIZES, int(rng.integers(3, 6)))]
    return [{**network, **sizes} for network, sizes in zip(2 * some_networks(rng), special, strict=False)]


def a_grid(rng: Rng) -> list[dict[str, int]]:
    """Draw a grid of small sizes."""
    axes = [rng.choice(np.arange(3, 11), size=values, replace=False).tolist() for values in GRID.values()]
    return [dict(zip(GRID, sizes, strict=True)) for sizes in itertools.product(*axes)]


def products_in(answer: Answer, kind: str, grid: list[dict[str, int]]) -> np.ndarray:
    """Return how often the count contains each product of `POWERS`."""
    counts = answer.each([{"kind": "".join(kind), **{name: sizes[name] for name in SIZES}} for sizes in grid])
    expect(all(isinstance(count, (int, float, np.number)) for count in counts), "A count is not a number.")
    sizes = np.array([list(sizes.values()) for sizes in grid], dtype=np.float64)
    return np.rint(np.linalg.solve(np.prod(sizes[:, None] ** POWERS, axis=2), np.array(counts, dtype=np.float64)))


def weights_of(products: np.ndarray) -> np.ndarray:
    """Keep how weights are counted, and how often whatever grows with T."""
    return np.where(TWO_SIZES | (POWERS[:, 3] > 0), products, 0)


def biases_of(products: np.ndarray) -> np.ndarray:
    """Keep how biases are counted where T = 1."""
    at_one_step = products.reshape(-1, GRID["T"]).sum(axis=1)
    return np.where(TWO_SIZES[:: GRID["T"]], 0, at_one_step)


def counts_from(products: np.ndarray, networks: list[Call]) -> list[int]:
    """Return the counts that these products add up to."""
    sizes = np.array([[network[name] for name in GRID] for network in networks])
    return list((np.prod(sizes[:, None] ** POWERS, axis=2) @ products).tolist())


def expect_counts(
    kinds: list[str],
    part: Callable[[np.ndarray], np.ndarray],
    answer: Answer,
    truth: Answer,
    rng: Rng,
    *,
    networks: Callable[[Rng], list[dict[str, int]]] = some_networks,
) -> None:
    """Expect the right counts, or at least that this part of them is right: the rest is another check's."""
    # Joined anew, a kind equals "mlp" and is another object, as it is when it comes from elsewhere: `is` fails.
    cases: list[Call] = [{"kind": "".join(kind), **sizes} for kind in kinds for sizes in networks(rng)]
    wants = truth.each(cases)
    grid = a_grid(rng)
    dues = [products_in(truth, kind, grid) for kind in kinds]

    def every_count() -> None:
        gots = answer.each(cases)  # all of them: a mistake in one kind alone is told by the other
        for case, got, want in zip(cases, gots, wants, strict=True):
            because = f"This is for {', '.join(f'{name}={value!r}' for name, value in case.items())}."
            huge = type(got) is int and abs(got) > np.iinfo(np.int64).max  # a power, say
            expect(not huge, f"count has {len(str(got))} digits, expected {want}.\n{because}")
            expect_close("count", got, want, rtol=0, because=because)

    def this_part() -> None:
        gots = answer.each(cases)
        for kind, due in zip(kinds, dues, strict=True):
            own = products_in(answer, kind, grid)
            of_kind = [(case, got) for case, got in zip(cases, gots, strict=True) if case["kind"] == kind]
            alike = counts_from(own, [case for case, _ in of_kind]) == [got for _, got in of_kind]
            expect(alike, "For some sizes it is counted in another way.")
            if kind == "rnn" and own[OUTPUT] == products_in(answer, "mlp", grid)[OUTPUT]:
                own[OUTPUT] = due[OUTPUT]  # an output layer that is wrong in "mlp" alike is charged there
            expect(np.array_equal(part(own), part(due)), "Other products are counted.")

    expect_either(every_count, this_part)


@count.check(
    "In the standard network every number of every step has a weight to each hidden unit.",
    points=1,
    hint="Draw one hidden unit. How many numbers enter it if it sees all time steps at once?",
)
def the_standard_network_weighs_every_number_of_every_step(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_counts(["mlp"], weights_of, answer, truth, rng)


@count.check(
    "The recurrent network uses the same weights at every step.",
    points=1,
    hint="Three matrices: one reads x, one reads a, one makes y. Which are new at the next step?",
)
def the_recurrent_network_uses_its_weights_again_at_every_step(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_counts(["rnn"], weights_of, answer, truth, rng)


@count.check(
    "Every hidden unit and every output has one bias.",
    points=1,
    hint="Each unit adds one bias to its sum. Which units are there?",
)
def every_hidden_unit_and_every_class_has_one_bias(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_counts(["mlp", "rnn"], biases_of, answer, truth, rng, networks=special_networks)


@count.check(
    "Any other kind raises a ValueError.",
    points=1,
    hint="Neither branch fits any other word. What does the docstring say happens then?",
)
def any_other_kind_raises_ValueError(answer: Answer, truth: Answer, rng: Rng) -> None:  # noqa: N802  # the exception's own name
    sizes = some_networks(rng)[0]
    answer.each([{"kind": kind, **sizes} for kind in ("mlp", "rnn")])  # a function that always raises knows no kind
    for kind in ("cnn", "gru", "mlps", "r"):
        because = f"{kind!r} is neither 'mlp' nor 'rnn'."
        expect_raises(answer, ValueError, {"kind": kind, **sizes}, because=because)


# --------------------------------------------------------------------------------------------- window_features

window = Exercise("window_features", __name__, returns="window (n_x * T_max, m)")


def a_batch(rng: Rng, sizes: Sizes, lengths: list[int]) -> Call:
    """Draw a padded batch, one example for each length, in which padding holds numbers as well."""
    return {"x": rng.standard_normal((sizes.T_x, sizes.n_x, len(lengths))), "lengths": np.array(lengths)}


def drawn_lengths(rng: Rng, sizes: Sizes) -> list[int]:
    """Draw lengths below T_x: an empty example, one that is not, and any others."""
    lengths = [0, sizes.T_x - 2, *rng.integers(1, sizes.T_x - 1, sizes.m)][: sizes.m]
    return rng.permutation(lengths).tolist() if sizes.m > 1 else [2]


def asked(x: np.ndarray, lengths: np.ndarray, T_max: int) -> str:
    """Say what was asked for."""
    of = f"The lengths are {in_words(lengths)}" if len(lengths) > 1 else f"There is one example, of length {lengths[0]}"
    return f"{of}; x has {len(x)} steps, and T_max is {T_max}."


@window.check(
    "Every column holds one example.",
    points=1,
    hint="Which belong side by side in the result: steps of one example, or examples?",
)
def every_column_holds_one_example(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    T_x, m = sizes.T_x, sizes.m
    x, lengths = a_batch(rng, sizes, [T_x] * m).values()
    calls: list[Call] = [{"x": x[:, :, [i]], "lengths": lengths[[i]], "T_max": T_x} for i in range(m)]
    together, *alone = answer.each([{"x": x, "lengths": lengths, "T_max": T_x}, *calls])
    rows = sizes.n_x * T_x
    expect(together.shape in [(rows, m), (m, rows)], f"window has shape {together.shape}, expected {(rows, m)}.")
    # A result that lies on its side is charged by the next check.
    columns = together if together.shape[1] == m else together.T
    says = "Expected is what your function gives for each example by itself: in a batch its column must be the same."
    expect_close("window (n_x * T_max, m)", columns, np.stack([one.ravel() for one in alone], axis=1), because=says)


@window.check(
    "The first T_max steps are stacked in order.",
    points=1,
    hint="All n_x numbers of step 1 come first, then all of step 2, up to step T_max and no further.",
)
def the_steps_stand_one_above_the_other_in_order(answer: Answer, truth: Answer, rng: Rng) -> None:
    differ, ones, equal = several_sizes(rng)
    T_x = differ.T_x
    cases = [(differ, T_x - 2), (differ, T_x), (differ, 1), (ones, ones.T_x - 1), (equal, equal.T_x)]
    # One example each: which column it is in is another check's.
    calls: list[Call] = [{**a_batch(rng, sizes, [sizes.T_x]), "T_max": T_max} for sizes, T_max in cases]
    wants = truth.each(calls)
    for call, got, want in zip(calls, answer.each(calls), wants, strict=True):
        expect_close("window", got, want, because=asked(**call))


@window.check(
    "After the end of an example there are zeros.",
    points=1,
    hint="Zeros are needed in two cases: an example is over, or the window is longer than the batch.",
)
def after_the_end_of_an_example_there_are_zeros(answer: Answer, truth: Answer, rng: Rng) -> None:
    differ, ones, equal = several_sizes(rng)
    T_x = differ.T_x
    cases = [(differ, T_x), (differ, T_x + 2), (differ, T_x - 2), (ones, ones.T_x), (equal, equal.T_x)]
    calls: list[Call] = [{**a_batch(rng, sizes, drawn_lengths(rng, sizes)), "T_max": T_max} for sizes, T_max in cases]
    x = calls[0]["x"]
    strange = np.where(rng.random(x.shape) < 0.5, np.nan, np.inf)
    calls.append({**calls[0], "x": np.where(valid_in(calls[0]), x, strange)})
    wants, gots = truth.each(calls), answer.each([*calls, *map(with_zeros, calls)])
    notes = [""] * len(cases) + [" Past the end of an example x holds nan and inf."]
    for call, got, own, want, note in zip(calls, gots, gots[len(calls) :], wants, notes, strict=False):
        says = f"{asked(**call)}{note}"
        like_zeros = partial(expect_close, "window", got, own, because=f"{says}\n{LIKE_ZEROS}")
        if got.shape == want.shape and got.dtype == want.dtype:
            expect_either(partial(expect_close, "window (n_x * T_max, m)", got, want, because=says), like_zeros)
        else:  # its order, cut or kind of numbers is charged by the check before this one
            like_zeros()


LIKE_ZEROS = "Expected is what your function gives when x holds zeros past the end of each example."


def valid_in(call: Call) -> np.ndarray:
    """Return where a batch holds steps of an example, shape (T_x, 1, m)."""
    return padded(call["lengths"], len(call["x"]))[:, np.newaxis]


def with_zeros(call: Call) -> Call:
    """Return a call that asks for the same window, with zeros in x after each example's end."""
    x, lengths, T_max = call["x"], call["lengths"], call["T_max"]
    zeros = np.zeros((max(T_max, len(x)), *x.shape[1:]))
    zeros[: len(x)] = np.where(valid_in(call), x, 0)
    return {"x": zeros, "lengths": np.full_like(lengths, T_max) if T_max >= len(x) else lengths, "T_max": T_max}


@window.check(
    "x and lengths are left as they are.",
    promise=True,
    points=1,
    hint="x and lengths belong to the caller. Which line assigns into one of them?",
)
def x_and_lengths_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    batch = a_batch(rng, sizes, [sizes.T_x, *drawn_lengths(rng, sizes)])
    for T_max in (sizes.T_x - 2, sizes.T_x):  # a longer window is another check's
        expect_unchanged(answer, **batch, T_max=T_max)
