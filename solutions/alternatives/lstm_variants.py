"""Right answers to the exercises on the LSTM that look different, each registered in the module of its exercise."""

import numpy as np

from solutions.activations import sigmoid, softmax
from solutions.lstm import lstm_backward, lstm_cell_backward, lstm_cell_forward, lstm_forward


def gate_by_gate(da_next, dc_next, cache):
    _, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, p = cache
    n_a = a_prev.shape[0]
    z = np.vstack((a_prev, xt))
    dc = dc_next + da_next * Go * (1 - np.square(np.tanh(c_next)))
    dzf = dc * c_prev * Gf * (1 - Gf)
    dzi = dc * c_tilde * Gi * (1 - Gi)
    dzc = dc * Gi * (1 - np.square(c_tilde))
    dzo = da_next * np.tanh(c_next) * Go * (1 - Go)
    dz = np.dot(p["Wf"].T, dzf) + np.dot(p["Wi"].T, dzi) + np.dot(p["Wc"].T, dzc) + np.dot(p["Wo"].T, dzo)
    return {
        "dxt": dz[n_a:, :],
        "da_prev": dz[:n_a, :],
        "dc_prev": dc * Gf,
        "dWf": np.dot(dzf, z.T),
        "dWi": np.dot(dzi, z.T),
        "dWc": np.dot(dzc, z.T),
        "dWo": np.dot(dzo, z.T),
        "dbf": np.sum(dzf, axis=1, keepdims=True),
        "dbi": np.sum(dzi, axis=1, keepdims=True),
        "dbc": np.sum(dzc, axis=1, keepdims=True),
        "dbo": np.sum(dzo, axis=1, keepdims=True),
    }


def reading_the_products_from_a_next(da_next, dc_next, cache):
    a_next, _, a_prev, c_prev, f, i, g, o, xt, p = cache
    n_a, shown = len(a_prev), np.tanh(cache[1])
    dc = dc_next + da_next * (o - a_next * shown)
    pulls = np.stack(
        [dc * c_prev * f * (1 - f), dc * g * i * (1 - i), dc * i * (1 - g * g), da_next * a_next * (1 - o)]
    )
    W = np.stack([p["W" + gate] for gate in "fico"])
    back, dW = np.einsum("gjk,gji->ki", W, pulls), pulls @ np.concatenate([a_prev, xt]).T
    grads = {"dxt": back[n_a:], "da_prev": back[:n_a], "dc_prev": f * dc}
    for gate, dW_gate, pull in zip("fico", dW, pulls, strict=True):
        grads |= {"dW" + gate: dW_gate, "db" + gate: np.einsum("ji->j", pull)[:, None]}
    return grads


def making_the_gates_again(da_next, dc_next, cache):
    *_, xt, p = cache
    a_prev, c_prev = cache[2:4]
    n_a, z = a_prev.shape[0], np.concatenate([cache[2], xt], axis=0)
    f, i, o = (sigmoid(p["W" + gate] @ z + p["b" + gate]) for gate in "fio")
    g = np.tanh(p["Wc"] @ z + p["bc"])
    t = np.tanh(f * c_prev + i * g)
    dc = da_next * o / np.cosh(f * c_prev + i * g) ** 2 + dc_next
    dz = np.vstack(
        [dc * c_prev * f * (1 - f), dc * g * i * (1 - i), dc * i * (1 - g) * (1 + g), da_next * t * o * (1 - o)]
    )
    W = np.vstack([p["Wf"], p["Wi"], p["Wc"], p["Wo"]])
    back = W.T @ dz
    dW, db = np.split(dz @ z.T, 4), np.split(dz @ np.ones((dz.shape[1], 1)), 4)
    weights = {"dW" + gate: each for gate, each in zip("fico", dW, strict=True)}
    biases = {"db" + gate: each for gate, each in zip("fico", db, strict=True)}
    return {**biases, **weights, "dc_prev": dc * f, "da_prev": back[:n_a], "dxt": back[n_a:]}


