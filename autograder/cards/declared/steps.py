"""Cards of lessons 02, 05, 06, 07, 09 and 10: what goes forward from step to step."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from autograder.cards.card import Card, Pair, Picture
from autograder.cards.drawing import Array, legend_above, plot, simple_network, two_lines


def _touched(network: dict[str, Array]) -> tuple[Array, Array, Array]:
    """Return a sequence, the same with another first input, and a start."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(12, 3, 1))
    other = x.copy()
    other[0] += 1.0
    return x, other, 0.5 * rng.normal(size=(len(network["Waa"]), 1))


def _nothing_is_carried(pair: Pair) -> Picture:
    network = simple_network(np.random.default_rng(0), 3, 5, 4)
    x, other, a0 = _touched(network)
    right, wrong = (
        np.linalg.norm(run(x, a0, network)[0] - run(other, a0, network)[0], axis=(1, 2))
        for run in (pair.right, pair.wrong)
    )
    fig, ax = plot("time step $t$", "how far $a^{\\langle t \\rangle}$ moves")
    two_lines(ax, range(1, 13), right, wrong)
    return Picture(
        fig,
        "The first input is changed. How far does each later activation move?",
        f"After a change of the first input the right activations move by {right[1]:.2f} at step 2 and {right[-1]:.2f} "
        f"at step 12. With the mistake they move by {wrong[0]:.2f} at step 1 and by {wrong[1]:.2f} from step 2 on.",
    )


def _band(ax: Axes, first: int, last: int, word: str) -> None:
    ax.axvspan(first - 0.5, last + 0.5, color="#747678", alpha=0.18, linewidth=0, label=word)
    legend_above(ax)


def _cleared(pair: Pair) -> Picture:
    network = simple_network(np.random.default_rng(3), 3, 5, 4)
    x, _, a0 = _touched(network)
    mask = np.ones((12, 1), dtype=bool)
    mask[5:9] = False
    right, wrong = (run(x, a0, network, mask)[0][:, 0, 0] for run in (pair.right, pair.wrong))
    fig, ax = plot("time step $t$", "first unit of $a^{\\langle t \\rangle}$")
    two_lines(ax, range(1, 13), right, wrong)
    _band(ax, 6, 9, "masked")
    return Picture(
        fig,
        "A pause of four masked steps. What was known before it should be known after it.",
        f"The first unit is {right[4]:.2f} before the pause. Right: it stays so through steps 6 to 9. With the mistake "
        f"it is {wrong[5]:z.2f} there, and after the pause {wrong[9]:.2f} in place of {right[9]:.2f}.",
    )


def _padding_is_read(pair: Pair) -> Picture:
    rng = np.random.default_rng(5)
    network = simple_network(rng, 3, 5, 2)
    x, a0 = rng.normal(size=(6, 3, 1)), np.zeros((5, 1))
    counts = range(11)
    results: list[list[float]] = [[], []]
    for padding in counts:
        padded = np.concatenate([x, np.zeros((padding, 3, 1))])
        for made, run in zip(results, (pair.right, pair.wrong), strict=True):
            made.append(run(padded, a0, network, np.array([6]))[0][0, 0])
    right, wrong = map(np.array, results)
    fig, ax = plot("steps of padding behind the sentence", "probability of class 1", ylim=(0, 1))
    two_lines(ax, counts, right, wrong)
    return Picture(
        fig,
        "One sentence of six words, in batches with longer and longer neighbours.",
        f"Right: the probability is {right[0]:.2f} whatever the padding. With the mistake it lies between "
        f"{wrong.min():.2f} and {wrong.max():.2f}, and depends on how much padding there is.",
    )


