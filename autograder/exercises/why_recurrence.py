"""Lesson 01: what a standard network would need to read sequences."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_either, expect_raises, expect_unchanged

T_x, n_x, m = 6, 3, 4

# -------------------------------------------------------------------------------------------- count_parameters

count = Exercise("count_parameters", __name__, returns="count")

# A count is a sum of products of sizes. Its values on a grid of sizes tell how often it contains each product.
GRID = {"n_h": 3, "n_x": 2, "n_y": 2, "T": 2}  # so many values of each size, for its powers from 0 upwards
POWERS = np.array(list(itertools.product(*map(range, GRID.values()))))
TWO_SIZES = POWERS[:, :3].sum(axis=1) >= 2  # a product of two sizes counts weights, a size by itself counts biases
OUTPUT = POWERS.tolist().index([1, 0, 1, 0])


def some_sizes(rng: np.random.Generator) -> list[dict[str, int]]:
    """Draw four sets of sizes, no two sizes of a set alike; small, since a wrong count may be a power of them."""
    drawn = [rng.choice(np.arange(2, 13), size=4, replace=False).tolist() for _ in range(4)]
    return [dict(zip(("n_x", "T", "n_h", "n_y"), sizes, strict=True)) for sizes in drawn]


def a_grid(rng: np.random.Generator) -> list[dict[str, int]]:
    """Draw a grid of small sizes."""
    axes = [rng.choice(np.arange(2, 10), size=values, replace=False).tolist() for values in GRID.values()]
    return [dict(zip(GRID, sizes, strict=True)) for sizes in itertools.product(*axes)]


def products_in(answer: Answer, kind: str, grid: list[dict[str, int]]) -> np.ndarray:
    """Return how often the count contains each product of `POWERS`."""
    counts = answer.each([{"kind": "".join(kind), **sizes} for sizes in grid])
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


def own_products_in(answer: Answer, kind: str, grid: list[dict[str, int]], due: np.ndarray) -> np.ndarray:
    """Return the products of a count; an output layer that is wrong in "mlp" alike is charged there, not in "rnn"."""
    got = products_in(answer, kind, grid)
    if kind == "rnn" and got[OUTPUT] == products_in(answer, "mlp", grid)[OUTPUT]:
        got[OUTPUT] = due[OUTPUT]
    return got


def expect_counts(
    kinds: list[str], part: Callable[[np.ndarray], np.ndarray], answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    """Expect the right counts, or at least that this part of them is right: the rest is another check's."""
    # Joined anew, a kind equals "mlp" and is another object, as it is when it comes from elsewhere: `is` fails.
    cases: list[dict[str, Any]] = [{"kind": "".join(kind), **sizes} for kind in kinds for sizes in some_sizes(rng)]
    wants = [truth(**case) for case in cases]
    grid = a_grid(rng)
    dues = [products_in(truth, kind, grid) for kind in kinds]

    def every_count() -> None:
        gots = [answer(**case) for case in cases]  # all of them: a mistake in one kind alone is told by the other
        for case, got, want in zip(cases, gots, wants, strict=True):
            because = f"This is for {', '.join(f'{name}={value!r}' for name, value in case.items())}."
            huge = type(got) is int and abs(got) > np.iinfo(np.int64).max  # a power, say
            expect(not huge, f"count has {len(str(got))} digits, expected {want}.\n{because}")
            expect_close("count", got, want, rtol=0, because=because)

    def this_part() -> None:
        for kind, due in zip(kinds, dues, strict=True):
            got = own_products_in(answer, kind, grid, due)
            expect(np.array_equal(part(got), part(due)), "Other products are counted.")

    expect_either(every_count, this_part)


