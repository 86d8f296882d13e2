"""Right answers to generate_one_to_many that look different, each registered in the module of its name."""

import numpy as np

from solutions.simple_rnn import rnn_cell_forward, rnn_forward


def into_an_array_by_the_running_sum(x0, a0, parameters, n_steps, rng):
    drawn = np.zeros(n_steps, dtype=int)
    x, a = x0.copy(), a0.copy()
    for t in range(n_steps):
        a, p, _ = rnn_cell_forward(x, a, parameters)
        drawn[t] = min(np.searchsorted(np.cumsum(p[:, 0]), rng.random(), side="right"), len(p) - 1)
        x = np.eye(len(x0))[:, drawn[t] : drawn[t] + 1]
    return drawn


def with_gumbel_noise(x0, a0, parameters, n_steps, rng):
    x, a, out = x0, a0, []
    for _ in range(n_steps):
        a, p, _ = rnn_cell_forward(x, a, parameters)
        with np.errstate(divide="ignore"):
            noise = rng.gumbel(size=len(p))
            out.append(int(np.argmax(np.log(p[:, 0]) + noise)))
        x = (np.arange(len(p))[:, None] == out[-1]).astype(float)
    return np.asarray(out)


def with_sequences_of_one_step(x0, a0, parameters, n_steps, rng):
    x, a, out = x0, a0, []
    while len(out) < n_steps:
        states, predictions, _ = rnn_forward(x[np.newaxis], a, parameters)
        a, p = states[-1], predictions[-1].ravel()
        out += [rng.choice(np.arange(p.size), p=p)]
        x = np.zeros((p.size, 1))
        x[out[-1], 0] = 1.0
    return np.array(out)


def written_out(x0, a0, parameters, n_steps, rng):
    Wax, Waa, Wya, ba, by = (parameters[name] for name in ("Wax", "Waa", "Wya", "ba", "by"))
    a, pull, drawn = a0, Wax @ x0, np.empty(n_steps, dtype=np.int64)
    for t in range(n_steps):
        a = np.tanh(Waa @ a + pull + ba)
        z = (Wya @ a + by).ravel()
        drawn[t] = np.argmin(rng.exponential(size=z.size) / np.exp(z - z.max()).clip(1e-300))
        pull = Wax[:, [drawn[t]]]
    return drawn
