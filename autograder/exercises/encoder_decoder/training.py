"""The loss of an encoder and a decoder, and the gradients of both."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch, NotAttempted
from autograder.exercise import Exercise
from autograder.exercises import gru
from autograder.exercises.encoder_decoder.forward import encoder_decoder_forward
from autograder.exercises.gradient_checking.whole_network import is_close
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.expect_own import expect_fresh
from autograder.notation import in_words
from autograder.promises.apart import Footing, expect_apart, expect_true_apart
from autograder.promises.gradients import expect_parts
from autograder.promises.inputs import Call, Rng, some_lengths, some_sizes
from autograder.promises.translation import (
    AROUND_PARTS,
    AROUND_WAY_BACK,
    DECODER,
    a_translation,
    target_mask,
    translations,
    with_padding_read,
)

seq2seq_loss_and_grads = Exercise(
    "seq2seq_loss_and_grads",
    __name__,
    returns=("loss", "grads"),
    uses=(encoder_decoder_forward, gru.forward, gru.cell, gru.cell_backward),
)
OF_ENCODER = tuple(f"d{name}" for name in DECODER.recurrent)
NAMES = {"encoder": OF_ENCODER, "decoder": ("dWy", "dby", *OF_ENCODER)}
EPS = 1e-5  # of a central difference: its error is about 1e-10 here
PARTS = (("", "loss"), *((half, name) for half, names in NAMES.items() for name in names))


def padding_in(call: Call) -> str:
    """Say how much padding there is in a batch."""
    ends = call["mask"].sum(axis=0)
    return (
        f"Without padding it was right. Here T_x is {len(call['x'])} and the lengths are {in_words(call['lengths'])}; "
        f"T_y is {len(call['mask'])}, and the steps to say are {in_words(ends)}."
    )


def expect_half(half: str, got: Any, want: Any, because: str = "", names: tuple[str, ...] | None = None) -> None:
    """Expect the gradients of the parameters of one half.

    Args:
        half: "encoder" or "decoder". Where the decoder's cannot be found, that is charged by the decoder's alone.
        got, want: what was returned.
        because: of what is wrong.
        names: of the gradients, all of this half by default.
    """
    grads = got.grads if half == "decoder" and names is None else halves(got.grads)
    expect(isinstance(grads, dict), "The gradients are not a dict of two.")
    expect(half in grads, f"The key {half!r} is missing.")
    expect(isinstance(grads[half], dict), f"What stands under {half!r} is not a dict of gradients.")
    for name in NAMES[half] if names is None else names:
        expect(name in grads[half], f"The key {name!r} is missing under {half!r}.")
    says = because or f"It is a gradient of the {half}."
    expect_parts(DECODER, NAMES[half] if names is None else names, grads[half], want.grads[half], because=says)


def halves(grads: Any) -> Any:
    """Return gradients as a dict of two, where they are in a pair, or all their keys are called otherwise."""
    pair = grads if isinstance(grads, (tuple, list)) else None
    if pair is not None and len(pair) == 2:
        grads = dict(zip(("encoder", "decoder"), pair, strict=True))
    if not isinstance(grads, dict) or not isinstance(of := grads.get("decoder"), dict):
        return grads
    if any(name in of for name in OF_ENCODER):
        return grads
    return {h: {f"d{name}": each for name, each in of.items()} for h, of in grads.items() if isinstance(of, dict)}


def gradient_of(got: Any, half: str, name: str) -> Any:
    """Return one gradient, None where there is none."""
    grads = halves(got.grads)
    found = grads.get(half) if isinstance(grads, dict) else None
    return found.get(name) if isinstance(found, dict) else None


def right_parts(got: Any, want: Any) -> set[tuple[str, str]]:
    """Return which gradients are right, as pairs of half and name; the loss as ("", "loss")."""
    found = {pair for pair in PARTS[1:] if is_close(gradient_of(got, *pair), want.grads[pair[0]][pair[1]])}
    return found | ({("", "loss")} if is_close(got.loss, want.loss) else set())


@seq2seq_loss_and_grads.check(
    "The loss is the mean surprise of what is to be said.",
    points=1,
    hint="What does the decoder read, and what is it to say? Which of the two does the loss look at?",
)
def the_loss_is_the_mean_surprise(answer: Answer, truth: Answer, rng: Rng) -> None:
    def compare(got: Any, want: Any, call: Call) -> None:
        expect_close("loss", got, want)

    expect_true_apart(compare, answer, truth, beginning_with_minus_one(rng), AROUND_PARTS)


def beginning_with_minus_one(rng: Rng) -> list[Call]:
    """Draw batches without padding; in the first one the decoder reads -1 at its first step, as BOS may be."""
    first, *others = translations(rng, targets=True)
    dec_in = np.concatenate([np.full_like(first["dec_in"][:1], -1), first["dec_in"][1:]])
    return [{**first, "dec_in": dec_in}, *others]


@seq2seq_loss_and_grads.check(
    "The decoder's gradients are right.",
    points=2,
    hint="As in lesson 04: dz_y leads to W_y and b_y, and by W_y to the decoder's memories. Which one did W_y act on?",
)
def the_gradients_of_the_decoder_are_right(answer: Answer, truth: Answer, rng: Rng) -> None:
    def compare(got: Any, want: Any, call: Call) -> None:
        expect_half("decoder", got, want)

    calls = [*beginning_with_minus_one(rng), with_steep_output(a_translation(rng, some_sizes(rng), targets=True))]
    losses = [want.loss for want in truth.each(calls)]
    try:
        expect_true_apart(compare, answer, truth, calls, AROUND_PARTS)
    except (Mismatch, NotAttempted):
        if not is_slope_of_its_own_loss(answer, calls[0], losses[0], "decoder"):
            raise


def with_steep_output(call: Call) -> Call:
    """Return a call with gradients so large that it shows where they are limited."""
    return {**call, "decoder": {**call["decoder"], "Wy": 100 * call["decoder"]["Wy"]}}


def is_slope_of_its_own_loss(answer: Answer, call: Call, right: float, half: str) -> bool:
    """Tell whether gradients belong to a loss that is another one than it should be: that is charged already."""
    got = answer(**call)
    if not isinstance(got.loss, float) or is_close(got.loss, right):
        return False
    rng, slopes = np.random.default_rng(0), []
    ways = [(name[1:], rng.standard_normal(call[half][name[1:]].shape)) for name in NAMES[half]]
    for name, way in ways:
        moved = [{**call, half: {**call[half], name: call[half][name] + sign * EPS * way}} for sign in (1, -1)]
        after, before = (each.loss for each in answer.each(moved))
        slopes.append((after - before) / (2 * EPS))
    found = [gradient_of(got, half, f"d{name}") for name, _ in ways]
    if any(np.shape(mine) != way.shape for mine, (_, way) in zip(found, ways, strict=True)):
        return False
    sums = [float(np.sum(mine * way)) for mine, (_, way) in zip(found, ways, strict=True)]
    return bool(np.allclose(sums, slopes, rtol=1e-5, atol=1e-8)) and all(sums)


@seq2seq_loss_and_grads.check(
    "The gradient goes on into the encoder.",
    points=2,
    hint="The decoder began with the encoder's memory. What has come back to that, and at which step does it enter?",
)
def the_gradient_goes_on_into_the_encoder(answer: Answer, truth: Answer, rng: Rng) -> None:
    def compare(got: Any, want: Any, call: Call) -> None:
        if not have_changed_places(got, want) and not is_wrong_by_one_factor(got, want):
            expect_half("encoder", got, want)

    expect_true_apart(compare, answer, truth, translations(rng, targets=True), AROUND_WAY_BACK)
    answer.around.pop("gru_backward", None)  # it is given: nothing is wrong with it


def have_changed_places(got: Any, want: Any) -> bool:
    """Tell whether each half has the gradients of the other, which is charged by the decoder's."""
    turned = {"encoder": "decoder", "decoder": "encoder"}
    return all(
        is_close(gradient_of(got, half, name), want.grads[other][name])
        for half, other in turned.items()
        for name in OF_ENCODER
    )


