"""One cell over a batch, forward and backward, by all who can: what `benchmarks.layers` measures."""

import ctypes
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from solutions.layers import GRU, LSTM, RNN
from solutions.layers.kept import Kept, Product

try:
    import torch
except ImportError:
    torch = None
try:
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
except ImportError:
    jax = jnp = None

Call = Callable[[], Any]
LAYERS = {"RNN": RNN, "GRU": GRU, "LSTM": LSTM}
PRODUCTS = {"RNN": (1,), "GRU": (2, 1), "LSTM": (4,)}  # gates that one product of a step serves


class Task(NamedTuple):
    """What is computed: a cell, a size, a dtype, and whether the way back is part of it."""

    cell: str
    size: tuple[int, int, int, int]  # T_x, m, n_x, n_a
    dtype: str
    back: bool

    def normal(self, *shape: int) -> np.ndarray:
        """Return an array of normal numbers, the same ones at every call."""
        return np.random.default_rng(0).normal(size=shape).astype(self.dtype)

    def gates(self) -> int:
        """Return how many gates the cell has."""
        return sum(PRODUCTS[self.cell])


def ours(task: Task) -> Call:
    """Return a call of our layer."""
    T_x, m, n_x, n_a = task.size
    layer = LAYERS[task.cell](task.normal(task.gates() * n_a, n_a + n_x + 1) / np.sqrt(n_a).astype(task.dtype))
    x, da = task.normal(T_x, n_x, m), task.normal(T_x, n_a, m)
    if not task.back:
        return lambda: layer.forward(x, keep=False)
    return lambda: (layer.forward(x), layer.backward(da))


def products_alone(task: Task) -> Call:
    """Return a call of the matrix products of our layer and of nothing else, in the same memory each time."""
    T_x, m, n_x, n_a = task.size
    kept, steps, long = Kept(np.dtype(task.dtype)), [], []
    for k, gates in enumerate(PRODUCTS[task.cell]):
        W, columns = task.normal(gates * n_a, n_a + n_x + 1), task.normal(n_a + n_x + 1, m)
        steps.append((Product(kept, f"W{k}", W, T_x, m), columns))
        if task.back:
            steps.append((Product(kept, f"W{k}.T", W[:, :-1].T, T_x, m), task.normal(gates * n_a, m)))
            long.append((task.normal(gates * n_a, T_x * m), task.normal(n_a + n_x + 1, T_x * m), np.empty_like(W)))

    def call() -> None:
        for product, v in steps:
            for part in product.parts:
                np.matmul(product.blocks, v, out=part)
        for dz, joined, dW in long:
            np.matmul(dz, joined.T, out=dW)

    return call


def eager(task: Task) -> Call:
    """Return a call of PyTorch's layer as it is."""
    return through_torch(task, lambda net: net)


def compiled(task: Task) -> Call:
    """Return a call of PyTorch's layer through torch.compile."""
    return through_torch(task, torch.compile)


def through_torch(task: Task, wrap: Callable[["torch.nn.Module"], Callable]) -> Call:
    """Return a call of PyTorch's layer; without the way back, without its graph."""
    T_x, m, n_x, n_a = task.size
    net = getattr(torch.nn, task.cell)(n_x, n_a, dtype=getattr(torch, task.dtype))
    x, da = torch.tensor(task.normal(T_x, m, n_x), requires_grad=task.back), torch.tensor(task.normal(T_x, m, n_a))
    run = wrap(net)

    def forward() -> None:
        with torch.no_grad():
            run(x)

    def both() -> None:
        net.zero_grad()
        x.grad = None
        run(x)[0].backward(da)

    return both if task.back else forward


def scanned(task: Task) -> Call:
    """Return a call of the cell as jax.jit of a lax.scan, the product with x before the loop."""
    T_x, m, n_x, n_a = task.size
    weights = tuple(jnp.asarray(task.normal(rows, task.gates() * n_a) / np.sqrt(n_a)) for rows in (n_x, n_a, 1))
    weights = tuple(each.astype(task.dtype) for each in weights)
    x, da, start = (jnp.asarray(task.normal(*shape)) for shape in ((T_x, m, n_x), (T_x, m, n_a), (m, n_a)))

    def over_time(weights: tuple, x: Any, start: Any) -> Any:
        Wx, Wa, b = weights
        state = (start, start) if task.cell == "LSTM" else start
        return jax.lax.scan(lambda state, z: JAX_STEPS[task.cell](state, z, Wa), state, x @ Wx + b)[1]

    def both(weights: tuple, x: Any, start: Any, da: Any) -> Any:
        a, back = jax.vjp(over_time, weights, x, start)
        return a, back(da)

    run = jax.jit(both if task.back else over_time)
    arguments = (weights, x, start, da) if task.back else (weights, x, start)
    return lambda: jax.block_until_ready(run(*arguments))


def jax_rnn(a: Any, z: Any, Wa: Any) -> tuple[Any, Any]:
    """One step; z: W_x x + b."""
    a = jnp.tanh(z + a @ Wa)
    return a, a


def jax_gru(c: Any, z: Any, Wa: Any) -> tuple[Any, Any]:
    """One step, the reset before the product."""
    n_a = c.shape[1]
    r, u = jnp.split(jax.nn.sigmoid(z[:, : 2 * n_a] + c @ Wa[:, : 2 * n_a]), 2, axis=1)
    c = c + u * (jnp.tanh(z[:, 2 * n_a :] + (r * c) @ Wa[:, 2 * n_a :]) - c)
    return c, c


def jax_lstm(state: Any, z: Any, Wa: Any) -> tuple[Any, Any]:
    """One step."""
    a, c = state
    o, f, i, new = jnp.split(z + a @ Wa, 4, axis=1)
    c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(new)
    a = jax.nn.sigmoid(o) * jnp.tanh(c)
    return (a, c), a


JAX_STEPS = {"RNN": jax_rnn, "GRU": jax_gru, "LSTM": jax_lstm}


def peers(task: Task) -> dict[str, Callable[[Task], Call]]:
    """Return who is here to be compared with."""
    found: dict[str, Callable[[Task], Call]] = {}
    if torch is not None:
        found["PyTorch"] = eager
        if task.size[0] < 100 and task.dtype == "float32":  # it leaves recurrent layers as they are: some will do
            found["compiled"] = compiled
    if jax is not None:
        found["JAX"] = scanned
    return found


def who() -> str:
    """Return the versions of all who are here, and how NumPy and they multiply."""
    told = [f"NumPy {np.__version__}, {blas()}"]
    if torch is not None:
        told.append(f"PyTorch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()}")
    if jax is not None:
        told.append(f"JAX {jax.__version__}")
    return "; ".join(told)


def blas() -> str:
    """Return the name of NumPy's linear algebra, its version, the kernel that it chose and its threads."""
    build = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"{build['name']} {build['version']}, kernel {kernel()}, threads: {os.environ['OPENBLAS_NUM_THREADS']}"


def kernel() -> str:
    """Return for which processor OpenBLAS works; it is asked directly, for NumPy does not tell."""
    for library in (Path(np.__file__).parent.parent / "numpy.libs").glob("*openblas*"):
        asked = ctypes.CDLL(str(library)).scipy_openblas_get_corename64_
        asked.restype = ctypes.c_char_p
        return str(asked().decode())
    return "unknown"