@count.check(
    "The standard network weighs every number of every step.",
    points=1,
    hint="Draw one hidden unit. How many numbers enter it, if it sees all time steps at once?",
)
def the_standard_network_weighs_every_number_of_every_step(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    expect_counts(["mlp"], weights_of, answer, truth, rng)


@count.check(
    "The recurrent network uses its weights again at every step.",
    points=1,
    hint="Three matrices: what reads x, what reads a, what makes y. Which are new at the next step?",
)
def the_recurrent_network_uses_its_weights_again_at_every_step(
    answer: Answer, truth: Answer, rng: np.random.Generator
) -> None:
    expect_counts(["rnn"], weights_of, answer, truth, rng)


@count.check(
    "Every hidden unit and every class has one bias.",
    points=1,
    hint="Each unit adds one bias to its sum. Which units are there?",
)
def every_hidden_unit_and_every_class_has_one_bias(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    expect_counts(["mlp", "rnn"], biases_of, answer, truth, rng)


@count.check(
    "Any other kind raises ValueError.",
    points=1,
    hint="Neither branch fits another word. See what the docstring says of it.",
)
def any_other_kind_raises_ValueError(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:  # noqa: N802  # the exception's own name
    sizes = some_sizes(rng)[0]
    for kind in ("mlp", "rnn"):
        answer(kind=kind, **sizes)  # whatever it counts: a function that always raises knows no kind at all
    for kind in ("cnn", "gru"):
        because = f"A {kind!r} is neither an 'mlp' nor an 'rnn'."
        expect_raises(answer, ValueError, {"kind": kind, **sizes}, because=because)


# --------------------------------------------------------------------------------------------- window_features

window = Exercise("window_features", __name__, returns="window (n_x * T_max, m)")


def a_batch(rng: np.random.Generator, lengths: list[int]) -> dict[str, Any]:
    """Draw a padded batch in which padding holds numbers as well."""
    return {"x": rng.standard_normal((T_x, n_x, len(lengths))), "lengths": np.array(lengths)}


@window.check(
    "Every column holds one example.",
    points=1,
    hint="What must stand next to each other in the result: steps of one example, or examples?",
)
def every_column_holds_one_example(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    batch = a_batch(rng, [T_x] * m)
    together = answer(**batch, T_max=T_x)
    alone = [answer(x=batch["x"][:, :, [i]], lengths=batch["lengths"][[i]], T_max=T_x).ravel() for i in range(m)]
    expect(together.shape in [(n_x * T_x, m), (m, n_x * T_x)], f"window has shape {together.shape}.")
    # A result that lies on its side is charged by the next check.
    columns = together if together.shape[1] == m else together.T
    says = "Expected is what each example gives when it is laid out by itself: among others its column is the same."
    expect_close("window (n_x * T_max, m)", columns, np.stack(alone, axis=1), because=says)


@window.check(
    "The steps stand one above the other in order.",
    points=1,
    hint="All n_x numbers of step 1 come first, then all of step 2, up to step T_max and no further.",
)
def the_steps_stand_one_above_the_other_in_order(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for T_max in (4, T_x, 1):
        batch = a_batch(rng, [T_x])  # one example: which column it stands in is another check's
        because = f"Here T_max is {T_max}, and one example of length {T_x} is given."
        expect_close("window", *both(answer, truth, {**batch, "T_max": T_max}), because=because)


def both(answer: Answer, truth: Answer, call: dict[str, Any]) -> tuple[Any, Any]:
    want = truth(**call)
    return answer(**call), want


@window.check(
    "After the end of an example there are zeros.",
    points=1,
    hint="Two things end in zeros: an example that is over, and a window longer than the batch.",
)
def after_the_end_of_an_example_there_are_zeros(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    lengths = [3, 2, 5, 0]
    for T_max in (T_x, 8, 4):
        batch = {**a_batch(rng, lengths), "T_max": T_max}
        want = truth(**batch)
        expect_either(
            lambda: expect_window(answer, batch, want),  # noqa: B023  # called at once
            lambda: expect_like_zeros(answer, batch),  # noqa: B023
        )


def expect_window(answer: Answer, batch: dict[str, Any], want: np.ndarray) -> None:
    because = (
        f"The lengths are {', '.join(map(str, batch['lengths']))}, x has {T_x} steps, and T_max is {batch['T_max']}."
    )
    expect_close("window", answer(**batch), want, because=because)


def expect_like_zeros(answer: Answer, batch: dict[str, Any]) -> None:
    """Expect what the answer itself makes of zeros in the place of padding: order and cut are charged elsewhere."""
    T_max, valid = batch["T_max"], np.arange(T_x)[:, None] < batch["lengths"]
    zeros = np.zeros((max(T_max, T_x), n_x, m))
    zeros[:T_x] = np.where(valid[:, None], batch["x"], 0)
    lengths = np.full(m, T_max) if T_max >= T_x else batch["lengths"]
    expect_close("window", answer(**batch), answer(x=zeros, lengths=lengths, T_max=T_max))


@window.check(
    "X and lengths are left alone.",
    promise=True,
    points=1,
    hint="x and lengths belong to the caller. Which line assigns into one of them?",
)
def x_and_lengths_are_left_alone(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    for T_max in (4, 8):
        expect_unchanged(answer, **a_batch(rng, [5, 2, T_x, 3]), T_max=T_max)
