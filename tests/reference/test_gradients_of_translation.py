"""Every gradient of the encoder and decoder, with attention and without, in every entry, against the complex step.

PyTorch cannot serve as a peer here: its GRU resets after the product with the recurrent weights, this course's before.
"""

from collections.abc import Callable

import numpy as np
import pytest
from complex_step import Arrays, Case, assert_gradients, assert_notices_one_wrong_entry
from sequence_examples import N_A, N_X, N_Y, T_X, M

from solutions.attention import attend, attend_backward, attention_forward, attention_loss_and_grads
from solutions.encoder_decoder import encoder_decoder_forward, seq2seq_loss_and_grads, teacher_forcing_pair
from solutions.losses import sequence_cross_entropy

BOS, EOS = 5, 6
HALVES = ("encoder", "decoder")


def a_translation(rng: np.random.Generator, *, attends: bool = False) -> Arrays:
    """Return a padded batch and the parameters of both halves, under names such as "encoder Wu"."""
    sentences = [rng.integers(N_Y, size=length).tolist() for length in rng.permutation([4, 0, 1, 3])]
    dec_in, dec_target, mask = teacher_forcing_pair(sentences, BOS, EOS)
    batch = {"x": rng.normal(size=(T_X, N_X, M)), "lengths": rng.permutation([T_X, 1, 3, 4])}
    batch |= {"dec_in": dec_in, "dec_target": dec_target, "mask": mask}
    shapes = {f"{half} b{gate}": (N_A, 1) for half in HALVES for gate in "urc"}
    shapes |= {f"{half} W{gate}": (N_A, N_A + n) for half, n in zip(HALVES, (N_X, N_Y), strict=True) for gate in "urc"}
    shapes |= {"decoder Wy": (N_Y, N_A), "decoder by": (N_Y, 1)} | ({"decoder Wk": (N_Y, N_A)} if attends else {})
    return {**batch, **{name: 0.6 * rng.normal(size=shape) for name, shape in shapes.items()}}


def call_of(at: Arrays) -> dict[str, object]:
    """Return the arguments of `seq2seq_loss_and_grads`."""
    halves = {half: {name.split()[1]: at[name] for name in at if name.startswith(f"{half} ")} for half in HALVES}
    return {name: at[name] for name in ("x", "lengths", "dec_in", "dec_target", "mask")} | halves


def case_of(at: Arrays, forward: Callable, loss_and_grads: Callable) -> Case:  # type: ignore[type-arg]
    def loss(p: Arrays) -> complex:
        call = call_of(p)
        target, mask = call.pop("dec_target"), call.pop("mask")
        return sequence_cross_entropy(forward(**call)[0], target, mask)

    _, grads = loss_and_grads(**call_of(at))
    due = {f"d{name}" for name in at if " " in name}
    claimed = {f"d{half} {name[1:]}": value for half in HALVES for name, value in grads[half].items()}
    return loss, at, {name: claimed[name] for name in due}


def translation(rng: np.random.Generator) -> Case:
    return case_of(a_translation(rng), encoder_decoder_forward, seq2seq_loss_and_grads)


def attentive(rng: np.random.Generator) -> Case:
    return case_of(a_translation(rng, attends=True), attention_forward, attention_loss_and_grads)


def attention(rng: np.random.Generator) -> Case:
    at = {"s": rng.normal(size=(4, N_A, M)), "c": rng.normal(size=(T_X, N_A, M))}
    upstream, mask = rng.normal(size=(4, N_A, M)), np.arange(T_X)[:, None] < rng.permutation([T_X, 1, 3, 4])

    def loss(p: Arrays) -> complex:
        return np.sum(upstream * attend(p["s"], p["c"], mask)[0])

    ds, dc = attend_backward(upstream, at["s"], at["c"], attend(at["s"], at["c"], mask)[1])
    return loss, at, {"ds": ds, "dc": dc}


CASES = {"encoder and decoder": translation, "with attention": attentive, "attention": attention}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", CASES)
def test_every_entry_of_the_gradient_agrees_with_the_complex_step(name: str, seed: int) -> None:
    assert_gradients(*CASES[name](np.random.default_rng(seed)))


@pytest.mark.parametrize("name", CASES)
def test_the_comparison_notices_one_wrong_entry_in_any_gradient(name: str) -> None:
    assert_notices_one_wrong_entry(*CASES[name](np.random.default_rng(0)))


def test_no_gradient_of_the_encoder_is_zero() -> None:
    _, _, claimed = translation(np.random.default_rng(0))
    assert len(claimed) == 14
    assert all(np.all(gradient != 0) for name, gradient in claimed.items() if name.startswith("dencoder"))


def test_the_loss_is_that_of_the_forward_pass() -> None:
    for at, forward, loss_and_grads in (
        (a_translation(np.random.default_rng(1)), encoder_decoder_forward, seq2seq_loss_and_grads),
        (a_translation(np.random.default_rng(1), attends=True), attention_forward, attention_loss_and_grads),
    ):
        loss, _, _ = case_of(at, forward, loss_and_grads)
        assert loss_and_grads(**call_of(at))[0] == loss(at)


def test_attention_without_a_weight_is_the_decoder_without_it() -> None:
    call = call_of(a_translation(np.random.default_rng(2), attends=True))
    call["decoder"]["Wk"] = np.zeros((N_Y, N_A))
    del call["dec_target"], call["mask"]
    y_pred, alpha, _ = attention_forward(**call)
    np.testing.assert_allclose(y_pred, encoder_decoder_forward(**call)[0], rtol=1e-12)
    np.testing.assert_allclose(alpha.sum(axis=1), 1.0)
    assert not alpha[:, np.arange(T_X)[:, None] >= call["lengths"]].any()
