"""One step of a GRU: both gates, and a prediction."""

from __future__ import annotations

from functools import partial

import numpy as np

from autograder.answer import Answer
from autograder.exercise import Exercise
from autograder.exercises.gru import gates
from autograder.exercises.gru.gates import Change, changed, does, gate, squashes_otherwise
from autograder.exercises.simple_rnn.cells import belongs_to_own_activation
from autograder.expect import expect, expect_close, expect_unchanged
from autograder.promises.gated import OPEN, exchanged, input_first, turned, without, without_biases
from autograder.promises.gru import GRU
from autograder.promises.inputs import Arrays, Call, Rng, Sizes, several_sizes, some_sizes

cell = Exercise("gru_cell_forward", __name__, returns=("c_next (n_a, m)", "yt_pred (n_y, m)", "cache: any"))

EXCHANGES: tuple[Change, ...] = (
    lambda p: exchanged(p, ("Wu", "Wr"), ("bu", "br")),
    lambda p: exchanged(p, ("Wu", "Wr")),
)
FORGOTTEN_BIASES: dict[str, Change] = {
    names: partial(without_biases, gates=names) for names in ("u", "r", "ur", "uc", "rc", "urc")
}
THROUGH = [(u, r) for u in gates.SQUASHES for r in gates.SQUASHES if (u, r) != ("sigmoid", "sigmoid")]
NO_RESET = gate("r", OPEN)


def gates_see_the_input_alone(parameters: Arrays) -> Arrays:
    return without(parameters, ("Wu", "Wr"), slice(None, len(parameters["bu"])))


def gates_see_the_memory_alone(parameters: Arrays) -> Arrays:
    return without(parameters, ("Wu", "Wr"), slice(len(parameters["bu"]), None))


def half_shut(rng: Rng, sizes: Sizes) -> Change:
    """Return the change that shuts the reset gate of about half of the units and opens that of the others."""
    shut = rng.permutation(sizes.n_a) < (sizes.n_a + 1) // 2
    return gate("r", np.where(shut, -OPEN, OPEN)[:, None])


@cell.check(
    "The candidate reads the old memory through the reset gate.",
    points=2,
    hint="First the gate, then the weight: what does W_c act on, and which part of it has been through the gate?",
)
def the_candidate_reads_the_memory_through_the_reset_gate(answer: Answer, truth: Answer, rng: Rng) -> None:
    elsewhere: tuple[Change, ...] = (*EXCHANGES, *(FORGOTTEN_BIASES[names] for names in ("u", "r", "ur")))
    charged = squashes_otherwise(answer, truth, rng, GRU, *THROUGH)
    if does(answer, truth, rng, GRU, *elsewhere) or charged:
        return
    steps = [changed(GRU.a_step(rng, sizes), half_shut(rng, sizes)) for sizes in several_sizes(rng)]
    says = "Here every gate is open or shut, by a bias of 50 or -50. The update gate is open: c_next is the candidate."
    gates.expect_candidate(answer, truth, steps, says)
    shut = [changed(GRU.a_step(rng, sizes), gate("r", -OPEN)) for sizes in several_sizes(rng)]
    says = "Here the reset gate is shut for every unit: the candidate should not depend on c_prev."
    gates.expect_candidate(answer, truth, shut, says)


@cell.check(
    "The reset gate is a sigmoid of the old memory and the input.",
    points=1,
    hint="The reset gate reads what the update gate reads, with a weight and a bias of its own.",
)
def the_reset_gate_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    elsewhere: tuple[Change, ...] = (
        *EXCHANGES,
        NO_RESET,
        partial(turned, gate="r"),
        *(partial(input_first, gates=names) for names in ("urc", "ur", "c")),
        *(FORGOTTEN_BIASES[names] for names in ("ur", "rc", "urc")),
        gates_see_the_input_alone,
        gates_see_the_memory_alone,
    )
    charged = squashes_otherwise(answer, truth, rng, GRU, ("nothing", "nothing"), ("tanh", "tanh"))
    if not (does(answer, truth, rng, GRU, *elsewhere) or charged):
        for sizes in several_sizes(rng):
            expect_reset_gate(answer, truth, GRU.a_step(rng, sizes.but(m=1)))


