"""What the fast layers promise as all layers of the course do, and what is theirs alone: dtypes, memory, errors."""

from collections.abc import Callable

import numpy as np
import pytest
from layer_examples import CELLS, Arrays, Cell, each_cell, fast, upstream, wide_parameters, with_mask
from sequence_examples import N_A, N_X, T_X, M

from solutions.layers import GRU, LSTM, RNN, Bidirectional, Stack, mask_of
from solutions.layers.recurrent import Recurrent
from solutions.layers.wiring import Layer

Out = tuple[np.ndarray, tuple[np.ndarray, ...]]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def one(cell: Cell, rng: np.random.Generator, dtype: type = np.float64) -> Recurrent:
    return cell.layer.from_dict(cell.parameters(rng), dtype)


def two_ways(cell: Cell, rng: np.random.Generator, dtype: type = np.float64) -> Bidirectional:
    return Bidirectional(one(cell, rng, dtype), one(cell, rng, dtype))


def deep(cell: Cell, rng: np.random.Generator, dtype: type = np.float64) -> Stack:
    return Stack(one(cell, rng, dtype), cell.layer.from_dict(wide_parameters(cell, rng, N_A), dtype))


def parts(layer: Layer) -> list[Recurrent]:
    """Return the cells that a layer is wired from."""
    if isinstance(layer, Recurrent):
        return [layer]
    wired = layer.layers if isinstance(layer, Stack) else (layer.ahead, layer.back)
    return [cell for each in wired for cell in parts(each)]


def weights(layer: Layer) -> list[np.ndarray]:
    return [cell.dW for cell in parts(layer)]


each_wiring = pytest.mark.parametrize("make", [one, two_ways, deep])
each_causal_wiring = pytest.mark.parametrize("make", [one, deep])


# --- the promises of every layer --------------------------------------------------------------------------------------


