"""What this lesson is given of solutions.layers.lstm: made by `autograder build`, not to be edited."""

import numpy as np
from given.layers.kept import Product
from given.layers.recurrent import Recurrent


#: What the gates o, f and i are where an example stands still: the memory is kept whole, and nothing goes in or out.
STILL = np.array([0.0, 1.0, 0.0]).reshape(3, 1, 1)


class LSTM(Recurrent):
    r"""The LSTM of lesson 10, fast.

    .. math:: [\Gamma_o; \Gamma_f; \Gamma_i] = \sigma(W_{ofi} [a^{<t-1>}; x^{<t>}; 1]), \quad
              \tilde c^{<t>} = \tanh(W_c [a^{<t-1>}; x^{<t>}; 1])

    .. math:: c^{<t>} = \Gamma_f * c^{<t-1>} + \Gamma_i * \tilde c^{<t>}, \quad a^{<t>} = \Gamma_o * \tanh(c^{<t>})

    In this order the first three are sigmoids, and the last three are what the gradient of c reaches.

    Source: Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000); Werbos (1990) for the way
    back through time.
    """

    names = "ofic"
    states = 2

    def forward(
        self,
        x: np.ndarray,
        a0: np.ndarray | None = None,
        c0: np.ndarray | None = None,
        *,
        mask: np.ndarray | None = None,
        keep: bool = True,
    ) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
        """Run over a batch; where the mask is False neither activation nor memory changes.

        Args:
            x: inputs, shape (T_x, n_x, m), in the dtype of W.
            a0: activation before the first step, shape (n_a, m); zeros by default.
            c0: memory before the first step, likewise.
            mask: True where a step is valid, bool, shape (T_x, m); False may be anywhere.
            keep: whether `backward` is to follow; without it less memory is used, and less time.

        Returns:
            a (T_x, n_a, m), and a tuple of the activation and the memory after the last step, each (n_a, m), to start
            another call with. All are views of kept memory: the next call of `forward` overwrites them.
        """
        self.begin(x, mask, keep)
        n_a, T_x, m = self.n_a, self.T_x, self.m
        joined, product = self.join(x, a0), self.kept("product", n_a, m)
        c = self.kept.steps("c", T_x + 1, n_a, m, keep=keep)
        c[0] = 0 if c0 is None else c0
        z = Product(self.kept, "W", self.W, T_x, m, keep=keep)
        z.W[: 3 * n_a] *= self.half  # sigmoid(z) = tanh(z / 2) / 2 + 1 / 2, so that one tanh serves all gates
        gates = z.all.reshape(T_x, 4, n_a, m)
        of_gates = (z.parts, gates, gates[:, :3], *gates.swapaxes(0, 1))
        steps = zip(joined[:-1], *of_gates, c[:-1], c[1:], joined[1:, :n_a], self.still, strict=True)
        for joined_t, z_parts, gate, sigmoids, Go, Gf, Gi, c_tilde, c_prev, c_next, a_next, still in steps:
            np.matmul(z.blocks, joined_t, out=z_parts)
            np.tanh(gate, out=gate)
            sigmoids *= self.half
            sigmoids += self.half
            if still is not None:
                np.copyto(sigmoids, STILL, where=still)
            np.multiply(Gf, c_prev, out=c_next)
            np.multiply(Gi, c_tilde, out=product)
            c_next += product
            np.tanh(c_next, out=a_next)
            a_next *= Go
            if still is not None:
                np.copyto(a_next, joined_t[:n_a], where=still)
        self.joined, self.gates, self.c = joined, gates, c
        return joined[1:, :n_a], (joined[-1, :n_a], c[-1])

    def backward(
        self, da: np.ndarray, da_last: np.ndarray | None = None, dc_last: np.ndarray | None = None
    ) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
        """Carry the gradient back over the batch of the last `forward`; dW then holds that of the weights.

        Args:
            da: what reaches each activation from outside, at masked steps too, shape (T_x, n_a, m).
            da_last: what reaches the activation after the last step besides, shape (n_a, m).
            dc_last: what reaches the memory after the last step, likewise.

        Returns:
            dx (T_x, n_x, m) and a tuple of da0 and dc0, each (n_a, m). All are views: the next call of `backward`
            overwrites them.
        """
        self.check_gradient(da)
        n_a, T_x, m = self.n_a, self.T_x, self.m
        da_next, dc = self.started("da_next", da_last), self.started("dc", dc_last)
        product, dz = self.kept("product", n_a, m), self.kept("dz", 4 * n_a, T_x, m)
        back = Product(self.kept, "W.T", self.W[:, :-1].T, T_x, m, copy=False)  # of each step: [da_prev; dx]
        for part in self.stretches():
            local, through = self.local_derivatives(part)
            of_dz = (local.reshape(-1, 4 * n_a, m), local[:, 0], local[:, 1:])
            of_back = (back.parts[part], back.all[part, :n_a])
            steps = self.last_first(da[part], through, self.gates[part, 1], *of_dz, *of_back, self.still[part])
            for da_t, to_c, Gf, dz_t, dz_o, dz_fic, back_parts, da_prev, still in steps:
                da_next += da_t
                np.multiply(da_next, to_c, out=product)
                dc += product
                dz_o *= da_next
                dz_fic *= dc
                dc *= Gf
                np.matmul(back.blocks, dz_t, out=back_parts)
                if still is not None:
                    np.add(da_prev, da_next, out=da_prev, where=still)
                da_next = da_prev
            dz[:, part] = local.reshape(len(local), 4 * n_a, m).swapaxes(0, 1)
        self.sum_over_time(dz, self.joined[:-1], self.dW)
        return back.all[:, n_a:], (da_next, dc)

    def local_derivatives(self, part: slice) -> tuple[np.ndarray, np.ndarray]:
        """Return by what gradients become dz at these steps, (steps, 4, n_a, m), and da becomes dc, (steps, n_a, m).

        dz_o comes from da, and the other three from dc.
        """
        gates, c_prev, shape = self.gates[part], self.c[part], self.c.shape[1:]
        local, through = self.of_stretch("local", part, 4, *shape), self.of_stretch("through", part, *shape)
        sigmoids, of_candidate = local[:, :3], local[:, 3]
        np.subtract(1, gates[:, :3], out=sigmoids)
        sigmoids *= gates[:, :3]
        np.tanh(self.c[part.start + 1 : part.stop + 1], out=through)  # again: quicker than to keep and fetch it
        local[:, 0] *= through  # Go (1 - Go) tanh(c)
        local[:, 1] *= c_prev  # Gf (1 - Gf) c_prev
        local[:, 2] *= gates[:, 3]  # Gi (1 - Gi) c_tilde
        np.multiply(gates[:, 3], gates[:, 3], out=of_candidate)
        np.subtract(1, of_candidate, out=of_candidate)
        of_candidate *= gates[:, 2]  # Gi (1 - c_tilde^2)
        through *= through
        np.subtract(1, through, out=through)
        through *= gates[:, 0]  # Go (1 - tanh(c)^2)
        return local, through
