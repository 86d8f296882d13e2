"""Cards of lessons 02, 03, 04, 07, 08 and 13: losses, gradients and what is done with them."""

from __future__ import annotations

import numpy as np

from autograder.cards.card import Card, Pair, Picture, right_function
from autograder.cards.drawing import RIGHT, WRONG, Array, legend_above, plot, simple_network, two_lines
from figures.colours import GREEN, INK, VERMILLION

HEAD = {"arrowstyle": "-|>", "mutation_scale": 22, "shrinkA": 0, "shrinkB": 0}
UPDATES = 300


def _loss_of_padding(pair: Pair) -> Picture:
    rng = np.random.default_rng(0)
    y_pred = rng.dirichlet(np.ones(4), size=(6, 2)).transpose(0, 2, 1)
    y = rng.integers(0, 4, size=(6, 2))
    counts = range(0, 19, 2)
    results: list[list[float]] = [[], []]
    for rows in counts:
        padded = np.concatenate([y_pred, np.full((rows, 4, 2), 0.25)])
        labels, mask = np.concatenate([y, np.zeros((rows, 2), int)]), np.arange(6 + rows)[:, np.newaxis] < [6, 6]
        for made, loss in zip(results, (pair.right, pair.wrong), strict=True):
            made.append(loss(padded, labels, mask))
    right, wrong = map(np.array, results)
    fig, ax = plot("steps of padding", "loss, nats a step", ylim=(0, 1.15 * right.max()))
    two_lines(ax, counts, right, wrong)
    return Picture(
        fig,
        "The same predictions for the same words, with more and more padding behind them.",
        f"Right: the loss is {right[0]:.2f} at any padding. With the mistake it falls from {wrong[0]:.2f} to "
        f"{wrong[-1]:.2f} at 18 steps of padding.",
    )


def _against_the_measured(pair: Pair) -> Picture:
    rng = np.random.default_rng(2)
    network, xt, a_prev = simple_network(rng, 3, 4, 2, memory=1.6), rng.normal(size=(3, 5)), rng.normal(size=(4, 5))
    da_next, step = rng.normal(size=(4, 5)), right_function("rnn_cell_forward")
    measured = np.zeros((4, 4))
    for index in np.ndindex(4, 4):
        nudge = np.zeros((4, 4))
        nudge[index] = 1e-5
        up, down = (step(xt, a_prev, network | {"Waa": network["Waa"] + sign * nudge})[0] for sign in (1, -1))
        measured[index] = np.sum(da_next * (up - down)) / 2e-5
    a_next, _, _ = step(xt, a_prev, network)
    right, wrong = (f(da_next, (a_next, a_prev, xt, network))["dWaa"] for f in (pair.right, pair.wrong))
    fig, ax = plot("measured gradient of an entry of $W_{aa}$", "computed gradient")
    limits = 1.1 * np.array([wrong.min(), wrong.max()])
    ax.plot(limits, limits, color=INK, linewidth=1)
    ax.plot(measured.ravel(), right.ravel(), "o", color=GREEN, label=RIGHT)
    ax.plot(measured.ravel(), wrong.ravel(), "x", color=VERMILLION, markersize=9, markeredgewidth=2.5, label=WRONG)
    legend_above(ax)
    return Picture(
        fig,
        "Each mark is an entry of W_aa: what its gradient is by measurement, and what the function returns.",
        f"Right: all 16 marks lie on the diagonal, at most {np.abs(right - measured).max():.0e} from it. With the "
        f"mistake they lie off it by up to {np.abs(wrong - measured).max():.1f}.",
    )


def _reach(pair: Pair, mask: Array | None) -> tuple[Array, Array]:
    """Return, of both functions, how much of a loss at the last step comes back to the input of each step."""
    network, rng = simple_network(np.random.default_rng(7), 3, 6, 2), np.random.default_rng(11)
    x, step = 0.3 * rng.normal(size=(12, 3, 1)), right_function("rnn_cell_forward")
    a_prev, caches = np.zeros((6, 1)), []
    for t, xt in enumerate(x):
        a_next, _, _ = step(xt, a_prev, network)
        caches.append((a_next, a_prev, xt, network))
        a_prev = a_next if mask is None or mask[t, 0] else a_prev
    da = np.zeros((12, 6, 1))
    da[-1] = rng.normal(size=(6, 1))
    more = () if mask is None else (mask,)
    right, wrong = (np.linalg.norm(f(da, caches, *more)["dx"], axis=(1, 2)) for f in (pair.right, pair.wrong))
    return right, wrong