def is_wrong_by_one_factor(got: Any, want: Any) -> bool:
    """Tell whether all gradients are the right ones times one number, which is charged by the decoder's."""
    mine, due = gradient_of(got, "decoder", "dby"), want.grads["decoder"]["dby"]
    if np.shape(mine) != due.shape or is_close(mine, due):
        return False
    factor = float(mine[0, 0] / due[0, 0])
    return factor != 0 and all(is_close(gradient_of(got, h, n), factor * want.grads[h][n]) for h, n in PARTS[1:])


@seq2seq_loss_and_grads.check(
    "The padding of what was read changes nothing.",
    points=1,
    hint="At which step of a short sentence does the gradient enter? What does gru_backward do with a mask?",
)
def the_padding_of_what_was_read_changes_nothing(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = with_padding_read(rng, targets=True)
    expect_as_without_padding(answer, truth, calls, rng)


@seq2seq_loss_and_grads.check(
    "The padding of what is to be said changes nothing.",
    points=1,
    hint="Which functions take a mask, and did each of them get the mask of what is to be said?",
)
def the_padding_of_what_is_to_be_said_changes_nothing(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng, examples=3)
    call = a_translation(rng, sizes.but(n_x=sizes.n_y), targets=True)
    mask = target_mask(rng, *call["dec_in"].shape)
    padded_call = {**call, "mask": mask}
    none = {name: np.where(mask, call[name], -1) for name in ("dec_in", "dec_target")}
    strange = np.where(mask, call["dec_target"], rng.choice([-100, 99], mask.shape))
    calls = [padded_call, {**padded_call, **none}, {**padded_call, **none, "dec_target": strange}]
    expect_as_without_padding(answer, truth, calls, rng)


def expect_as_without_padding(answer: Answer, truth: Answer, calls: list[Call], rng: Rng) -> None:
    """Expect of padded batches all that is right without padding; the rest is charged already.

    Where nothing is right, what comes of the first batch is expected of the others: they differ in padding alone.
    """
    sizes = some_sizes(rng)
    plain = a_translation(rng, sizes.but(n_x=sizes.n_y), targets=True)
    footing, right, firsts = Footing(), set[tuple[str, str]](), list[Any]()

    def compare(got: Any, want: Any, call: Call) -> None:
        if call is plain:
            footing.begin()
            found = right_parts(got, want)
            right.clear()
            right.update(pair for pair in PARTS if footing.holds(" ".join(pair), pair in found))
            firsts.clear()
            return
        says, kept = padding_in(call), right
        if not right:
            firsts.append(got)
            want, kept = firsts[0], {pair for pair in PARTS if pair[0] == "" or gradient_of(got, *pair) is not None}
            says = "Two batches were the same but for what is in the padding."
        if ("", "loss") in kept:
            expect_close("loss", got, want, because=says)
        for half, names in NAMES.items():
            of_half = tuple(name for name in names if (half, name) in kept)
            if of_half:
                expect_half(half, got, want, f"{says} It is a gradient of the {half}.", of_half)

    expect_true_apart(compare, answer, truth, [plain, *calls], AROUND_PARTS)


@seq2seq_loss_and_grads.check(
    "The arguments stay as they were, and the gradients are new.",
    promise=True,
    points=1,
    hint="Which line writes into an array that came in from outside or is still there from another call, or puts a new "
    "key into one of the two dicts?",
)
def the_arguments_stay_and_the_gradients_are_new(answer: Answer, truth: Answer, rng: Rng) -> None:
    sizes = some_sizes(rng)
    call = a_translation(rng, sizes, lengths=some_lengths(rng, sizes), targets=True)
    call["mask"] = target_mask(rng, *call["dec_in"].shape)

    def promise(network: Answer) -> None:
        expect_unchanged(network, **call)
        expect_fresh(network, [call, call])

    expect_apart(promise, answer, AROUND_PARTS)
