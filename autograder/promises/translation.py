"""An encoder and a decoder as promises need them: batches, both sets of parameters, and stand-ins for their parts."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.course_function import CourseFunction
from autograder.promises.apart import Ways
from autograder.promises.gated import gated_cell
from autograder.promises.gru import GRU
from autograder.promises.inputs import Call, Rng, Sizes, padded, several_sizes, some_sizes

ENCODER = gated_cell(("c",), "urc", predicts=False)
DECODER = GRU  # what it reads are its own tokens, so n_x is n_y


def a_translation(
    rng: Rng, sizes: Sizes, T_y: int | None = None, *, lengths: np.ndarray | None = None, targets: bool = False
) -> Call:
    """Draw what an encoder and a decoder are given; without padding where no lengths are given.

    Args:
        rng: draws it.
        sizes: of what is read; n_y is the number of the decoder's tokens.
        T_y: steps of the decoder, by default another number than any of the sizes.
        lengths: of what is read, (m,).
        targets: whether what is to be said is drawn too, and a mask that is True everywhere.
    """
    T_y = some_steps(rng, sizes) if T_y is None else T_y
    call: Call = {
        "x": rng.standard_normal((sizes.T_x, sizes.n_x, sizes.m)),
        "lengths": np.full(sizes.m, sizes.T_x) if lengths is None else lengths,
        "dec_in": rng.integers(0, sizes.n_y, (T_y, sizes.m)),
    }
    if targets:
        call["dec_target"] = rng.integers(0, sizes.n_y, (T_y, sizes.m))
        call["mask"] = np.ones((T_y, sizes.m), dtype=bool)
    encoder = ENCODER.parameters(rng, sizes)
    return {**call, "encoder": encoder, "decoder": DECODER.parameters(rng, sizes.but(n_x=sizes.n_y))}


def some_steps(rng: Rng, sizes: Sizes) -> int:
    """Draw how many steps the decoder goes, another number than any of the sizes."""
    taken = {sizes.T_x, sizes.n_x, sizes.n_a, sizes.n_y, sizes.m, 1, 2}
    return int(rng.choice([steps for steps in range(3, 11) if steps not in taken]))


def translations(rng: Rng, *, targets: bool = False) -> list[Call]:
    """Draw batches without padding: sizes that all differ, ones among them, all the same; a single step here or there."""
    usual, ones, equal = several_sizes(rng)
    calls = [a_translation(rng, usual, targets=targets), a_translation(rng, ones, targets=targets)]
    calls += [
        a_translation(rng, equal, equal.m, targets=targets),
        a_translation(rng, some_sizes(rng), 1, targets=targets),
    ]
    return [*calls, a_translation(rng, some_sizes(rng).but(T_x=1), targets=targets)]


def with_padding_read(rng: Rng, *, targets: bool = False) -> list[Call]:
    """Draw a batch of padded examples, and the same with three more steps of padding."""
    sizes = some_sizes(rng, examples=3)
    # The first one is neither the longest nor the shortest.
    lengths = np.array([3, *rng.permutation([1, sizes.T_x, *rng.integers(2, sizes.T_x, sizes.m - 3)])])
    call = a_translation(rng, sizes, lengths=lengths, targets=targets)
    x = np.concatenate([call["x"], 3 * rng.standard_normal((3, sizes.n_x, sizes.m))])
    return [call, {**call, "x": x}]


# ---------------------------------------------------------------------------------------------------- stand-ins


def stand_in_cell(xt, c_prev, parameters):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's gru_cell_forward that is not right yet."""
    kept = 0.6 + 0.2 * np.tanh(parameters["Wu"].sum() + parameters["Wr"].sum())
    read = parameters["Wc"][:, len(c_prev) :] @ xt + parameters["bc"]
    c_next = kept * c_prev + read
    weights = np.exp(parameters["Wy"] @ c_next + parameters["by"])
    half = 0.5 + 0 * read
    return c_next, weights / weights.sum(axis=0), (c_next, c_prev, np.sin(read), half, half, xt, parameters)


def stand_in_forward(x, c0, parameters, mask):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's gru_forward that is not right yet; no memory of it is right."""
    kept = 0.6 + 0.2 * np.tanh(parameters["Wu"].sum() + parameters["Wr"].sum())
    read = np.einsum("ax,txi->tai", parameters["Wc"][:, len(c0) :], x) + parameters["bc"]
    steps = np.cumsum(mask, axis=0)  # how many valid ones there were, (T, m)
    ago = steps[:, None] - steps[None]
    share = np.where((ago < 0) | ~mask, 0.0, kept ** np.abs(ago))
    share *= np.tri(len(x))[:, :, None]
    c = np.einsum("tsi,sai->tai", share, read) + kept ** steps[:, None] * c0
    weights = np.exp(np.einsum("ya,tai->tyi", parameters["Wy"], c) + parameters["by"])
    before = np.concatenate([c0[None], c[:-1]])
    half = 0.5 + 0 * c0
    caches = [(c[t], before[t], np.sin(read[t]), half, half, x[t], parameters) for t in range(len(x))]
    return c, weights / weights.sum(axis=1, keepdims=True), caches


LOOPS = {"gru_forward": CourseFunction(stand_in_forward), "gru_cell_forward": CourseFunction(stand_in_cell)}
AROUND_LOOPS: Ways = ({}, LOOPS)


def by_itself(call: Call, i: int) -> Call:
    """Return example i of a batch as a batch of its own, without the padding of what it reads."""
    alone: Any = {name: value[..., [i]] for name, value in call.items() if isinstance(value, np.ndarray)}
    return {**call, **alone, "x": call["x"][: call["lengths"][i], :, [i]]}


def target_mask(rng: Rng, T_y: int, m: int) -> np.ndarray:
    """Draw the mask of what is to be said: padded at the end, one example as long as can be, one of a single step."""
    lengths = rng.integers(1, T_y + 1, m)
    lengths[:2] = [T_y, 1][: len(lengths[:2])]
    return padded(rng.permutation(lengths), T_y)