def _nothing_comes_back(pair: Pair) -> Picture:
    right, wrong = _reach(pair, None)
    fig, ax = plot("time step $t$", "norm of the gradient of $x^{\\langle t \\rangle}$")
    two_lines(ax, range(1, 13), right, wrong)
    return Picture(
        fig,
        "The only loss is at step 12. How much of it reaches the input of each step?",
        f"Right: the gradient is {right[0]:.2f} at step 1 and {right[-1]:.2f} at step 12. With the mistake it is "
        f"{wrong[-1]:.2f} at step 12 and {wrong[:-1].max():.2f} at all others.",
    )


def _stops_at_the_pause(pair: Pair) -> Picture:
    mask = np.ones((12, 1), dtype=bool)
    mask[5:8] = False
    right, wrong = _reach(pair, mask)
    fig, ax = plot("time step $t$", "norm of the gradient of $x^{\\langle t \\rangle}$")
    read = mask[:, 0]
    two_lines(ax, range(1, 13), np.where(read, right, np.nan), np.where(read, wrong, np.nan))
    ax.axvspan(5.5, 8.5, color=INK, alpha=0.18, linewidth=0, label="masked")
    legend_above(ax)
    return Picture(
        fig,
        "A pause of three masked steps, where no input is read; the only loss is at step 12.",
        f"Right: the gradient is {right[4]:.2f} at step 5, before the pause. With the mistake it is {wrong[4]:.2f} "
        "there, and at every step before.",
    )


def _too_late(pair: Pair) -> Picture:
    rng = np.random.default_rng(1)
    network = simple_network(rng, 5, 6, 5, memory=2.0)
    X, Y, mask = rng.integers(0, 5, (8, 3)), rng.integers(0, 5, (8, 3)), np.ones((8, 3), bool)
    limits = np.linspace(0.1, 2.5, 25)
    right, wrong = (
        np.array([_moved(step, X, Y, mask, network, clip) for clip in limits]) for step in (pair.right, pair.wrong)
    )
    fig, ax = plot("limit of the norm, `clip`".replace("`", ""), "length of the step / rate")
    two_lines(ax, limits, right, wrong)
    ax.set_ylim(0, 1.15 * wrong.max())
    return Picture(
        fig,
        "How far the parameters move in one step, for smaller and larger limits.",
        f"Right: the step is as long as the limit, up to {right.max():.2f}. With the mistake it is {wrong[0]:.2f} "
        "long at every limit: nothing is clipped.",
    )


def _moved(step: object, X: Array, Y: Array, mask: Array, network: dict[str, Array], clip: float) -> float:
    *_, new = step(X, Y, mask, np.zeros((6, 3)), network, 1.0, clip)  # type: ignore[operator]
    return float(np.sqrt(sum(np.sum((new[name] - network[name]) ** 2) for name in network)))


def _turned(pair: Pair) -> Picture:
    grads, c = {"dWaa": np.array([[4.0]]), "dba": np.array([[1.2]])}, 1.0
    fig, ax = plot("gradient of $W_{aa}$", "gradient of $b_a$", xlim=(0, 4.3), ylim=(0, 2.4), aspect="equal")
    ends = [grads, pair.right(grads, c)[0], pair.wrong(grads, c)[0]]
    x, y = ([float(end[name].item()) for end in ends] for name in ("dWaa", "dba"))
    styles = ((INK, "-", "before"), (GREEN, "-", RIGHT), (VERMILLION, "--", WRONG))
    for at, (colour, stroke, word) in enumerate(styles):
        ax.plot([0, x[at]], [0, y[at]], stroke, color=colour, linewidth=3 if at else 1.5, label=word)
        ax.annotate("", (x[at], y[at]), (0.93 * x[at], 0.93 * y[at]), arrowprops=HEAD | {"color": colour})
    legend_above(ax)
    angles = [float(np.degrees(np.arctan2(b, a))) for a, b in zip(x, y, strict=True)]
    return Picture(
        fig,
        f"Two parameters, one number each, and the limit {c:.0f}. Which still points where the gradient did?",
        f"The gradient points at {angles[0]:.0f} degrees. Right: shortened, at {angles[1]:.0f} degrees. With the "
        f"mistake: at {angles[2]:.0f} degrees.",
    )


