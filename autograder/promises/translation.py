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
    """Draw batches without padding: sizes that all differ, ones among them, all the same; a single step."""
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
    sizes = sizes.but(n_x=sizes.n_y)  # who confuses both sets of parameters is charged once, elsewhere
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


def stand_in_both(x, lengths, dec_in, encoder, decoder):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's encoder_decoder_forward that is not right yet; the padding of x changes nothing."""
    half = 0.5 + np.zeros((len(encoder["bc"]), x.shape[2]))
    valid = (np.arange(len(x))[:, None] < lengths)[:, None]
    read = np.einsum("ax,txi->tai", encoder["Wc"][:, len(half) :], x) * valid + encoder["bc"]
    ticks = np.arange(1, 1 + len(dec_in))[:, None, None]
    s = np.sin(decoder["bc"] + 0.3 * (read * valid).sum(axis=0) + 0.2 * dec_in[:, None] + 0.5 * ticks)
    weights = np.exp(np.einsum("ya,tai->tyi", decoder["Wy"], s) + decoder["by"])
    heard = np.cos(weights + dec_in[:, None])  # (T_y, n_y, m): in the place of one-hot columns
    caches = [(np.sin(r), np.cos(r), np.sin(2 * r), half, half, xt, encoder) for r, xt in zip(read, x, strict=True)]
    back = [(a, np.cos(a), np.sin(2 * a), half, half, h, decoder) for a, h in zip(s, heard, strict=True)]
    return weights / weights.sum(axis=1, keepdims=True), (caches, s, back)


def stand_in_cell_backward(dc_next, cache):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's gru_cell_backward that is not right yet; no gradient of anything."""
    c_next, c_prev, _, _, _, xt, parameters = cache
    pull = dc_next * (0.6 + 0.1 * c_next)
    given = np.concatenate([c_prev, xt]).sum(axis=1)
    outer = np.add.outer(pull.sum(axis=1), given) * pull.sum()
    sums = {f"db{gate}": np.sin((k + 1) * pull).sum(axis=1, keepdims=True) for k, gate in enumerate("urc")}
    weights = {f"dW{gate}": (k + 1) * outer for k, gate in enumerate("urc")}
    return {
        "dxt": np.cos(xt) * pull.sum(axis=0),
        "dc_prev": 2 * np.abs(parameters["Wc"]).mean() * pull,
        **weights,
        **sums,
    }


def stand_in_back(da, caches, mask, cell_backward):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of gru_backward, which is given, where nothing is padded: dc0 is the same whatever da is."""
    c0, parameters = caches[0][1], caches[0][6]
    heard = sum((1 + 0.1 * t) * np.cos(cache[5]).sum() for t, cache in enumerate(caches))
    pull = (da * (1 + 0.1 * np.cumsum(mask, axis=0))[:, None]).sum(axis=0) + 0.1 * heard
    shapes = {name: np.shape(parameters[name]) for name in ("Wu", "Wr", "Wc", "bu", "br", "bc")}
    start = np.cos(np.arange(1.0, 1 + c0.size)).reshape(c0.shape)
    grads = {f"d{name}": np.resize(np.sin(k + 3 * pull), shape) for k, (name, shape) in enumerate(shapes.items())}
    return {"dx": np.stack([cache[5] for cache in caches]) * pull.sum(axis=0), "dc0": start, **grads}


_BOTH = {"encoder_decoder_forward": CourseFunction(stand_in_both)}
_STEP = {"gru_cell_backward": CourseFunction(stand_in_cell_backward)}
_BACK = {"gru_backward": CourseFunction(stand_in_back)}
AROUND_PARTS: Ways = ({}, _BOTH, LOOPS, _STEP)
#: For what enters the encoder: what the decoder makes of its own gradients, is another question.
AROUND_WAY_BACK: Ways = (*AROUND_PARTS, _BACK)