def _repeats_itself(pair: Pair) -> Picture:
    n = 6
    following = np.roll(np.eye(n), 1, axis=0)  # symbol k is followed by k + 1
    network = {
        "Wax": 3 * np.eye(n),
        "Waa": np.zeros((n, n)),
        "Wya": 6 * following,
        "ba": np.zeros((n, 1)),
        "by": np.zeros((n, 1)),
    }
    x0, a0 = np.eye(n)[:, :1], np.zeros((n, 1))
    right, wrong = (run(x0, a0, network, 16, np.random.default_rng(2)) for run in (pair.right, pair.wrong))
    fig, ax = plot("time step $t$", "symbol that was drawn", yticks=range(n))
    two_lines(ax, range(1, 17), right, wrong)
    return Picture(
        fig,
        "A network that has learned to climb a scale of six notes, and to begin anew at its top.",
        f"Right: the symbols climb, {' '.join(map(str, right[:8]))} and so on. With the mistake: "
        f"{' '.join(map(str, wrong[:8]))} and so on.",
    )


def _underflow(pair: Pair) -> Picture:
    p, steps = 0.1, np.arange(20, 601, 20)
    right, wrong = (
        np.array([f(np.full((t, 2, 1), p), np.zeros((t, 1), int), np.ones((t, 1), bool))[0] for t in steps])
        for f in (pair.right, pair.wrong)
    )
    fig, ax = plot("tokens of the sentence", "log probability, nats")
    two_lines(ax, steps, right, np.where(np.isfinite(wrong), wrong, np.nan))
    first = int(steps[~np.isfinite(wrong)][0])
    ax.axvline(first, color="#D55E00", linewidth=1)
    ax.annotate(
        f"minus infinity\nfrom {first} on", (first, right[3]), xytext=(8, 0), textcoords="offset points", va="top"
    )
    return Picture(
        fig,
        f"Every token has the probability {p}. The product is then too small for a float64.",
        f"Right: a straight line down to {right[-1]:.0f} nats at 600 tokens. With the mistake: the same line, and "
        f"minus infinity from {first} tokens on.",
    )


def _other_way_round(pair: Pair) -> Picture:
    tau = np.linspace(0.2, 3, 29)
    scores = np.array([[2.0], [1.0], [0.0], [-1.0]])
    right, wrong = (np.array([f(scores, t)[0, 0] for t in tau]) for f in (pair.right, pair.wrong))
    fig, ax = plot("temperature $\\tau$", "probability of the likeliest symbol", ylim=(0, 1.03))
    two_lines(ax, tau, right, wrong)
    return Picture(
        fig,
        "Four symbols with the scores 2, 1, 0 and -1. At the temperature 1 nobody sees a difference.",
        f"Right: the probability falls from {right[0]:.2f} at a temperature of 0.2 to {right[-1]:.2f} at 3. With the "
        f"mistake it rises from {wrong[0]:.2f} to {wrong[-1]:.2f}. At 1 both are {right[8]:.2f}.",
    )


def _shut_gate_forgets(pair: Pair) -> Picture:
    rng = np.random.default_rng(4)
    network = {name: 0.3 * rng.normal(size=(2, 5)) for name in ("Wc", "Wu")}
    network |= {"bc": np.zeros((2, 1)), "bu": np.full((2, 1), -5.0)}
    kept: list[Array] = []
    for step in (pair.right, pair.wrong):
        c, values = np.ones((2, 1)), [1.0]
        for xt in np.random.default_rng(6).normal(size=(20, 3, 1)):
            c = step(xt, c, network)
            values.append(c[0, 0])
        kept.append(np.array(values))
    right, wrong = kept
    fig, ax = plot("time step $t$", "memory $c^{\\langle t \\rangle}$")
    two_lines(ax, range(21), right, wrong)
    return Picture(
        fig,
        "The bias of the gate is -5: it is shut, and a 1 is to be remembered.",
        f"Right: after 20 steps the memory is {right[-1]:.2f}. With the mistake it "
        f"wanders between {wrong.min():.2f} and {wrong.max():.2f}.",
    )


