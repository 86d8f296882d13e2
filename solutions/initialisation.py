"""Where the parameters of a recurrent network start."""

import numpy as np


def orthogonal_init(n: int, *, rng: np.random.Generator) -> np.ndarray:
    r"""Draw a random orthogonal matrix, every direction as likely as any other.

    .. math:: Q^\top Q = I, \qquad A = QR,\ A_{jk} \sim \mathcal{N}(0, 1), \qquad
              Q \leftarrow Q\, \mathrm{diag}(\mathrm{sign}(R_{11}), \dots, \mathrm{sign}(R_{nn}))

    It rotates and reflects but neither stretches nor shrinks, so all its eigenvalues lie on the unit
    circle. A library's QR chooses the signs of R by a rule of its own; without the last step some
    matrices never occur. Any other way to the same distribution will do, in any order of draws.

    Args:
        n: number of rows and columns, at least 1.
        rng: the only source of randomness: in the same state it gives the same matrix.

    Returns:
        Q, float64, shape (n, n).

    Source: Saxe, McClelland and Ganguli (2014) for the start; Mezzadri (2007) for the signs.
    """
    ### BEGIN SOLUTION
    Q, R = np.linalg.qr(rng.normal(size=(n, n)))
    return Q * np.sign(np.diag(R))
    ### END SOLUTION
