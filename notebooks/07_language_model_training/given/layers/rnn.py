"""What this lesson is given of solutions.layers.rnn: made by `autograder build`, not to be edited."""

import numpy as np
from given.layers.kept import Product
from given.layers.recurrent import Arrays, Recurrent


class RNN(Recurrent):
    r"""The simple RNN of lessons 02 to 04, fast.

    .. math:: a^{<t>} = \tanh(W [a^{<t-1>}; x^{<t>}; 1]), \quad W = [W_{aa} \mid W_{ax} \mid b_a]

    Source: Elman (1990); Werbos (1990) for the way back through time.
    """

    names = "a"

    @classmethod
    def stacked(cls, parameters: Arrays) -> np.ndarray:
        """Return the learner's Waa (n_a, n_a), Wax (n_a, n_x) and ba (n_a, 1) as one W; more entries do no harm."""
        return np.hstack([parameters[name] for name in ("Waa", "Wax", "ba")])

    @classmethod
    def named(cls, W: np.ndarray) -> Arrays:
        """Return the parts of W, or of an array like it, under the learner's names; they are views of it."""
        n_a = len(W)
        return {"Waa": W[:, :n_a], "Wax": W[:, n_a:-1], "ba": W[:, -1:]}

    def forward(
        self, x: np.ndarray, a0: np.ndarray | None = None, *, mask: np.ndarray | None = None, keep: bool = True
    ) -> tuple[np.ndarray, tuple[np.ndarray]]:
        """Run over a batch; where the mask is False the activation does not change.

        Args:
            x: inputs, shape (T_x, n_x, m), in the dtype of W.
            a0: activation before the first step, shape (n_a, m); zeros by default.
            mask: True where a step is valid, bool, shape (T_x, m); False may be anywhere.
            keep: whether `backward` is to follow. (This cell keeps nothing for it but a.)

        Returns:
            a (T_x, n_a, m), and a tuple of the activation after the last step, (n_a, m), to start another call with.
            Both are views of kept memory: the next call of `forward` overwrites them.
        """
        self.begin(x, mask, keep)
        joined, n_a = self.join(x, a0), self.n_a
        z = Product(self.kept, "W", self.W, self.T_x, self.m, keep=False, copy=False)
        steps = zip(joined[:-1], z.parts, z.all, joined[1:, :n_a], self.still, strict=True)
        for joined_t, z_parts, z_t, a_next, still in steps:
            np.matmul(z.blocks, joined_t, out=z_parts)
            np.tanh(z_t, out=a_next)
            if still is not None:
                np.copyto(a_next, joined_t[:n_a], where=still)
        self.joined = joined
        return joined[1:, :n_a], (joined[-1, :n_a],)

    def backward(self, da: np.ndarray, da_last: np.ndarray | None = None) -> tuple[np.ndarray, tuple[np.ndarray]]:
        """Carry the gradient back over the batch of the last `forward`; dW then holds that of the weights.

        Args:
            da: what reaches each activation from outside, at masked steps too, shape (T_x, n_a, m).
            da_last: what reaches the activation after the last step besides, shape (n_a, m).

        Returns:
            dx (T_x, n_x, m) and a tuple of da0 (n_a, m). Both are views: the next call of `backward` overwrites them.
        """
        self.check_gradient(da)
        joined, n_a, da_next = self.joined, self.n_a, self.started("da_next", da_last)
        back = Product(self.kept, "W.T", self.W[:, :-1].T, self.T_x, self.m, copy=False)  # of each step: [da_prev; dx]
        dz = self.kept("dz", n_a, self.T_x, self.m)
        for part in self.stretches():
            local = self.local_derivatives(part)
            steps = self.last_first(local, da[part], back.parts[part], back.all[part, :n_a], self.still[part])
            for dz_t, da_t, back_parts, da_prev, still in steps:
                da_next += da_t
                dz_t *= da_next
                np.matmul(back.blocks, dz_t, out=back_parts)
                if still is not None:
                    np.add(da_prev, da_next, out=da_prev, where=still)
                da_next = da_prev
            dz[:, part] = local.swapaxes(0, 1)
        self.sum_over_time(dz, joined[:-1], self.dW)
        return back.all[:, n_a:], (da_next,)

    def local_derivatives(self, part: slice) -> np.ndarray:
        """Return by what da becomes dz at these steps: 1 - a^2, and 0 where an example stands still."""
        a = self.joined[part.start + 1 : part.stop + 1, : self.n_a]
        local = self.of_stretch("local", part, self.n_a, self.m)
        np.multiply(a, a, out=local)
        np.subtract(1, local, out=local)
        for step, still in zip(local, self.still[part], strict=True):
            if still is not None:
                np.copyto(step, 0, where=still)
        return local