def _first_steps(pair: Pair) -> Picture:
    shapes = {"Wx": (8, 3), "Wa": (8, 2), "b": (8, 1), "Wy": (4, 2), "by": (4, 1)}
    rng, lr = np.random.default_rng(3), 0.001
    start = 0.5 * rng.normal(size=sum(rows * columns for rows, columns in shapes.values()))
    x, targets = rng.normal(size=(6, 3, 5)), rng.integers(0, 4, size=(6, 5))
    lengths: list[Array] = []
    for step in (pair.right, pair.wrong):
        theta, state, moved = start, {"mean": 0 * start, "square": 0 * start, "steps": 0}, []
        for _ in range(UPDATES):
            _, new, state = step(theta, state, shapes, x, targets, lr)
            moved.append(np.abs(new - theta).mean() / lr)
            theta = new
        lengths.append(np.array(moved))
    right, wrong = lengths
    fig, ax = plot("update", "mean move, in learning rates", ylim=(0, 1.1 * wrong.max()))
    two_lines(ax, range(1, UPDATES + 1), right, wrong)
    return Picture(
        fig,
        "Adam on one batch: the mean distance that a parameter moves in each update.",
        f"Right: the first update moves each number by {right[0]:.2f} learning rates. With the mistake by "
        f"{wrong[0]:.2f}, and at most by {wrong.max():.2f}.",
    )


CARDS = (
    Card(
        "sequence_cross_entropy",
        "divides_by_all_steps",
        "Padding makes the loss look better",
        "The padding is masked, and dividing by the size of the mask is what .mean() over the whole array would do.",
        "Two teams make this mistake, and one sorts its batches by length. Whose loss is lower? Whose model is better?",
        _loss_of_padding,
    ),
    Card(
        "rnn_cell_backward",
        "forgets_the_tanh",
        "Every shape is right, and the gradient is not",
        "Nothing complains, and with small weights the slope of tanh is nearly 1. The loss falls.",
        "Where do the crosses lie closest to the line: where units are near 0, or where they are near 1?",
        _against_the_measured,
    ),
    Card(
        "rnn_backward",
        "drops_what_comes_back",
        "Every step learns for itself",
        "The loss falls, and for what the last input decides the network becomes good.",
        "Name a task that such a network can learn, and one that it can't.",
        _nothing_comes_back,
    ),
    Card(
        "rnn_backward_masked",
        "stops_at_masked_steps",
        "The gradient ends at the pause",
        "A masked step adds nothing to the parameters: setting its gradient to zero seems to say just that.",
        "Forward, a masked step copies the state. What is the derivative of a copy?",
        _stops_at_the_pause,
    ),
    Card(
        "train_step",
        "clips_after_the_update",
        "Clipping that comes too late",
        "The gradients that come back are clipped, all the right lines are there, and most steps are short anyway.",
        "Where do the two lines meet, and why there? In which part of a training would nobody notice?",
        _too_late,
    ),
    Card(
        "clip_by_global_norm",
        "clips_each_array_by_itself",
        "Clipping that turns the direction",
        "No array is longer than the limit afterwards, and nothing explodes.",
        "Six arrays, each clipped to 1 by itself: how long can the whole gradient still be?",
        _turned,
    ),
    Card(
        "train_step_fast",
        "never_corrects",
        "The first hundred updates are too long",
        "After some thousand updates the correction is 1: a training that survives its start shows nothing.",
        "In Adam, mean and square both begin at 0. Which of the two is further from its true size after one update?",
        _first_steps,
    ),
)