@each_cell
@each_wiring
def test_examples_do_not_see_one_another(cell: Cell, make: Callable, rng: np.random.Generator) -> None:
    layer, batch = make(cell, rng), with_mask(rng, "gaps")
    together, _ = layer.forward(batch["x"], mask=batch["mask"])
    together, da = together.copy(), rng.normal(size=(T_X, layer.n_a, M))
    dx = layer.backward(da)[0].copy()
    for i in range(M):
        alone, _ = layer.forward(batch["x"][:, :, i : i + 1], mask=batch["mask"][:, i : i + 1])
        np.testing.assert_allclose(alone, together[:, :, i : i + 1], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(layer.backward(da[:, :, i : i + 1])[0], dx[:, :, i : i + 1], rtol=1e-12, atol=1e-14)


@each_cell
@each_wiring
def test_padding_and_what_stands_in_it_change_nothing(cell: Cell, make: Callable, rng: np.random.Generator) -> None:
    layer, lengths = make(cell, rng), np.array([3, 6, 1, 4])
    x, mask = rng.normal(size=(T_X, N_X, M)), mask_of(lengths, T_X)
    da = rng.normal(size=(T_X, layer.n_a, M)) * mask[:, np.newaxis]
    more = np.concatenate([np.where(mask[:, np.newaxis], x, 7.0), np.full((2, N_X, M), -7.0)])
    kept = [array.copy() for array in outputs(layer, x, mask, da)]
    longer = outputs(layer, more, mask_of(lengths, T_X + 2), np.concatenate([da, np.zeros((2, *da.shape[1:]))]))
    valid = mask[:, np.newaxis]
    for padded, array in zip(longer[:2], kept[:2], strict=True):
        np.testing.assert_allclose(padded[:T_X] * valid, array * valid, rtol=1e-12, atol=1e-14)
    assert not longer[1][~mask_of(lengths, T_X + 2)[:, np.newaxis] & np.ones((1, N_X, 1), bool)].any()
    for padded, array in zip(longer[2:], kept[2:], strict=True):
        np.testing.assert_allclose(padded, array, rtol=1e-12, atol=1e-14)


def outputs(layer: Layer, x: np.ndarray, mask: np.ndarray, da: np.ndarray) -> list[np.ndarray]:
    a, last = layer.forward(x, mask=mask)
    dx, dstart = layer.backward(da)
    return [a, dx, *last, *dstart, *weights(layer)]


@each_cell
@each_causal_wiring
def test_no_step_sees_what_comes_after_it(cell: Cell, make: Callable, rng: np.random.Generator) -> None:
    layer, x, t = make(cell, rng), rng.normal(size=(T_X, N_X, M)), 3
    before = layer.forward(x)[0].copy()
    x[t] += 1
    after, _ = layer.forward(x)
    np.testing.assert_array_equal(after[:t], before[:t])
    assert np.abs(after[t:] - before[t:]).max(axis=(1, 2)).all()
    da = rng.normal(size=(T_X, layer.n_a, M))
    da[t:] = 0
    assert not layer.backward(da)[0][t:].any()


@each_cell
def test_the_second_direction_sees_what_comes_after_and_nothing_before(cell: Cell, rng: np.random.Generator) -> None:
    layer, x, t = two_ways(cell, rng), rng.normal(size=(T_X, N_X, M)), 3
    before = layer.forward(x)[0].copy()
    x[t] += 1
    changed = layer.forward(x)[0] != before
    assert not changed[:t, :N_A].any()
    assert not changed[t + 1 :, N_A:].any()
    assert changed[: t + 1, N_A:].any(axis=(1, 2)).all()


@each_cell
def test_the_tests_above_notice_a_layer_that_looks_ahead(cell: Cell, rng: np.random.Generator) -> None:
    class LooksAhead(cell.layer):  # type: ignore[misc]
        def forward(self, x: np.ndarray, *start: np.ndarray, **options: object) -> Out:
            return super().forward(np.roll(x, -1, axis=0), *start, **options)

    looks = Cell(LooksAhead, cell.parameters, cell.starts, cell.per_step)
    with pytest.raises(AssertionError):
        test_no_step_sees_what_comes_after_it(looks, one, rng)


@each_cell
def test_the_arguments_are_left_as_they_are(cell: Cell, rng: np.random.Generator) -> None:
    batch, layer = with_mask(rng, "gaps"), one(cell, rng)
    given = {**batch, "da": upstream(rng, batch), "W": layer.W}
    copies = {name: array.copy() for name, array in given.items()}
    fast(cell, layer, batch, given["da"])
    for name, array in given.items():
        np.testing.assert_array_equal(array, copies[name], err_msg=name)


# --- dtypes -----------------------------------------------------------------------------------------------------------


@each_cell
@pytest.mark.parametrize("kind", ["all", "gaps"])
def test_float32_in_gives_float32_out_and_nearly_the_same_numbers(
    cell: Cell, kind: str, rng: np.random.Generator
) -> None:
    parameters, batch = cell.parameters(rng), with_mask(rng, kind)
    da = upstream(rng, batch)
    expected = cell.per_step(batch, parameters, da)
    small = {name: v.astype(np.float32) if v.dtype == np.float64 else v for name, v in batch.items()}
    found = fast(cell, cell.layer.from_dict(parameters, np.float32), small, da.astype(np.float32))
    for name, value in found.items():
        assert value.dtype == np.float32, name
        np.testing.assert_allclose(value, expected[name], rtol=1e-4, atol=1e-5, err_msg=name)


@each_cell
@each_wiring
def test_wired_or_not_no_memory_of_a_float32_layer_is_float64(
    cell: Cell, make: Callable, rng: np.random.Generator
) -> None:
    layer = make(cell, rng, np.float32)
    a, last = layer.forward(rng.normal(size=(T_X, N_X, M)).astype(np.float32))
    dx, dstart = layer.backward(np.ones_like(a))
    memory = [array for part in (layer, *parts(layer)) for array in part.kept.arrays.values()]
    assert {array.dtype for array in (a, dx, *last, *dstart, *weights(layer), *memory)} == {np.dtype(np.float32)}


# --- kept memory ------------------------------------------------------------------------------------------------------


@each_cell
@each_wiring
def test_the_next_call_writes_over_what_the_last_one_returned(
    cell: Cell, make: Callable, rng: np.random.Generator
) -> None:
    layer, x, other = make(cell, rng), *rng.normal(size=(2, T_X, N_X, M))
    a, last = layer.forward(x)
    dx, dstart = layer.backward(np.ones_like(a))
    held = [a, *last, dx, *dstart]
    copies = [array.copy() for array in held]
    a_other, last_other = layer.forward(other)
    dx_other, dstart_other = layer.backward(np.full_like(a, 2.0))
    for array, copy, new in zip(held, copies, [a_other, *last_other, dx_other, *dstart_other], strict=True):
        assert np.shares_memory(array, new)
        np.testing.assert_array_equal(array, new)
        assert (array != copy).any()


@each_cell
@each_wiring
def test_the_last_states_may_start_the_next_call(cell: Cell, make: Callable, rng: np.random.Generator) -> None:
    layer, x = make(cell, rng), rng.normal(size=(T_X, N_X, M))
    _, last = layer.forward(x)
    copies = [state.copy() for state in last]
    from_views = layer.forward(x, *last)[0].copy()
    np.testing.assert_array_equal(layer.forward(x, *copies)[0], from_views)
    _, last = layer.forward(x)
    fewer = layer.forward(x[:2], *last)[0].copy()  # another length, hence other memory
    np.testing.assert_array_equal(layer.forward(x[:2], *copies)[0], fewer)


@each_cell
def test_another_layer_keeps_other_memory(cell: Cell, rng: np.random.Generator) -> None:
    x, layers = rng.normal(size=(T_X, N_X, M)), [one(cell, rng) for _ in range(2)]
    (a, _), (b, _) = (layer.forward(x) for layer in layers)
    assert not np.shares_memory(a, b)


@each_cell
def test_nothing_is_left_over_from_a_batch_of_another_size(cell: Cell, rng: np.random.Generator) -> None:
    parameters = cell.parameters(rng)
    used = cell.layer.from_dict(parameters)
    for T, m in [(9, 5), (T_X, M), (2, 1), (T_X, M)]:
        batch = with_mask(rng, "gaps", T, m)
        da = upstream(rng, batch)
        again = fast(cell, used, batch, da)
        fresh = fast(cell, cell.layer.from_dict(parameters), batch, da)
        for name, value in fresh.items():
            np.testing.assert_array_equal(again[name], value, err_msg=name)


@each_cell
def test_going_back_twice_gives_the_same_twice(cell: Cell, rng: np.random.Generator) -> None:
    layer, batch = one(cell, rng), with_mask(rng, "gaps")
    da, first = upstream(rng, batch), fast(cell, layer, batch, upstream(rng, batch))
    dx = layer.backward(da)[0].copy()
    np.testing.assert_array_equal(layer.backward(da)[0], dx)
    assert first["a"].shape == da.shape


@each_cell
@each_wiring
def test_without_keep_the_same_comes_out_and_there_is_no_way_back(
    cell: Cell, make: Callable, rng: np.random.Generator
) -> None:
    layer, batch = make(cell, rng), with_mask(rng, "gaps")
    a, last = layer.forward(batch["x"], mask=batch["mask"])
    kept = [array.copy() for array in (a, *last)]
    a, last = layer.forward(batch["x"], mask=batch["mask"], keep=False)
    for array, copy in zip((a, *last), kept, strict=True):
        np.testing.assert_array_equal(array, copy)
    with pytest.raises(ValueError, match="without keep=False"):
        layer.backward(np.ones_like(a))


# --- errors -----------------------------------------------------------------------------------------------------------


@each_cell
def test_what_does_not_fit_is_said(cell: Cell, rng: np.random.Generator) -> None:
    layer, x = one(cell, rng), rng.normal(size=(T_X, N_X, M))
    with pytest.raises(ValueError, match=r"x has the shape \(6, 4, 3\); it must be \(T_x, 3, m\)"):
        layer.forward(x.swapaxes(1, 2))
    with pytest.raises(ValueError, match="x is float32 and W is float64"):
        layer.forward(x.astype(np.float32))
    with pytest.raises(ValueError, match=r"mask has the shape \(4, 6\)"):
        layer.forward(x, mask=np.ones((M, T_X), dtype=bool))
    with pytest.raises(ValueError, match="nothing to go back over"):
        layer.backward(np.ones((T_X, N_A, M)))
    layer.forward(x)
    with pytest.raises(ValueError, match=r"in the last call of forward \(T_x, n_a, m\) was \(6, 5, 4\)"):
        layer.backward(np.ones((T_X - 1, N_A, M)))


@pytest.mark.parametrize("layer", [RNN, GRU, LSTM])
def test_weights_of_no_layer_are_refused(layer: type[Recurrent]) -> None:
    with pytest.raises(ValueError, match="the shape"):
        layer(np.ones((12, 12 // len(layer.names) + 1)))  # no column for an input
    with pytest.raises(ValueError, match="one dtype"):
        layer(np.ones((12, 20)), np.ones((12, 20), dtype=np.float32))


def test_layers_that_do_not_fit_on_one_another_are_refused(rng: np.random.Generator) -> None:
    cell = CELLS["RNN"]
    with pytest.raises(ValueError, match="puts out 5 rows stands below one that reads 3"):
        Stack(one(cell, rng), one(cell, rng))


def test_a_mask_from_lengths_is_true_at_the_first_steps() -> None:
    expected: Arrays = {"mask": np.array([[True, False], [True, False], [False, False]])}
    np.testing.assert_array_equal(mask_of(np.array([2, 0]), 3), expected["mask"])
