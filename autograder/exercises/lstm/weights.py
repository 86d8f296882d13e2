"""How the parameters of an LSTM begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.expect import expect, expect_close, expect_repeated, expect_shape
from autograder.expect_own import expect_drawn, expect_own_arrays
from autograder.promises.inputs import Call, Rng, a_generator, several_sizes
from autograder.promises.lstm import GATES

WEIGHTS, BIASES = tuple(f"W{gate}" for gate in GATES), tuple(f"b{gate}" for gate in GATES)

# Without axes: an array of an odd shape costs the points of the one check that looks at it.
init = Exercise("init_lstm", __name__, returns=dict.fromkeys((*WEIGHTS, *BIASES), ""))


@init.check(
    "Only the forget gate begins with a bias.",
    points=1,
    hint="Which of the four biases is set? Each is a column of floats, one for each unit.",
)
def only_the_forget_gate_begins_with_a_bias(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes, biases = [*several_sizes(rng), *several_sizes(rng)], [2, 1.0, 3, 0.75, -0.5, 0]
    calls: list[Call] = [
        {"n_a": each.n_a, "n_x": each.n_x, "rng": a_generator(rng), "forget_bias": bias}
        for each, bias in zip(sizes, biases, strict=True)
    ]
    for call, got, want in zip(calls, answer.each(calls), truth.each(calls), strict=True):
        for gate in GATES:
            says = f"Here forget_bias is {call['forget_bias']}."
            expect_close(f"b{gate} (n_a, 1)", got[f"b{gate}"], want[f"b{gate}"], because=says)


@init.check(
    "Each weight is drawn for itself, at the right scale.",
    points=1,
    hint="Each entry of each weight is a normal draw of its own, and its square is 1 / (n_a + n_x) on average.",
    by_chance=True,
)
def each_weight_is_drawn_for_itself_at_the_right_scale(answer: Answer, truth: Answer, rng: Rng) -> None:
    drawn: dict[tuple[int, int], np.ndarray] = {}
    for (n_a, n_x), draws in DRAWS.items():
        calls = [{"n_a": n_a, "n_x": n_x, "rng": a_generator(rng), "forget_bias": 1.0} for _ in range(draws)]
        # Each once: a generator of its own that always gives the same draws is charged by the check below.
        drawn[n_a, n_x] = np.unique([standardised(got, n_a, n_x) for got in answer.each(calls)], axis=0)
    for (n_a, n_x), Z in drawn.items():
        where = f"In {DRAWS[n_a, n_x]} draws with n_a = {n_a} and n_x = {n_x}"
        expect_no_pattern(Z, where)  # first: what is said of the scale rests on draws that are independent
        expect_variance(Z, n_a, n_x, where, drawn)
    expect_normal(list(drawn.values()))


@init.check(
    "The generator that you are given decides which weights they are.",
    points=1,
    hint="All randomness comes from the rng that was handed in, and from nothing else.",
)
def the_generator_alone_decides_which_weights_they_are(answer: Answer, truth: Answer, rng: Rng) -> None:
    seed, other = (int(number) for number in rng.choice(2**32, size=2, replace=False))
    sizes = several_sizes(rng)[0]
    *calls, once_more = (
        {"n_a": sizes.n_a, "n_x": sizes.n_x, "rng": np.random.default_rng(s), "forget_bias": 1.0}
        for s in (seed, seed, other, seed)
    )
    first, again, another = answer.each(calls)
    for name in WEIGHTS:
        # No number is shown: it would be another one each time.
        equal = np.shape(again[name]) == np.shape(first[name]) and np.allclose(again[name], first[name], rtol=1e-9)
        expect_repeated(equal, f"Two generators in the same state should give the same {name}.")
        same = np.shape(another[name]) == np.shape(first[name]) and np.allclose(another[name], first[name])
        # A weight that is not drawn at all is charged by the check above.
        expect(not same or np.ptp(first[name]) == 0, f"Two generators in different states gave the same {name}.")
    if any(np.ptp(first[name]) for name in WEIGHTS):
        expect_drawn(answer, **once_more)


@init.check(
    "Each bias is an array of its own.",
    promise=True,
    points=1,
    hint="Training changes the parameters one by one. Can it change one bias without another?",
)
def each_bias_is_an_array_of_its_own(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = several_sizes(rng)[0]
    call = {"n_a": sizes.n_a, "n_x": sizes.n_x, "rng": a_generator(rng), "forget_bias": 1.5}
    expect_own_arrays(answer, BIASES, **call)


# ----------------------------------------------------------------------------------- what is true of normal weights

#: How often parameters of these sizes (n_a, n_x) are drawn.
DRAWS = {(20, 11): 8, (3, 25): 30, (12, 12): 10, (2, 1): 120, (1, 7): 40}
#: Standard errors that a statistic may be off. There are 153 of them, each normal or nearly so, and a normal one is
#: further off once in 1.7 million draws: a right answer fails about once in 11,000 runs (1 of 5,000 did, drawn by
#: NumPy). The check is repeated twice with fresh draws, so a false alarm comes less often than once in 1e12.
LIMIT = 5.0


def standardised(got: Any, n_a: int, n_x: int) -> np.ndarray:
    """Return the four weights, (4, n_a, n_a + n_x), times what makes their variance 1."""
    for name in WEIGHTS:
        expect_shape(f"{name} (n_a, n_a + n_x)", got[name], (n_a, n_a + n_x))
        expect_close(name, got, np.asarray(got[name], dtype=np.float64))  # of that precision
        expect(np.isfinite(got[name]).all(), f"{name} has entries that are nan or infinite.")
    W: np.ndarray = np.stack([got[name] for name in WEIGHTS])
    return W * float(np.sqrt(n_a + n_x))


def expect_variance(Z: np.ndarray, n_a: int, n_x: int, where: str, drawn: dict[tuple[int, int], np.ndarray]) -> None:
    """Expect a variance of 1 of each weight, of its columns for a_prev and for xt, and of all four together.

    Args:
        Z: draws of weights that were multiplied by sqrt(n_a + n_x), shape (draws, 4, n_a, n_a + n_x).
        n_a, n_x: the sizes.
        where: "In so many draws with these sizes".
        drawn: the same for all sizes.
    """
    blocks = {"all four weights": Z} | {
        f"{name}{of}": part
        for g, name in enumerate(WEIGHTS)
        for of, part in ((" for a_prev", Z[:, g, :, :n_a]), (" for xt", Z[:, g, :, n_a:]), ("", Z[:, g]))
    }
    for name, z in blocks.items():
        off = how_far_off_1(np.mean(z**2), z.size)
        if abs(off) > LIMIT:
            found, due = np.mean(z**2) / (n_a + n_x), 1 / (n_a + n_x)
            says = f"{where}, the mean square of {name} is {found:.4f}. It should be 1 / (n_a + n_x) = {due:.4f}."
            raise Mismatch(says, as_if(drawn))


def how_far_off_1(mean_square: float, count: int) -> float:
    """Return how many standard errors the mean of so many squares of normal numbers is off 1.

    The cube root of a chi-squared number is nearly normal (Wilson and Hilferty, 1931).
    """
    variance = 2 / (9 * count)
    return float((np.cbrt(mean_square) - (1 - variance)) / np.sqrt(variance))


#: The mean square that a usual mistake gives the weights.
USUAL: dict[str, Callable[[int, int], float]] = {
    "The draws were not scaled at all.": lambda n_a, n_x: 1.0,
    "That is the scale for n_a alone: z has n_a + n_x rows.": lambda n_a, n_x: 1 / n_a,
    "That is the scale for n_x alone: z has n_a + n_x rows.": lambda n_a, n_x: 1 / n_x,
    "The draws were divided by n_a + n_x. The root of it is due.": lambda n_a, n_x: 1 / (n_a + n_x) ** 2,
    "The draws were multiplied by sqrt(n_a + n_x).": lambda n_a, n_x: float(n_a + n_x),
    "That is 2 / (n_a + n_x), a scale for ReLU.": lambda n_a, n_x: 2 / (n_a + n_x),
    "That is 2 / (n_a + n_x + n_a), which counts what goes out as well.": lambda n_a, n_x: 2 / (2 * n_a + n_x),
    "The draws were multiplied by 0.01.": lambda n_a, n_x: 1e-4,
    "The draws were multiplied by 0.1.": lambda n_a, n_x: 1e-2,
}


def as_if(drawn: dict[tuple[int, int], np.ndarray]) -> str | None:
    """Return which usual mistake the mean squares come from, if at all sizes they are near those of one."""
    near = [says for says, value in USUAL.items() if all(_is_near(Z, *of, value(*of)) for of, Z in drawn.items())]
    squares = [np.mean(Z**2) / sum(of) for of, Z in drawn.items()]
    if not near and all(_is_near(Z, *of, squares[0]) for of, Z in drawn.items()):
        return f"It is about {squares[0]:.2g} for all sizes. It should depend on n_a and n_x."
    return near[0] if len(near) == 1 else None


def _is_near(Z: np.ndarray, n_a: int, n_x: int, value: float) -> bool:
    """Tell whether the mean square of the weights is this one, of the columns for a_prev and for xt alike."""
    blocks = (Z[..., :n_a], Z[..., n_a:])
    return value > 0 and all(
        abs(how_far_off_1(float(np.mean(z**2)) / ((n_a + n_x) * value), z.size)) < LIMIT for z in blocks
    )


def expect_no_pattern(Z: np.ndarray, where: str) -> None:
    """Expect each weight to be 0 on average, and no weight, row or column to follow from another one."""
    lengths = np.sqrt(np.mean(Z**2, axis=(0, 2, 3), keepdims=True))  # the scale is another matter
    Z = np.divide(Z, lengths, out=np.zeros_like(Z), where=lengths > 0)
    for g, name in enumerate(WEIGHTS):
        z = Z[:, g]
        expect_zero(z, f"{where}, {name} is off 0 on average.")
        expect_zero(z[..., 1:] * z[..., :-1], f"{where}, columns of {name} that stand side by side go together.")
        expect_zero(z[:, 1:] * z[:, :-1], f"{where}, rows of {name} that stand one below the other go together.")
        for h in range(g):
            expect_zero(z * Z[:, h], f"{where}, {WEIGHTS[h]} and {name} go together. Draw each for itself.")


def expect_zero(values: np.ndarray, says: str) -> None:
    """Expect numbers of variance 1 that are 0 on average."""
    if values.size:
        expect(abs(np.mean(values)) * np.sqrt(values.size) < LIMIT, says)


def expect_normal(drawn: Sequence[np.ndarray]) -> None:
    """Expect the fourth powers of normal numbers, and rows whose lengths differ as theirs do."""
    fourth = np.concatenate([(Z**4).ravel() - 3 for Z in drawn]) / np.sqrt(96)
    expect_zero(fourth, "The weights have the right spread, but they are not normal: look at their fourth powers.")
    rows = [((Z**2).sum(axis=-1) - Z.shape[-1]).ravel() ** 2 / (2 * Z.shape[-1]) - 1 for Z in drawn]
    spread = np.concatenate([row / np.sqrt(2 + 12 / Z.shape[-1]) for row, Z in zip(rows, drawn, strict=True)])
    expect_zero(spread, "The lengths of the rows do not differ as those of independent normal draws do.")
