"""What this lesson is given of solutions.layers.gru: made by `autograder build`, not to be edited."""

import numpy as np
from given.layers.kept import Product
from given.layers.recurrent import Recurrent


class GRU(Recurrent):
    r"""The GRU of lesson 09, fast.

    .. math:: [\Gamma_r; \Gamma_u] = \sigma(W_{ru} [c^{<t-1>}; x^{<t>}; 1]), \quad
              \tilde c^{<t>} = \tanh(W_c [\Gamma_r * c^{<t-1>}; x^{<t>}; 1])

    .. math:: c^{<t>} = c^{<t-1>} + \Gamma_u * (\tilde c^{<t>} - c^{<t-1>})

    The rows of a step are [Gamma_r * c; x; 1; c]. The candidate reads them from the top and the gates down to the end,
    so that x stands there once. An update gate of 0 is a step at which an example stands still, forward and backward.

    Source: Cho et al. (2014); Werbos (1990) for the way back through time.
    """

    names = "ruc"

    def forward(
        self, x: np.ndarray, c0: np.ndarray | None = None, *, mask: np.ndarray | None = None, keep: bool = True
    ) -> tuple[np.ndarray, tuple[np.ndarray]]:
        """Run over a batch; where the mask is False the memory does not change.

        Args:
            x: inputs, shape (T_x, n_x, m), in the dtype of W.
            c0: memory before the first step, shape (n_a, m); zeros by default.
            mask: True where a step is valid, bool, shape (T_x, m); False may be anywhere.
            keep: whether `backward` is to follow; without it less memory is used, and less time.

        Returns:
            c (T_x, n_a, m), and a tuple of the memory after the last step, (n_a, m), to start another call with. Both
            are views of kept memory: the next call of `forward` overwrites them.
        """
        self.begin(x, mask, keep)
        n_a, T_x, m = self.n_a, self.T_x, self.m
        rows, change = self.rows_of(x, c0), self.kept("change", n_a, m)
        c, c_x_1, x_1_c = rows[:, -n_a:], rows[:-1, :-n_a], rows[:-1, n_a:]  # the c of c_x_1 is Gr * c
        z_ru = Product(self.kept, "W_ru", np.roll(self.W[: 2 * n_a], -n_a, axis=1), T_x, m, keep=keep)
        z_c = Product(self.kept, "W_c", self.W[2 * n_a :], T_x, m, keep=keep)
        z_ru.W *= self.half  # sigmoid(z) = tanh(z / 2) / 2 + 1 / 2
        gates, candidates = z_ru.all.reshape(T_x, 2, n_a, m), z_c.all
        of_gates = (x_1_c, z_ru.parts, gates, *gates.swapaxes(0, 1))
        of_candidate = (c_x_1[:, :n_a], c_x_1, z_c.parts, candidates)
        steps = zip(*of_gates, *of_candidate, c[:-1], c[1:], self.still, strict=True)
        for read_ru, ru_parts, gate, Gr, Gu, reset, read_c, c_parts, c_tilde, c_prev, c_next, still in steps:
            np.matmul(z_ru.blocks, read_ru, out=ru_parts)
            np.tanh(gate, out=gate)
            gate *= self.half
            gate += self.half
            if still is not None:
                np.copyto(Gu, 0, where=still)
            np.multiply(Gr, c_prev, out=reset)
            np.matmul(z_c.blocks, read_c, out=c_parts)
            np.tanh(c_tilde, out=c_tilde)
            np.subtract(c_tilde, c_prev, out=change)
            change *= Gu
            np.add(c_prev, change, out=c_next)
        self.rows, self.gates, self.candidates = rows, gates, candidates
        return c[1:], (c[-1],)

    def rows_of(self, x: np.ndarray, c0: np.ndarray | None) -> np.ndarray:
        """Return [Gr * c; x; 1; c] of all steps, (T_x + 1, 2 n_a + n_x + 1, m); c is there for the first alone."""
        n_a = self.n_a
        rows = self.kept("rows", self.T_x + 1, 2 * n_a + self.n_x + 1, self.m)
        rows[:-1, n_a : -n_a - 1] = x
        rows[:, -n_a - 1] = 1
        rows[0, -n_a:] = 0 if c0 is None else c0
        return rows

    def backward(self, da: np.ndarray, dc_last: np.ndarray | None = None) -> tuple[np.ndarray, tuple[np.ndarray]]:
        """Carry the gradient back over the batch of the last `forward`; dW then holds that of the weights.

        Args:
            da: what reaches each memory from outside, at masked steps too, shape (T_x, n_a, m).
            dc_last: what reaches the memory after the last step besides, shape (n_a, m).

        Returns:
            dx (T_x, n_x, m) and a tuple of dc0 (n_a, m). Both are views: the next call of `backward` overwrites them.
        """
        self.check_gradient(da)
        n_a, T_x, m = self.n_a, self.T_x, self.m
        dc, product = self.started("dc", dc_last), self.kept("product", n_a, m)
        W_ru, W_c = np.split(self.W[:, :-1], [2 * n_a])
        back_c = Product(self.kept, "W_c.T", W_c.T, T_x, m, copy=False)  # of each step: [d(Gr * c); dx]
        back_ru = Product(self.kept, "W_ru.T", W_ru.T, T_x, m, copy=False)  # of each step: [dc; dx]
        dz = self.kept("dz", 3 * n_a, T_x, m)
        for part in self.stretches():
            local, keeps = self.local_derivatives(part)
            of_dz = (local[:, 0], local[:, 1:], local[:, 2], local[:, :2].reshape(-1, 2 * n_a, m))
            of_back = (back_c.parts[part], back_c.all[part, :n_a], back_ru.parts[part], back_ru.all[part, :n_a])
            steps = self.last_first(da[part], keeps, self.gates[part, 0], *of_dz, *of_back)
            for da_t, keeps_t, Gr, dz_r, dz_uc, dz_c, dz_ru, c_parts, d_reset, ru_parts, dc_gates in steps:
                dc += da_t
                dz_uc *= dc
                np.matmul(back_c.blocks, dz_c, out=c_parts)
                dz_r *= d_reset
                np.matmul(back_ru.blocks, dz_ru, out=ru_parts)
                dc *= keeps_t
                np.multiply(d_reset, Gr, out=product)
                dc += product
                dc += dc_gates
            dz[:, part] = local.reshape(len(local), 3 * n_a, m).swapaxes(0, 1)
        self.sum_over_time(dz[2 * n_a :], self.rows[:-1, :-n_a], self.dW[2 * n_a :])
        of_gates = self.kept("dW_ru", 2 * n_a, self.W.shape[1])
        self.sum_over_time(dz[: 2 * n_a], self.rows[:-1, n_a:], of_gates)
        self.dW[: 2 * n_a] = np.roll(of_gates, n_a, axis=1)  # from [x; 1; c] to [c; x; 1]
        dx = back_ru.all[:, n_a:]
        dx += back_c.all[:, n_a:]
        return dx, (dc,)

    def local_derivatives(self, part: slice) -> tuple[np.ndarray, np.ndarray]:
        """Return by what gradients become dz at these steps, (steps, 3, n_a, m), and 1 - Gu (steps, n_a, m).

        dz_u and dz_c come from dc, and dz_r from the gradient of Gr * c.
        """
        c, gates, c_tilde = self.rows[part, -self.n_a :], self.gates[part], self.candidates[part]
        shape = c.shape[1:]
        local, keeps = self.of_stretch("local", part, 3, *shape), self.of_stretch("keeps", part, *shape)
        np.subtract(1, gates, out=local[:, :2])
        keeps[...] = local[:, 1]
        local[:, :2] *= gates
        local[:, 0] *= c  # Gr (1 - Gr) c
        np.subtract(c_tilde, c, out=local[:, 2])
        local[:, 1] *= local[:, 2]  # Gu (1 - Gu) (c_tilde - c)
        np.multiply(c_tilde, c_tilde, out=local[:, 2])
        np.subtract(1, local[:, 2], out=local[:, 2])
        local[:, 2] *= gates[:, 1]  # Gu (1 - c_tilde^2)
        return local, keeps
