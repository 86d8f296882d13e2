"""Right answers to the exercises of lesson 13 that look different, each registered in the module of its exercise."""

import numpy as np

from solutions.activations import sigmoid


def with_one_long_product(x, a0, c0, Wx, Wa, b):
    T_x, n_x, m = x.shape
    n_a = a0.shape[0]
    long = x.transpose(1, 0, 2).reshape(n_x, T_x * m)
    z_x = (Wx @ long + b).reshape(4 * n_a, T_x, m)
    a = np.zeros((T_x, n_a, m), dtype=x.dtype)
    c = np.zeros((T_x, n_a, m), dtype=x.dtype)
    gates = np.zeros((T_x, 4 * n_a, m), dtype=x.dtype)
    for t in range(T_x):
        z = z_x[:, t] + Wa @ (a[t - 1] if t > 0 else a0)
        o, f, i = (1 / (1 + np.exp(-z[k * n_a : (k + 1) * n_a])) for k in range(3))
        new = np.tanh(z[3 * n_a :])
        c[t] = f * (c[t - 1] if t > 0 else c0) + i * new
        a[t] = o * np.tanh(c[t])
        gates[t] = np.vstack([o, f, i, new])
    return a, c, (x, a0, c0, Wx, Wa, a, c, gates)


def with_lists(x, a0, c0, Wx, Wa, b):
    n_a, half = len(a0), 0.5
    states, gates = [(a0, c0)], []
    for xt in x:
        a_prev, c_prev = states[-1]
        z = np.hstack([Wa, Wx]) @ np.vstack([a_prev, xt]) + b
        three = half * (1 + np.tanh(half * z[: 3 * n_a]))
        gate = np.concatenate([three, np.tanh(z[3 * n_a :])])
        Go, Gf, Gi, new = gate.reshape(4, n_a, -1)
        c_next = Gf * c_prev + Gi * new
        states.append((Go * np.tanh(c_next), c_next))
        gates.append(gate)
    a, c = (np.array([state[k] for state in states[1:]]) for k in (0, 1))
    return a, c, [x, a0, c0, Wx, Wa, a, c, np.array(gates)]


def with_states_in_front(x, a0, c0, Wx, Wa, b):
    T_x, _, m = x.shape
    n_a = Wa.shape[1]
    z = np.einsum("gx,txm->tgm", Wx, x) + b
    gates = np.empty((T_x, 4, n_a, m), x.dtype)
    a, c = np.empty((2, T_x + 1, n_a, m), x.dtype)
    a[0], c[0] = a0, c0
    for t in range(T_x):
        step = (z[t] + Wa @ a[t]).reshape(4, n_a, m)
        gates[t, :3], gates[t, 3] = sigmoid(step[:3]), np.tanh(step[3])
        c[t + 1] = gates[t, 1] * c[t] + gates[t, 2] * gates[t, 3]
        a[t + 1] = gates[t, 0] * np.tanh(c[t + 1])
    return a[1:], c[1:], (x, a0, c0, Wx, Wa, a[1:], c[1:], gates.reshape(T_x, 4 * n_a, m))


# ----------------------------------------------------------------------------------------------------------- back


def step_by_step(da, cache):
    x, a0, c0, Wx, Wa, a, c, gates = cache
    T_x, n_a, _ = a.shape
    dx, dWx, dWa = np.zeros_like(x), np.zeros_like(Wx), np.zeros_like(Wa)
    db = np.zeros((4 * n_a, 1), dtype=da.dtype)
    da_next, dc_next = np.zeros_like(a0), np.zeros_like(c0)
    for t in range(T_x - 1, -1, -1):
        Go, Gf, Gi, new = (gates[t, k * n_a : (k + 1) * n_a] for k in range(4))
        a_prev, c_prev = (a[t - 1], c[t - 1]) if t else (a0, c0)
        d = da[t] + da_next
        dc = dc_next + d * Go * (1 - np.tanh(c[t]) ** 2)
        dzo = d * np.tanh(c[t]) * Go * (1 - Go)
        dzf, dzi = dc * c_prev * Gf * (1 - Gf), dc * new * Gi * (1 - Gi)
        dz = np.vstack([dzo, dzf, dzi, dc * Gi * (1 - new**2)])
        dx[t] = Wx.T @ dz
        dWx += dz @ x[t].T
        dWa += dz @ a_prev.T
        db += dz.sum(axis=1, keepdims=True)
        da_next, dc_next = Wa.T @ dz, dc * Gf
    return {"dx": dx, "da0": da_next, "dc0": dc_next, "dWx": dWx, "dWa": dWa, "db": db}


def with_long_matrices(da, cache):
    x, a0, c0, Wx, Wa, a, c, gates = cache
    T_x, n_a, m = a.shape
    four = gates.reshape(T_x, 4, n_a, m)
    slope = four * (1 - four)
    slope[:, 3] = 1 - four[:, 3] ** 2
    tanh_c = np.tanh(c)
    dz = np.zeros((4, n_a, T_x, m), da.dtype)
    da_next, dc_next, WaT = 0, 0, np.ascontiguousarray(Wa.T)
    for t in reversed(range(T_x)):
        d = da[t] + da_next
        dc = dc_next + d * four[t, 0] * (1 - tanh_c[t] * tanh_c[t])
        met = [tanh_c[t], c[t - 1] if t > 0 else c0, four[t, 3], four[t, 2]]
        for gate, (reached, by) in enumerate(zip([d, dc, dc, dc], met, strict=True)):
            dz[gate, :, t] = reached * by * slope[t, gate]
        da_next, dc_next = WaT @ dz[:, :, t].reshape(4 * n_a, m), dc * four[t, 1]
    long = dz.reshape(4 * n_a, T_x * m)
    side_by_side = [np.hstack(list(each)) for each in (x, [a0, *a[:-1]])]
    dx = (Wx.T @ long).reshape(-1, T_x, m).transpose(1, 0, 2)
    grads = dict(zip(("dWx", "dWa"), (long @ each.T for each in side_by_side), strict=True))
    return {**grads, "db": long.sum(axis=1)[:, None], "dx": dx, "da0": da_next, "dc0": dc_next}


def with_einsum(da, cache):
    x, a0, c0, Wx, Wa, a, c, gates = cache
    o, f, i, g = np.split(gates, 4, axis=1)
    before = np.concatenate(([c0], c[:-1]))
    dz, back, back_c = [], 0 * a0, 0 * c0
    for t in range(len(a))[::-1]:
        back = back + da[t]
        back_c = back_c + back * o[t] * (1 - np.tanh(c[t]) ** 2)
        rows = [back * np.tanh(c[t]) * o[t] * (1 - o[t]), back_c * before[t] * f[t] * (1 - f[t])]
        rows += [back_c * g[t] * i[t] * (1 - i[t]), back_c * i[t] * (1 - g[t] ** 2)]
        dz.insert(0, np.concatenate(rows))
        back, back_c = Wa.T @ dz[0], back_c * f[t]
    dz = np.array(dz)
    return {
        "dx": np.einsum("gx,tgm->txm", Wx, dz),
        "da0": back,
        "dc0": back_c,
        "dWx": np.einsum("tgm,txm->gx", dz, x),
        "dWa": np.einsum("tgm,tam->ga", dz, np.stack([a0, *a[:-1]])),
        "db": np.einsum("tgm->g", dz).reshape(-1, 1),
    }
