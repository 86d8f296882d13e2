"""Right answers to the exercises on the GRU that look different, each registered in the module of its exercise."""

import numpy as np

from solutions.activations import sigmoid, softmax
from solutions.gru import gru_cell_forward, gru_forward

# ------------------------------------------------------------------------------------------- gru_cell_forward


def cell_with_split_weights(xt, c_prev, parameters):
    n_a = len(c_prev)

    def total(gate, memory):
        W = parameters["W" + gate]
        return np.dot(W[:, :n_a], memory) + np.dot(W[:, n_a:], xt) + parameters["b" + gate]

    r = 1.0 / (1.0 + np.exp(-total("r", c_prev)))
    z = 1.0 / (1.0 + np.exp(total("u", c_prev)))  # what is kept
    new = np.tanh(total("c", r * c_prev))
    c_next = z * c_prev + (1 - z) * new
    scores = parameters["Wy"] @ c_next + parameters["by"]
    powers = np.exp(scores - scores.max(axis=0))
    return c_next, powers / powers.sum(axis=0), [c_next, c_prev, new, 1 - z, r, xt, dict(parameters)]


def with_one_product_for_both_gates(xt, c_prev, parameters):
    p, n_a = parameters, c_prev.shape[0]
    gates = sigmoid(np.vstack([p["Wu"], p["Wr"]]) @ np.vstack([c_prev, xt]) + np.vstack([p["bu"], p["br"]]))
    masked = np.vstack([c_prev, xt])
    masked[:n_a] *= gates[n_a:]
    c_next, new = c_prev.copy(), np.tanh(np.matmul(p["Wc"], masked) + p["bc"])
    c_next += gates[:n_a] * (new - c_prev)
    return c_next, softmax(p["Wy"].dot(c_next) + p["by"]), (c_next, c_prev, new, *np.split(gates, 2), xt, p)


def cell_example_by_example(xt, c_prev, parameters):
    p = {name: value[:, 0] if name.startswith("b") else value for name, value in parameters.items()}
    rows = []
    for c, x in zip(c_prev.T, xt.T, strict=True):
        u, r = (sigmoid(p["W" + g] @ np.append(c, x) + p["b" + g]) for g in "ur")
        new = np.tanh(p["Wc"] @ np.append(r * c, x) + p["bc"])
        rows.append(((1 - u) * c + u * new, c, new, u, r, x))
    *memories, inputs = (np.stack(each, axis=1) for each in zip(*rows, strict=True))
    y = np.stack([softmax(p["Wy"] @ c + p["by"]) for c in memories[0].T], axis=-1)
    return memories[0], y, (*memories, inputs, parameters)


# ------------------------------------------------------------------------------------------------ gru_forward


def mixing_with_zeros_and_ones(x, c0, parameters, mask):
    T_x, _, m = x.shape
    c, y_pred, caches = np.zeros((T_x, *c0.shape)), np.zeros((T_x, len(parameters["by"]), m)), []
    c_prev = c0
    for t in range(T_x):
        c_next, y_pred[t], cache = gru_cell_forward(x[t], c_prev, parameters)
        keep = mask[t].astype(float)[None, :]
        c[t] = keep * c_next + (1 - keep) * c_prev
        c_prev = c[t]
        caches.append(cache)
    return c, y_pred, caches


def without_calling_the_cell(x, c0, parameters, mask):
    p, c, caches, state = parameters, [], [], c0
    for xt, valid in zip(x, mask, strict=True):
        u, r = (sigmoid(p[f"W{g}"] @ np.r_[state, xt] + p[f"b{g}"]) for g in "ur")
        new = np.tanh(p["Wc"] @ np.r_[r * state, xt] + p["bc"])
        caches.append((state + u * (new - state), state, new, u, r, xt, p))
        state = state + valid * u * (new - state)  # a masked gate is a shut one
        c.append(state)
    c = np.stack(c)
    return c, softmax(np.einsum("ya,tam->tym", p["Wy"], c) + p["by"], axis=1), caches


