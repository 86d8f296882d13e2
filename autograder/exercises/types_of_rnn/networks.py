"""Networks that play: some are certain of each symbol, some toss a coin, some are hardly certain of anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.promises.inputs import Arrays, Call, Rng, a_generator
from autograder.promises.rnn_caches import caches_of

CERTAIN = 40.0  # the best score is ahead by this much: another symbol has a probability of less than 1e-17
Step = Callable[[np.ndarray, np.ndarray, Arrays], Any]


def softmax_of(scores: np.ndarray) -> np.ndarray:
    weights = np.exp(scores - scores.max())
    chances: np.ndarray = weights / weights.sum()
    return chances


def true_step(xt: np.ndarray, a_prev: np.ndarray, parameters: Arrays) -> tuple[np.ndarray, np.ndarray]:
    """Return the activation after a step, and the scores."""
    a_next: np.ndarray = caches_of(xt[None], a_prev, parameters)[0][0]
    return a_next, parameters["Wya"] @ a_next + parameters["by"]


def stand_in_playing_cell(xt, a_prev, parameters):  # type: ignore[no-untyped-def]  # travels as source
    """Take the place of a learner's rnn_cell_forward that is not right yet, and still give probabilities."""
    a_next = np.sin(parameters["Wax"] @ xt - parameters["Waa"] @ a_prev + parameters["ba"])
    scores = parameters["Wya"] @ a_next + parameters["by"]
    weights = np.exp(scores - scores.max(axis=0))
    return a_next, weights / weights.sum(axis=0), (a_next, a_prev, xt, parameters)


def stand_in_step(xt: np.ndarray, a_prev: np.ndarray, parameters: Arrays) -> tuple[np.ndarray, np.ndarray]:
    """Return the activation after a step of the stand-in, and the scores."""
    a_next = stand_in_playing_cell(xt, a_prev, parameters)[0]  # type: ignore[no-untyped-call]
    return a_next, parameters["Wya"] @ a_next + parameters["by"]


def scores_along(step: Step, call: Call, symbols: np.ndarray) -> np.ndarray:
    """Return the scores of each step where the step before it has read the symbol before, shape (n_steps, n_y)."""
    xt, a, parameters, found = call["x0"], call["a0"], call["parameters"], []
    columns = np.eye(len(xt))
    for k in symbols:
        a, scores = step(xt, a, parameters)
        found.append(scores[:, 0])
        xt = columns[:, [k]]
    return np.array(found)


def likeliest(step: Step, call: Call) -> tuple[list[int], float]:
    """Return the tune of the likeliest symbols, and by how much the best score is ahead at least."""
    xt, a, symbols, ahead = call["x0"], call["a0"], [], np.inf
    columns = np.eye(len(xt))
    for _ in range(call["n_steps"]):
        a, scores = step(xt, a, call["parameters"])
        *_, second, best = [-np.inf, *np.sort(scores[:, 0])]
        ahead = min(ahead, best - second)
        symbols.append(int(np.argmax(scores)))
        xt = columns[:, symbols[-1:]]
    return symbols, float(ahead)


def a_network(rng: Rng, n_x: int, n_a: int, *, memory: float, certainty: float) -> Arrays:
    """Draw parameters; a large `memory` makes the activation before count, a large `certainty` the best score."""
    drawn = {
        "Wax": 1.2 * rng.standard_normal((n_a, n_x)),
        "Waa": memory * rng.standard_normal((n_a, n_a)),
        "Wya": certainty * rng.standard_normal((n_x, n_a)),
        "ba": 0.5 * rng.standard_normal((n_a, 1)),
        "by": 0.3 * certainty * rng.standard_normal((n_x, 1)),
    }
    return {name: drawn[name] for name in rng.permutation(list(drawn)).tolist()}


