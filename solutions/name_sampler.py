"""Names drawn from a trained network, one letter after the other: lesson 07 says how such a sampler is made."""

from collections.abc import Iterator

import numpy as np

from solutions.simple_rnn import rnn_cell_forward

END = 0  # the symbol before the first letter and after the last one
LONGEST = 30


def draw_symbols(parameters: dict[str, np.ndarray], *, rng: np.random.Generator) -> Iterator[tuple[int, np.ndarray]]:
    """Draw the symbols of one name, up to its end.

    Args:
        parameters: what `data.load_name_model` gives.
        rng: source of the draws, one number in [0, 1) each.

    Yields:
        The number of each drawn symbol, and the probabilities (n_y,) that it was drawn from.
    """
    n_a, n_x = parameters["Wax"].shape
    symbol, a = END, np.zeros((n_a, 1))
    for _ in range(LONGEST):
        a, yt_pred, _ = rnn_cell_forward(np.eye(n_x)[:, [symbol]], a, parameters)
        symbol = int(rng.choice(n_x, p=yt_pred[:, 0]))
        yield symbol, yt_pred[:, 0]
        if symbol == END:
            return