def _memory_exchanged(pair: Pair) -> Picture:
    rng = np.random.default_rng(8)
    network = {name: 0.3 * rng.normal(size=(2, 5)) for name in ("Wf", "Wi", "Wc", "Wo")}
    network |= {"bf": np.full((2, 1), 5.0), "bi": np.full((2, 1), -5.0), "bc": np.zeros((2, 1)), "bo": np.zeros((2, 1))}
    network |= {"Wy": rng.normal(size=(3, 2)), "by": np.zeros((3, 1))}
    kept: list[Array] = []
    for step in (pair.right, pair.wrong):
        a, c, values = np.zeros((2, 1)), np.ones((2, 1)), [1.0]
        for xt in np.random.default_rng(9).normal(size=(20, 3, 1)):
            a, c, _, _ = step(xt, a, c, network)
            values.append(c[0, 0])
        kept.append(np.array(values))
    right, wrong = kept
    fig, ax = plot("time step $t$", "memory $c^{\\langle t \\rangle}$")
    two_lines(ax, range(21), right, wrong)
    return Picture(
        fig,
        "Gate f is open (bias 5), gate i is shut (bias -5): what is in the memory should stay.",
        f"Right: after 20 steps the memory is {right[-1]:.2f}. With the mistake it is {wrong[1]:.2f} after one step: "
        "what was there is thrown away, and every input is taken in.",
    )


CARDS = (
    Card(
        "rnn_forward",
        "never_carries_the_activation",
        "A recurrent network without a past",
        "Every shape is right and every number is plausible: each step is a step of the cell, but always the first.",
        "Its loss falls in training as well. Which tasks can such a network learn, and which never?",
        _nothing_is_carried,
    ),
    Card(
        "rnn_forward_masked",
        "clears_the_activation",
        "Padding wipes the memory",
        "Multiplying by the mask keeps padding out of a loss. Where padding comes last, no plot shows the harm.",
        "Padding says: nothing was read. What should a reader know after reading nothing?",
        _cleared,
    ),
    Card(
        "many_to_one_forward",
        "reads_the_last_row",
        "The verdict depends on the neighbours",
        "a[-1] is the last activation. For the longest example, and in every test with one example, it is right.",
        "You classify one review twice, in two batches, and get two answers. Where do you look?",
        _padding_is_read,
    ),
    Card(
        "generate_one_to_many",
        "reads_x0_at_each_step",
        "The tune does not move on",
        "Each draw is from a real prediction, and training was not touched. The activation is even carried.",
        "Note 1 should lead to note 2; in the mistaken line it never does. What does that network hear at each step?",
        _repeats_itself,
    ),
    Card(
        "sentence_log_prob",
        "takes_the_log_of_the_product",
        "Right for sentences, minus infinity for pages",
        "It is the definition, and for a short sentence both agree to the last digit.",
        "Which is the smallest positive number of a float64, roughly? How many tokens of probability 0.1 fit into it?",
        _underflow,
    ),
    Card(
        "apply_temperature",
        "multiplies_by_the_temperature",
        "Hotter makes it more certain",
        "At the temperature 1 it is right, and one of the two directions looks as good as the other until one listens.",
        "Which limit do you expect for a temperature near 0? Which does each line have?",
        _other_way_round,
    ),
    Card(
        "gru_simplified_cell",
        "takes_the_gate_the_other_way_round",
        "A shut gate that forgets",
        "A network can learn with either convention, and papers use both. Weights trained with one fail in the other.",
        "Cho's gate keeps and Chung's overwrites. How do you find out, with one bias, which one you are looking at?",
        _shut_gate_forgets,
    ),
    Card(
        "lstm_cell_forward",
        "exchanges_f_and_i",
        "Forget gate and update gate have changed places",
        "Both are sigmoids of the same shape, and training from a random start can make up for the exchange.",
        "The usual start gives b_f a positive number. What does that do to this network?",
        _memory_exchanged,
    ),
)