def expect_reset_gate(answer: Answer, truth: Answer, step: Call) -> None:
    """Expect of one example that W_c may pick from c_prev what the reset gate would have left of it.

    W_c stands where it would be without the gate, in front of it or behind, so a gate in the wrong place is not
    charged here; nor is a wrong candidate or a wrong update gate, which are the same both times.
    """
    c_prev, n_a = step["c_prev"], len(step["c_prev"])
    step = changed(step, gate("u", 0.3), gate("c", 0.0))

    def picking(shares: np.ndarray, *changes: Change) -> Call:
        Wc = np.zeros_like(step["parameters"]["Wc"])
        Wc[:, :n_a] = np.diag(shares[:, 0])
        return changed(step, lambda p: {**p, "Wc": Wc}, *changes)

    everything = np.ones((n_a, 1))
    seen = truth(**changed(picking(everything), gate("u", OPEN))).c_next
    Gr = np.arctanh(seen) / c_prev
    moved = picking(everything, lambda p: {**p, "br": p["br"] + 1.5})
    got, due, other = answer.each([picking(everything), picking(Gr, gate("r", OPEN)), moved])
    says = "Here the candidate of each unit depends on its own old memory alone, times Gr."
    gates.expect_memory(got, due, says, to_itself=True)
    expect(np.any(got.c_next != other.c_next), "Another b_r was handed in, and c_next is the same.")


@cell.check(
    "The update gate is a sigmoid of the old memory and the input.",
    points=1,
    hint="Each of the two gates has a weight and a bias of its own: are they the right ones, in the right order?",
)
def the_update_gate_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    elsewhere: tuple[Change, ...] = (partial(input_first, gates="urc"), FORGOTTEN_BIASES["uc"], FORGOTTEN_BIASES["urc"])
    if not does(answer, truth, rng, GRU, *elsewhere):
        gates.expect_update_gate(answer, truth, rng, GRU)


@cell.check(
    "A shut update gate keeps the memory, an open one overwrites it.",
    points=1,
    hint="What should c_next be where the update gate is 0, and what where it is 1?",
)
def a_shut_gate_keeps_and_an_open_one_overwrites(answer: Answer, truth: Answer, rng: Rng) -> None:
    elsewhere: tuple[Change, ...] = (*EXCHANGES, *(FORGOTTEN_BIASES[names] for names in ("u", "ur", "uc", "urc")))
    charged = squashes_otherwise(answer, truth, rng, GRU, *THROUGH)
    if not (does(answer, truth, rng, GRU, *elsewhere) or charged):
        gates.expect_gate_to_keep_or_overwrite(answer, rng, GRU)


@cell.check(
    "The prediction is made from the new memory.",
    points=1,
    hint="The scores are W_y times the new memory, plus b_y. Softmax makes each column sum to 1.",
)
def the_prediction_follows_the_equation(answer: Answer, truth: Answer, rng: Rng) -> None:
    steps = [GRU.a_step(rng, sizes) for sizes in several_sizes(rng)]
    for got, want, step in zip(answer.each(steps), truth.each(steps), steps, strict=True):
        output = {"Wya": step["parameters"]["Wy"], "by": step["parameters"]["by"]}
        if not belongs_to_own_activation(got.yt_pred, got.c_next, {**step, "parameters": output}):
            expect_close("yt_pred", got, want)


@cell.check(
    "The arguments stay as they were.",
    promise=True,
    points=1,
    hint="c_prev, xt and the parameters belong to the caller: make a new array for the result.",
)
def the_arguments_are_left_alone(answer: Answer, truth: Answer, rng: Rng) -> None:
    expect_unchanged(answer, **GRU.a_step(rng, some_sizes(rng)))