def a_start(rng: Rng, n_x: int, n_a: int, *, with_symbol: bool) -> Call:
    """Draw a start: a one-hot symbol or zeros, and an activation that is not zero."""
    x0 = np.zeros((n_x, 1))
    if with_symbol:
        x0[rng.integers(n_x)] = 1.0
    return {"x0": x0, "a0": 0.8 * rng.standard_normal((n_a, 1))}


def a_certain_tune(rng: Rng, n_x: int, n_a: int, n_steps: int, *, with_symbol: bool) -> Call:
    """Draw a network and a start of which only one tune can come: whoever draws from it, and however, gets that one.

    Where it starts from zeros, and has more than a step, any symbol in their place leads to another tune.
    """
    while True:
        start = a_start(rng, n_x, n_a, with_symbol=with_symbol)
        network = a_network(rng, n_x, n_a, memory=1.5, certainty=400.0)
        call = {**start, "parameters": network, "n_steps": n_steps}
        tunes, ahead = zip(*(likeliest(step, call) for step in (true_step, stand_in_step)), strict=True)
        several = min(n_x, n_steps, 3 if n_a > 1 else 2)
        is_certain = min(ahead) > CERTAIN and all(len(set(tune)) >= several for tune in tunes)
        if is_certain and (with_symbol or n_steps == 1 or _zeros_show(call, tunes)):
            return {**call, "rng": a_generator(rng)}


def _zeros_show(call: Call, tunes: Sequence[list[int]]) -> bool:
    """Tell whether each other start than zeros leads to another tune: a symbol, all ones, or all of them alike."""
    n_x = len(call["x0"])
    starts = [*np.eye(n_x)[..., None], np.ones((n_x, 1)), np.full((n_x, 1), 1 / n_x)]
    return all(
        likeliest(step, {**call, "x0": x0})[0] != tune
        for step, tune in zip((true_step, stand_in_step), tunes, strict=True)
        for x0 in starts
    )


def a_tune_of_coins(rng: Rng, pairs: int, n_a: int, n_steps: int) -> Call:
    """Draw a network that is certain of two symbols at a time, and tosses a coin for one of them.

    Both symbols of a pair have nearly the same score and are read in different ways: what was drawn decides which pair
    comes next, and a mixture of the two leads elsewhere.
    """
    network = a_network(rng, 2 * pairs, n_a, memory=1.0, certainty=400.0)
    for name in ("Wya", "by"):
        network[name] = np.repeat(network[name][::2], 2, axis=0)
    network["by"] = network["by"] + 0.3 * rng.standard_normal((2 * pairs, 1))
    start = a_start(rng, 2 * pairs, n_a, with_symbol=True)
    return {**start, "parameters": network, "n_steps": n_steps, "rng": a_generator(rng)}


def a_steady_tune(rng: Rng, n_steps: int, *, likeliest_last: bool = False) -> Call:
    """Draw a network that gives five symbols the same probabilities at each step, whatever it has read.

    The likeliest symbol is number 1 or, where asked for, the last one. So what always gives 0, or always compares the
    running sum of probabilities with the same number, is not taken for what gives the likeliest.
    """
    network = a_network(rng, 5, 4, memory=0.0, certainty=1.0)
    network["Wax"] = np.zeros((4, 5))
    network["Wya"] = np.zeros((5, 4))
    others = rng.permutation([0.26, 0.16, 0.11]).tolist()
    chances = [0.04, *others, 0.43] if likeliest_last else [0.04, 0.43, *others]
    network["by"] = np.log(chances)[:, None]
    start = a_start(rng, 5, 4, with_symbol=True)
    return {**start, "parameters": network, "n_steps": n_steps, "rng": a_generator(rng)}


def a_tune_with_memory(rng: Rng, n_steps: int) -> Call:
    """Draw a network of four symbols in which what was read shows for some steps."""
    network = a_network(rng, 4, 6, memory=0.5, certainty=0.5)
    network["by"] = np.zeros((4, 1))
    start = a_start(rng, 4, 6, with_symbol=False)
    return {**start, "parameters": network, "n_steps": n_steps, "rng": a_generator(rng)}