def example_by_example(da_next, dc_next, cache):
    _, c_next, a_prev, c_prev, Gf, Gi, c_tilde, Go, xt, p = cache
    n_a, m = a_prev.shape
    grads = {"dxt": np.zeros(xt.shape), "da_prev": np.zeros((n_a, m)), "dc_prev": np.zeros((n_a, m))}
    grads |= {f"d{kind}{gate}": np.zeros(p[kind + gate].shape) for kind in "Wb" for gate in "fico"}
    for k in range(m):
        tanh_c, z = np.tanh(c_next[:, k]), np.append(a_prev[:, k], xt[:, k])
        dc = dc_next[:, k] + da_next[:, k] * Go[:, k] * (1 - tanh_c**2)
        f, i, g, o = Gf[:, k], Gi[:, k], c_tilde[:, k], Go[:, k]
        slopes = {"f": dc * c_prev[:, k] * (f - f**2), "i": dc * g * (i - i**2), "c": dc * i * (1 - g**2)}
        slopes["o"] = da_next[:, k] * tanh_c * (o - o**2)
        for gate, dz in slopes.items():
            grads["dW" + gate] += np.outer(dz, z)
            grads["db" + gate] += dz.reshape(n_a, 1)
            grads["da_prev"][:, k] += dz @ p["W" + gate][:, :n_a]
            grads["dxt"][:, k] += dz @ p["W" + gate][:, n_a:]
        grads["dc_prev"][:, k] = dc * f
    return grads


def with_one_product_for_all_gates(xt, a_prev, c_prev, parameters):
    n_a = len(a_prev)
    W = np.vstack([parameters["W" + gate] for gate in "fioc"])
    b = np.vstack([parameters["b" + gate] for gate in "fioc"])
    z = W @ np.vstack([a_prev, xt]) + b
    f, i, o = sigmoid(z[: 3 * n_a]).reshape(3, n_a, -1)
    g = np.tanh(z[3 * n_a :])
    c_next = f * c_prev + i * g
    a_next = o * np.tanh(c_next)
    cache = (a_next, c_next, a_prev, c_prev, f, i, g, o, xt, parameters)
    return a_next, c_next, softmax(parameters["Wy"] @ a_next + parameters["by"]), cache


def without_joining(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]

    def before(gate):
        W = parameters[f"W{gate}"]
        return W[:, :n_a] @ a_prev + W[:, n_a:] @ xt + parameters[f"b{gate}"]

    f, i, o = map(sigmoid, (before("f"), before("i"), before("o")))
    candidate = np.tanh(before("c"))
    c_next = i * candidate
    c_next += f * c_prev
    a_next = np.tanh(c_next) * o
    cache = [a_next, c_next, a_prev, c_prev, f, i, candidate, o, xt, dict(parameters)]
    return a_next, c_next, softmax(np.dot(parameters["Wy"], a_next) + parameters["by"]), cache


def one_example_at_a_time(xt, a_prev, c_prev, parameters):
    p, columns = parameters, []
    for i in range(xt.shape[1]):
        z = np.concatenate([a_prev[:, i], xt[:, i]])
        f, u, o = (sigmoid(p[f"W{gate}"] @ z + p[f"b{gate}"].ravel()) for gate in "fio")
        new = np.tanh(p["Wc"] @ z + p["bc"][:, 0])
        c = f * c_prev[:, i] + u * new
        a = o * np.tanh(c)
        columns.append((a, c, f, u, new, o, softmax(p["Wy"] @ a + p["by"][:, 0])))
    a_next, c_next, *gates, yt_pred = (np.stack(column, axis=1) for column in zip(*columns, strict=True))
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, *gates, xt, p)


def with_einsum_and_a_dict_of_gates(xt, a_prev, c_prev, parameters):
    z = np.append(a_prev, xt, axis=0)
    squash = {"f": sigmoid, "i": sigmoid, "c": np.tanh, "o": sigmoid}
    g = {k: act(np.einsum("jk,ki->ji", parameters["W" + k], z) + parameters["b" + k]) for k, act in squash.items()}
    c_next = np.add(g["f"] * c_prev, g["i"] * g["c"])
    a_next = g["o"] * np.tanh(c_next)
    cache = (a_next, c_next, a_prev, c_prev, *g.values(), xt, parameters)
    return [a_next, c_next, softmax(np.einsum("jk,ki->ji", parameters["Wy"], a_next) + parameters["by"]), cache]


def choosing_column_by_column(x, a0, c0, parameters, mask):
    T_x, (n_a, m) = len(x), a0.shape
    a, c = np.empty((T_x, n_a, m)), np.empty((T_x, n_a, m))
    y_pred = np.full((T_x, len(parameters["by"]), m), 0.5)
    caches = []
    a_now, c_now = a0, c0
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[t], a_now, c_now, parameters)
        a_now, c_now = a_now.copy(), c_now.copy()
        for i in np.flatnonzero(mask[t]):
            a_now[:, i], c_now[:, i], y_pred[t][:, i] = a_next[:, i], c_next[:, i], yt_pred[:, i]
        a[t], c[t] = a_now, c_now
        caches.append(cache)
    return a, c, y_pred, caches


