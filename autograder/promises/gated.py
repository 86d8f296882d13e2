"""Cells with gates as promises need them: their parameters, and gates that are shut, open, or without weights."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from autograder.promises.inputs import Arrays, Cell

OPEN = 50.0  # the sigmoid of it is 1 to the last bit; of its negative, 2e-22


def gated_cell(states: tuple[str, ...], gates: str, *, predicts: bool = True) -> Cell:
    """Return a cell of which each gate, or candidate, has a weight that acts on [state; input], and a bias.

    Args:
        states: what the cell carries from step to step.
        gates: a letter for each: "urc" makes Wu, bu, Wr, br, Wc and bc.
        predicts: whether Wy and by make a prediction of the state.
    """
    of_output = {"Wy": "n_y, n_a", "by": "n_y, 1"} if predicts else {}
    weights = {f"W{gate}": "n_a, n_a + n_x" for gate in gates}
    return Cell(states, {**weights, **{f"b{gate}": "n_a, 1" for gate in gates}, **of_output}, tuple(of_output))


def with_gate(parameters: Arrays, gate: str, at: float | np.ndarray) -> Arrays:
    """Return the parameters with a gate that hangs on its bias alone: its weight is zero, its bias `at`."""
    W, b = f"W{gate}", f"b{gate}"
    return {**parameters, W: np.zeros_like(parameters[W]), b: np.zeros_like(parameters[b]) + at}


def with_bias(parameters: Arrays, gate: str, at: float | np.ndarray) -> Arrays:
    """Return the parameters with another bias of a gate; far from 0 it decides alone whether the gate is open."""
    b = f"b{gate}"
    return {**parameters, b: np.zeros_like(parameters[b]) + at}


def without(parameters: Arrays, names: Iterable[str], columns: slice) -> Arrays:
    """Return the parameters with zeros in these columns of these weights."""
    changed = {name: parameters[name].copy() for name in names}
    for weight in changed.values():
        weight[:, columns] = 0.0
    return {**parameters, **changed}


def blind(parameters: Arrays, gates: str, to: str) -> Arrays:
    """Return the parameters with gates that do not see the "state", or the "input"."""
    n_a = len(parameters[f"b{gates[0]}"])
    columns = slice(None, n_a) if to == "state" else slice(n_a, None)
    return without(parameters, [f"W{gate}" for gate in gates], columns)


def renamed(parameters: Arrays, names: dict[str, str]) -> Arrays:
    """Return the parameters with those of other names in the places of these."""
    return {name: parameters[names.get(name, name)] for name in parameters}


def turned(parameters: Arrays, gate: str) -> Arrays:
    """Return the parameters with a gate that is as open as it was shut: 1 minus a sigmoid is that of minus its sum."""
    names = (f"W{gate}", f"b{gate}")
    return {name: -value if name in names else value for name, value in parameters.items()}


def input_first(parameters: Arrays, gates: str) -> Arrays:
    """Return the parameters that do with [state; input] what these do with [input; state], for these gates."""
    names = [f"W{gate}" for gate in gates]
    return {name: np.roll(value, len(value), axis=1) if name in names else value for name, value in parameters.items()}


def without_biases(parameters: Arrays, gates: str) -> Arrays:
    """Return the parameters with biases of zero for these gates."""
    names = [f"b{gate}" for gate in gates]
    return {name: np.zeros_like(value) if name in names else value for name, value in parameters.items()}
