"""Each fast layer equals the per-step functions of its lesson, in every value and every gradient."""

import numpy as np
import pytest
from layer_examples import (
    CELLS,
    Arrays,
    Cell,
    assert_same,
    each_cell,
    fast,
    upstream,
    wide_parameters,
    with_mask,
)
from sequence_examples import N_A, N_X, T_X, M

from solutions.bidirectional import birnn_backward, birnn_forward
from solutions.layers import RNN, Bidirectional, Stack, kept, mask_of, recurrent


@pytest.fixture(params=range(2))
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    return np.random.default_rng(request.param)


@each_cell
@pytest.mark.parametrize("kind", ["all", "ragged", "gaps"])
@pytest.mark.parametrize(("T", "m"), [(T_X, M), (T_X, 1), (1, M), (1, 1)])
def test_a_layer_equals_the_functions_of_its_lesson(
    cell: Cell, kind: str, T: int, m: int, rng: np.random.Generator
) -> None:
    parameters, batch = cell.parameters(rng), with_mask(rng, kind, T, m)
    da = upstream(rng, batch)
    assert_same(fast(cell, cell.layer.from_dict(parameters), batch, da), cell.per_step(batch, parameters, da))


@each_cell
@pytest.mark.parametrize("columns", [N_A, N_A + N_X + 1, 2 * N_A, 4 * N_A])  # of the matrices that the cells go through
def test_it_does_so_when_products_are_cut_into_blocks_and_time_into_stretches(
    cell: Cell, columns: int, rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What happens to large layers: blocks, of 4 rows here and the last one padded, and stretches, here of two steps.
    monkeypatch.setattr(kept, "SPLIT", True)
    monkeypatch.setattr(kept, "SMALL", 4 * columns * M)
    assert kept.blocks_of(N_A, columns, M) == (2, 4)
    parameters, batch = cell.parameters(rng), with_mask(rng, "gaps", 5)
    layer, da = cell.layer.from_dict(parameters), upstream(rng, batch)
    monkeypatch.setattr(recurrent, "STRETCH", 2 * layer.W.shape[0] * M * 8)
    assert_same(fast(cell, layer, batch, da), cell.per_step(batch, parameters, da))
    assert [part.stop - part.start for part in layer.stretches()] == [2, 2, 1]


@each_cell
def test_without_a_start_and_a_mask_it_starts_from_zeros_and_all_steps_are_valid(
    cell: Cell, rng: np.random.Generator
) -> None:
    parameters, batch = cell.parameters(rng), with_mask(rng, "all")
    zeros = {start: np.zeros((N_A, M)) for start in cell.starts}
    expected = cell.per_step({**batch, **zeros}, parameters, upstream(rng, batch))
    a, last = cell.layer.from_dict(parameters).forward(batch["x"])
    np.testing.assert_allclose(a, expected["a"], rtol=1e-10)
    assert len(last) == cell.layer.states


@each_cell
def test_a_sequence_in_two_parts_is_the_sequence_in_one(cell: Cell, rng: np.random.Generator) -> None:
    # The states go from one call to the next, and their gradients back.
    parameters, batch = cell.parameters(rng), with_mask(rng, "gaps")
    da, cut = upstream(rng, batch), 2
    whole = cell.per_step(batch, parameters, da)
    early, late = cell.layer.from_dict(parameters), cell.layer.from_dict(parameters)
    a, last = early.forward(batch["x"][:cut], *(batch[start] for start in cell.starts), mask=batch["mask"][:cut])
    a_late, _ = late.forward(batch["x"][cut:], *last, mask=batch["mask"][cut:])
    np.testing.assert_allclose(np.concatenate([a, a_late]), whole["a"], rtol=1e-10)
    dx_late, dlast = late.backward(da[cut:])
    dx, dstart = early.backward(da[:cut], *dlast)
    np.testing.assert_allclose(np.concatenate([dx, dx_late]), whole["dx"], rtol=1e-10, atol=1e-14)
    for name, gradient in early.gradients().items():
        total = gradient + late.gradients()[name]
        np.testing.assert_allclose(total, whole[name], rtol=1e-10, atol=1e-14, err_msg=name)
    for name, gradient in zip(cell.starts, dstart, strict=True):
        np.testing.assert_allclose(gradient, whole[f"d{name}"], rtol=1e-10, atol=1e-14, err_msg=name)


@each_cell
def test_parameters_go_there_and_back_unchanged(cell: Cell, rng: np.random.Generator) -> None:
    parameters = cell.parameters(rng)
    again = cell.layer.from_dict(parameters).to_dict()
    assert again.keys() == parameters.keys() - {"Wy", "by", "Wya"}
    for name, value in again.items():
        np.testing.assert_array_equal(value, parameters[name], err_msg=name)


@each_cell
def test_what_comes_back_by_name_are_views(cell: Cell, rng: np.random.Generator) -> None:
    layer = cell.layer.from_dict(cell.parameters(rng))
    assert all(np.shares_memory(part, layer.W) for part in layer.to_dict().values())
    assert all(np.shares_memory(part, layer.dW) for part in layer.gradients().values())


# --- two directions and several layers --------------------------------------------------------------------------------


def test_two_directions_equal_the_function_of_lesson_11(rng: np.random.Generator) -> None:
    lengths, x = rng.integers(1, T_X + 1, size=M), rng.normal(size=(T_X, N_X, M))
    ahead, back = (CELLS["RNN"].parameters(rng) for _ in range(2))
    mask = mask_of(lengths, T_X)
    da = rng.normal(size=(T_X, 2 * N_A, M)) * mask[:, np.newaxis]
    a, cache = birnn_forward(x, lengths, ahead, back)
    grads = birnn_backward(da, cache)

    both = Bidirectional(RNN.from_dict(ahead), RNN.from_dict(back))
    found, _ = both.forward(x, mask=mask)
    valid = np.broadcast_to(mask[:, np.newaxis], a.shape)  # elsewhere a has no meaning
    np.testing.assert_allclose(found[valid], a[valid], rtol=1e-10)
    dx, _ = both.backward(da)
    np.testing.assert_allclose(dx, grads["dx"], rtol=1e-10, atol=1e-14)
    assert_same(both.ahead.gradients(), grads["forward"])
    assert_same(both.back.gradients(), grads["backward"])


def backwards(batch: Arrays) -> Arrays:
    return {**batch, "x": batch["x"][::-1], "mask": batch["mask"][::-1]}


@each_cell
@pytest.mark.parametrize("kind", ["ragged", "gaps"])
def test_each_direction_is_the_cell_on_a_batch_turned_round(cell: Cell, kind: str, rng: np.random.Generator) -> None:
    batch, parameters = with_mask(rng, kind), [cell.parameters(rng) for _ in range(2)]
    das = [upstream(rng, batch) for _ in range(2)]
    ahead = cell.per_step(batch, parameters[0], das[0])
    back = cell.per_step(backwards(batch), parameters[1], das[1][::-1])
    both = Bidirectional(*(cell.layer.from_dict(each) for each in parameters))
    start = [batch[name] for name in cell.starts]
    a, last = both.forward(batch["x"], *start, *start, mask=batch["mask"])
    dx, dstart = both.backward(np.concatenate(das, axis=1))
    np.testing.assert_allclose(a, np.concatenate([ahead["a"], back["a"][::-1]], axis=1), rtol=1e-10)
    np.testing.assert_allclose(dx, ahead["dx"] + back["dx"][::-1], rtol=1e-10, atol=1e-14)
    for k, name in enumerate([*cell.starts, *cell.starts]):
        of = (ahead, back)[k // len(cell.starts)]
        np.testing.assert_allclose(last[k], of[name.replace("0", "_last")], rtol=1e-10)
        np.testing.assert_allclose(dstart[k], of[f"d{name}"], rtol=1e-10, atol=1e-14)


@each_cell
def test_a_stack_is_one_layer_upon_the_other(cell: Cell, rng: np.random.Generator) -> None:
    batch, below, above = with_mask(rng, "gaps"), cell.parameters(rng), wide_parameters(cell, rng, N_A)
    da = upstream(rng, batch)
    first = cell.per_step(batch, below, da)  # its gradients are not looked at
    second = cell.per_step({**batch, "x": first["a"]}, above, da)
    first = cell.per_step(batch, below, second["dx"])

    stack = Stack(cell.layer.from_dict(below), cell.layer.from_dict(above))
    start = [batch[name] for name in cell.starts]
    a, last = stack.forward(batch["x"], *start, *start, mask=batch["mask"])
    dx, dstart = stack.backward(da)
    np.testing.assert_allclose(a, second["a"], rtol=1e-10)
    np.testing.assert_allclose(dx, first["dx"], rtol=1e-10, atol=1e-14)
    for layer, expected in zip(stack.layers, (first, second), strict=True):
        for name, gradient in layer.gradients().items():
            np.testing.assert_allclose(gradient, expected[name], rtol=1e-10, atol=1e-14, err_msg=name)
    for k, name in enumerate([*cell.starts, *cell.starts]):
        of = (first, second)[k // len(cell.starts)]
        np.testing.assert_allclose(last[k], of[name.replace("0", "_last")], rtol=1e-10)
        np.testing.assert_allclose(dstart[k], of[f"d{name}"], rtol=1e-10, atol=1e-14)


def test_what_is_wired_can_be_wired_again(rng: np.random.Generator) -> None:
    lstm, gru = CELLS["LSTM"], CELLS["GRU"]
    both = Bidirectional(lstm.layer.from_dict(lstm.parameters(rng)), gru.layer.from_dict(gru.parameters(rng)))
    above = gru.layer.from_dict(wide_parameters(gru, rng, 2 * N_A))
    deep = Stack(both, above)
    batch = with_mask(rng, "ragged")
    a, last = deep.forward(batch["x"], mask=batch["mask"])
    assert (a.shape, len(last)) == ((T_X, N_A, M), 4) == ((T_X, deep.n_a, M), deep.states)
    dx, dstart = deep.backward(upstream(rng, batch))
    assert (dx.shape, len(dstart)) == (batch["x"].shape, 4)
