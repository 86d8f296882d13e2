"""A whole training step of a character model, by all who can: embedding, LSTM, scores, loss, clipping, Adam."""

from typing import Any

import numpy as np

from benchmarks.layers_peers import Call, Task, jax, jax_lstm, jnp, torch
from solutions.layers import LSTM, Adam, Embedding, Readout, clip_global_norm, flat, softmax_cross_entropy

CHARACTERS, CLIP, LR = 65, 5.0, 1e-3


def text(task: Task) -> np.ndarray:
    """Return characters at random, (T_x + 1, m)."""
    T_x, m, _, _ = task.size
    return np.random.default_rng(0).integers(CHARACTERS, size=(T_x + 1, m))


def ours(task: Task) -> Call:
    """Return a step with our layers."""
    _, _, n_x, n_a = task.size
    shapes = {"E": (CHARACTERS, n_x), "cell": (4 * n_a, n_a + n_x + 1), "out": (CHARACTERS, n_a + 1)}
    (theta, W), (grad, dW) = (flat(shapes, np.dtype(task.dtype).type) for _ in range(2))
    theta[:] = task.normal(theta.size) / 10
    embed, lstm, readout = Embedding(W["E"], dW["E"]), LSTM(W["cell"], dW["cell"]), Readout(W["out"], dW["out"])
    adam, ids = Adam(theta), text(task)

    def step() -> float:
        a, _ = lstm.forward(embed.forward(ids[:-1]))
        z = readout.forward(a)
        loss, dz = softmax_cross_entropy(z, ids[1:], out=z)
        dx, _ = lstm.backward(readout.backward(dz))
        embed.backward(dx)
        clip_global_norm(grad, CLIP)
        adam.step(grad, LR)
        return loss

    return step


def in_torch(task: Task) -> Call:
    """Return a step with PyTorch, with its fused Adam."""
    _, _, n_x, n_a = task.size
    dtype = getattr(torch, task.dtype)
    embed, lstm = torch.nn.Embedding(CHARACTERS, n_x, dtype=dtype), torch.nn.LSTM(n_x, n_a, dtype=dtype)
    readout, ids = torch.nn.Linear(n_a, CHARACTERS, dtype=dtype), torch.tensor(text(task))
    parameters = [*embed.parameters(), *lstm.parameters(), *readout.parameters()]
    adam = torch.optim.Adam(parameters, lr=LR, fused=True)

    def step() -> float:
        adam.zero_grad()
        z = readout(lstm(embed(ids[:-1]))[0])
        loss = torch.nn.functional.cross_entropy(z.flatten(0, 1), ids[1:].flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, CLIP)
        adam.step()
        return float(loss.item())

    return step


def in_jax(task: Task) -> Call:
    """Return a step with JAX, the whole of it within one jax.jit that may write over what it is given."""
    _, m, n_x, n_a = task.size
    shapes = ((CHARACTERS, n_x), (n_x, 4 * n_a), (n_a, 4 * n_a), (4 * n_a,), (n_a, CHARACTERS), (CHARACTERS,))
    weights = tuple(jnp.asarray(task.normal(*shape)) / 10 for shape in shapes)
    ids = jnp.asarray(text(task))

    def loss_of(weights: tuple, ids: Any) -> Any:
        E, Wx, Wa, b, Wy, by = weights
        start = jnp.zeros((m, n_a), dtype=E.dtype)
        _, a = jax.lax.scan(lambda state, z: jax_lstm(state, z, Wa), (start, start), E[ids[:-1]] @ Wx + b)
        scores = jax.nn.log_softmax(a @ Wy + by)
        return -jnp.take_along_axis(scores, ids[1:, :, None], axis=2).mean()

    def update(weights: tuple, mean: tuple, square: tuple, steps: Any, ids: Any) -> tuple:
        loss, grads = jax.value_and_grad(loss_of)(weights, ids)
        norm, steps = jnp.sqrt(sum((g * g).sum() for g in grads)), steps + 1
        grads = [g * jnp.minimum(1, CLIP / norm) for g in grads]
        mean = tuple(0.9 * old + 0.1 * g for old, g in zip(mean, grads, strict=True))
        square = tuple(0.999 * old + 0.001 * g * g for old, g in zip(square, grads, strict=True))
        scale, root = LR / (1 - 0.9**steps), jnp.sqrt(1 - 0.999**steps)
        change = (scale * u / (jnp.sqrt(v) / root + 1e-8) for u, v in zip(mean, square, strict=True))
        return loss, tuple((w - d).astype(w.dtype) for w, d in zip(weights, change, strict=True)), mean, square, steps

    run = jax.jit(update, donate_argnums=(0, 1, 2, 3))
    zeros = [tuple(jnp.zeros_like(w) for w in weights) for _ in range(2)]
    state = [weights, *zeros, jnp.zeros((), dtype=task.dtype)]

    def step() -> float:
        loss, *state[:] = run(*state, ids)
        return float(loss)

    return step


def everyone() -> dict[str, Any]:
    """Return who is here."""
    found = {"ours": ours}
    if torch is not None:
        found["PyTorch"] = in_torch
    if jax is not None:
        found["JAX"] = in_jax
    return found