def by_recursion(x, c0, parameters, mask):
    if len(x) == 0:
        return np.zeros((0, *c0.shape)), np.zeros((0, len(parameters["by"]), c0.shape[1])), []
    c_next, yt_pred, cache = gru_cell_forward(x[0], c0, parameters)
    first = np.where(mask[0], c_next, c0)
    c, y_pred, caches = gru_forward(x[1:], first, parameters, mask[1:])
    return np.concatenate([first[None], c]), np.concatenate([yt_pred[None], y_pred]), [cache, *caches]


# ------------------------------------------------------------------------------------------ gru_cell_backward


def computing_everything_again(dc_next, cache):
    _, c_prev, _, _, _, xt, p = cache
    n_a, both = c_prev.shape[0], np.vstack([cache[1], cache[5]])
    u, r = sigmoid(p["Wu"] @ both + p["bu"]), sigmoid(p["Wr"] @ both + p["br"])
    read = np.vstack([r * c_prev, xt])
    new = np.tanh(p["Wc"] @ read + p["bc"])
    back = {"c": dc_next * u * (1 - new) * (1 + new), "u": dc_next * (new - c_prev) * u * (1 - u)}
    through_c = np.dot(p["Wc"].T, back["c"])
    back["r"] = through_c[:n_a] * c_prev * (r - r**2)
    below = {"c": read, "u": both, "r": both}
    grads = {f"dW{g}": np.einsum("ji,ki->jk", back[g], below[g]) for g in "urc"}
    grads |= {f"db{g}": np.sum(back[g], 1)[:, None] for g in "urc"}
    total = np.vstack([r * through_c[:n_a] + (1 - u) * dc_next, through_c[n_a:]])
    total = total + p["Wu"].T @ back["u"] + p["Wr"].T @ back["r"]
    return {**grads, "dc_prev": total[:n_a], "dxt": total[n_a:]}


def back_with_split_weights(dc_next, cache):
    c_next, c_prev, c_tilde, u, r, xt, p = cache
    n_a = len(c_next)
    old = {g: p["W" + g][:, :n_a] for g in "urc"}
    new = {g: p["W" + g][:, n_a:] for g in "urc"}
    d = {"c": u * dc_next / np.cosh(np.arctanh(c_tilde)) ** 2}
    d["u"] = dc_next * c_tilde * u * (1 - u) - dc_next * c_prev * u * (1 - u)
    d["r"] = (old["c"].T @ d["c"]) * c_prev * r * (1 - r)
    dc_prev = dc_next - u * dc_next
    dc_prev += r * (old["c"].T @ d["c"])
    for g in "ur":
        dc_prev += old[g].T @ d[g]
    ones = np.ones((xt.shape[1], 1))
    out = {"dxt": sum(new[g].T @ d[g] for g in "urc"), "dc_prev": dc_prev}
    for g in "urc":
        memory = r * c_prev if g == "c" else c_prev
        out["dW" + g] = np.hstack([d[g] @ memory.T, d[g] @ xt.T])
        out["db" + g] = d[g] @ ones
    return out


def back_example_by_example(dc_next, cache):
    *arrays, p = cache
    n_a = len(dc_next)
    out = {"d" + k: np.zeros(v.shape) for k, v in p.items()}
    out |= {"dxt": np.zeros(arrays[5].shape), "dc_prev": np.zeros(dc_next.shape)}
    for i in range(dc_next.shape[1]):
        _, c, new, u, r, x = (a[:, i] for a in arrays)
        dc = dc_next[:, i]
        dz_c, dz_u = dc * u * (1 - new**2), dc * (new - c) * u * (1 - u)
        down = dz_c @ p["Wc"]
        dz_r = down[:n_a] * c * r * (1 - r)
        gates = dz_u @ p["Wu"] + dz_r @ p["Wr"]
        out["dc_prev"][:, i] = dc * (1 - u) + r * down[:n_a] + gates[:n_a]
        out["dxt"][:, i] = down[n_a:] + gates[n_a:]
        for g, dz, memory in (("c", dz_c, r * c), ("u", dz_u, c), ("r", dz_r, c)):
            out["dW" + g] += np.outer(dz, np.append(memory, x))
            out["db" + g] += dz[:, None]
    return out
