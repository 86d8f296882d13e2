"""What this lesson is given of solutions.layers.readout: made by `autograder build`, not to be edited."""

import numpy as np
from given.layers.kept import Kept, Product


class Readout:
    """A layer that owns W (n_y, n_a + 1), the columns [W_y | b_y], and dW, where `backward` puts the gradient."""

    def __init__(self, W: np.ndarray, dW: np.ndarray | None = None) -> None:
        self.W, self.dW = W, np.zeros_like(W) if dW is None else dW
        self.kept = Kept(W.dtype)

    def forward(self, a: np.ndarray) -> np.ndarray:
        """Return the scores W_y a + b_y of every step, shape (T_x, n_y, m), a view of kept memory.

        Args:
            a: activations, shape (T_x, n_a, m). They are not copied: leave them alone until `backward` has run.
        """
        self.a = a
        z = Product(self.kept, "Wy", self.W[:, :-1], len(a), a.shape[2]).of_each(a)
        z += self.W[:, -1:]
        return z

    def backward(self, dz: np.ndarray) -> np.ndarray:
        """Return the gradient of a, shape (T_x, n_a, m), a view of kept memory; dW then holds that of W.

        Args:
            dz: gradient of the scores, shape (T_x, n_y, m).
        """
        T_x, n_y, m = dz.shape
        turned, dz_turned = self.kept("turned", self.W.shape[1], T_x, m), self.kept("dz", n_y, T_x, m)
        turned[:-1], turned[-1], dz_turned[...] = self.a.swapaxes(0, 1), 1, dz.swapaxes(0, 1)
        np.matmul(dz_turned.reshape(n_y, -1), turned.reshape(len(turned), -1).T, out=self.dW)
        return Product(self.kept, "Wy.T", self.W[:, :-1].T, T_x, m).of_each(dz)


def softmax_cross_entropy(
    z: np.ndarray, y: np.ndarray, mask: np.ndarray | None = None, out: np.ndarray | None = None
) -> tuple[float, np.ndarray]:
    r"""Return the mean surprise of the right class over the valid steps, in nats, and its gradient.

    .. math:: \mathcal{L} = \frac{1}{N} \sum_{(t, i)\,\text{valid}} \Big( \log \sum_k e^{z_k} - z_y \Big), \quad
              \frac{d\mathcal{L}}{dz} = \frac{1}{N} (\hat y - \text{one-hot of } y) \text{ where valid, else } 0

    Args:
        z: scores, shape (T_x, n_y, m).
        y: the right classes, whole numbers, shape (T_x, m); any whole number where masked.
        mask: True where a step is valid, bool, shape (T_x, m), at least one True; all by default.
        out: where dz goes, in the shape of z; z itself, if the scores are needed no more. By default a new array.

    Returns:
        The loss, one number, and dz (T_x, n_y, m) in the dtype of z.

    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, sections 4.1 and 6.2.2.
    """
    T_x, _, m = z.shape
    valid = np.ones((T_x, m), dtype=bool) if mask is None else mask
    share = valid.astype(z.dtype)
    share /= share.sum()  # of every step in the mean: 1 / N, or 0
    right = (np.arange(T_x)[:, np.newaxis], np.where(valid, y, 0), np.arange(m))
    dz = np.subtract(z, z.max(axis=1, keepdims=True), out=out)
    z_right = dz[right]
    np.exp(dz, out=dz)
    total = dz.sum(axis=1)
    loss = np.vdot(share, np.log(total) - z_right)
    dz *= (share / total)[:, np.newaxis]
    dz[right] -= share
    return float(loss), dz