def by_recursion(x, a0, c0, parameters, mask):
    a, c, y, cache = lstm_cell_forward(x[0], a0, c0, parameters)
    a, c = np.where(mask[0], a, a0), np.where(mask[0], c, c0)
    if len(x) == 1:
        return a[None], c[None], y[None], [cache]
    later = lstm_forward(x[1:], a, c, parameters, mask[1:])
    return *(np.concatenate([now[None], then]) for now, then in zip((a, c, y), later, strict=False)), [cache, *later[3]]


def without_calling_the_cell(x, a0, c0, parameters, mask):
    p, a, c, now, caches = parameters, [], [], (a0, c0), []
    for t in range(x.shape[0]):
        z = np.vstack([now[0], x[t]])
        f, i, o = (sigmoid(p[f"W{gate}"] @ z + p[f"b{gate}"]) for gate in "fio")
        g = np.tanh(p["Wc"] @ z + p["bc"])
        memory = f * now[1] + i * g
        shown = o * np.tanh(memory)
        caches.append((shown, memory, *now, f, i, g, o, x[t], p))
        now = tuple(np.where(mask[t], new, old) for new, old in zip((shown, memory), now, strict=True))
        a.append(now[0])
        c.append(now[1])
    a, c = np.array(a), np.array(c)
    return a, c, softmax(p["Wy"] @ a + p["by"], axis=1), caches


def going_back_with_the_valid_columns_alone(da, caches, mask):
    *_, xt, p = caches[0]
    back = {"da": np.zeros_like(da[0]), "dc": np.zeros_like(da[0])}
    dx, sums = np.zeros((len(da), *xt.shape)), {k: 0 * p[k] for k in p if k[1] in "fico"}
    for t in reversed(range(len(da))):
        back["da"] = back["da"] + da[t]
        on = mask[t]
        if on.any():
            *arrays, parameters = caches[t]
            cache = (*(array[:, on] for array in arrays), parameters)
            g = lstm_cell_backward(back["da"][:, on], back["dc"][:, on], cache)
            dx[t][:, on], back["da"][:, on], back["dc"][:, on] = g["dxt"], g["da_prev"], g["dc_prev"]
            sums = {k: total + g[f"d{k}"] for k, total in sums.items()}
    return {"dx": dx, "da0": back["da"], "dc0": back["dc"], **{f"d{k}": total for k, total in sums.items()}}


def by_recursion_backward(da, caches, mask, dc=0.0):
    on, dc = mask[-1], dc * np.ones_like(da[-1])
    last = lstm_cell_backward(da[-1] * on, dc * on, caches[-1])
    da_prev, dc_prev = np.where(on, last["da_prev"], da[-1]), np.where(on, last["dc_prev"], dc)
    own = {k: g for k, g in last.items() if k[:2] in ("dW", "db")}
    if len(caches) == 1:
        return {"dx": last["dxt"][None], "da0": da_prev, "dc0": dc_prev, **own}
    earlier = np.concatenate([da[:-2], da[-2:-1] + da_prev])
    rest = lstm_backward(earlier, caches[:-1], mask[:-1], dc_prev)
    return {**rest, **{k: rest[k] + own[k] for k in own}, "dx": np.concatenate([rest["dx"], last["dxt"][None]])}


def with_one_product_a_gate_at_the_end(da, caches, mask):
    p, n_a = caches[0][9], da.shape[1]
    z = np.stack([np.concatenate([cache[2], cache[8]]) for cache in caches])
    dz, back = {gate: np.zeros_like(da) for gate in "fico"}, np.zeros_like(z)
    da_now, dc_now = np.zeros_like(da[0]), np.zeros_like(da[0])
    for t in range(len(da))[::-1]:
        _, c_next, _, c_prev, f, i, g, o, _, _ = caches[t]
        da_now = da_now + da[t]
        dc = dc_now + da_now * o * (1 - np.tanh(c_next) ** 2)
        own = {"f": dc * c_prev * f * (1 - f), "i": dc * g * i * (1 - i), "c": dc * i * (1 - g**2)}
        own["o"] = da_now * np.tanh(c_next) * o * (1 - o)
        for gate in "fico":
            dz[gate][t] = own[gate] * mask[t]
            back[t] += p["W" + gate].T @ dz[gate][t]
        da_now, dc_now = np.where(mask[t], back[t, :n_a], da_now), np.where(mask[t], dc * f, dc_now)
    grads = {"dx": back[:, n_a:], "da0": da_now, "dc0": dc_now}
    for gate in "fico":
        grads["dW" + gate] = np.einsum("tji,tki->jk", dz[gate], z)
        grads["db" + gate] = dz[gate].sum(axis=(0, 2))[:, None]
    return grads
