"""Finding the sentence that a decoder thinks best, and scoring a translation."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np


def beam_search(
    step: Callable[[np.ndarray, int], tuple[np.ndarray, np.ndarray]],
    a0: np.ndarray,
    bos_id: int,
    eos_id: int,
    width: int,
    max_len: int,
    alpha: float,
) -> list[int]:
    r"""Search for the most probable sentence, with `width` beginnings of sentences kept at a time.

    .. math:: \text{score} = \frac{1}{T^{\alpha}} \sum_{t=1}^{T} \log P(y^{<t>} \mid y^{<1>}, \dots, y^{<t-1>})

    The search begins with one beginning, of no tokens. In each round every kept beginning is continued by every token,
    and the `width` continuations of the largest sum of logarithms are kept, all together, not for each beginning.
    Those that end with EOS are finished: they are put aside, never continued, and take no place in later rounds. The
    search is over after `max_len` rounds, or when nothing is left to continue.

    The finished sentence of the largest score is returned; T counts its tokens with EOS. Only where none is finished,
    the unfinished one of the largest score is returned. Where two are equally good, either will do.

    Args:
        step: reads one token; called as step(a, token), with a of shape (n_a, 1), it returns log_p, the natural
            logarithms of the probabilities of the next token, finite, shape (n_y,), and a_next, shape (n_a, 1). It
            leaves a as it is, and always returns the same for the same arguments.
        a0: activation before the first token, shape (n_a, 1); it is left as it is.
        bos_id: the token that is read before the first one is said. It may be said like any other.
        eos_id: the token that ends a sentence, different from bos_id.
        width: how many beginnings are kept, at least 1; with 1 the search is greedy.
        max_len: how many tokens may be said, EOS among them, at least 1.
        alpha: 0 for the sum of logarithms itself, 1 for their mean; any number from 0 on.

    Returns:
        The tokens of the sentence, a list of whole numbers without BOS at its beginning and without EOS at its end;
        possibly empty.

    Source: Sutskever, Vinyals and Le (2014) for the search; Wu et al. (2016) for a power of the length.
    """
    ### BEGIN SOLUTION
    kept: list[tuple[float, list[int], np.ndarray]] = [(0.0, [], a0)]
    finished: list[tuple[float, list[int]]] = []
    for length in range(1, max_len + 1):
        longer = []
        for log_prob, tokens, a in kept:
            log_p, a_next = step(a, tokens[-1] if tokens else bos_id)
            longer += [(log_prob + log_p[k], [*tokens, k], a_next) for k in range(len(log_p))]
        longer.sort(key=lambda each: each[0], reverse=True)
        kept = [each for each in longer[:width] if each[1][-1] != eos_id]
        finished += [(each[0] / length**alpha, each[1][:-1]) for each in longer[:width] if each[1][-1] == eos_id]
        if not kept:
            break
    return max(finished, key=lambda each: each[0])[1] if finished else kept[0][1]
    ### END SOLUTION


def bleu(pred: Sequence[object], ref: Sequence[object], k: int) -> float:
    r"""Score a translation by the runs of tokens that it shares with a right one.

    .. math:: p_n = \frac{\sum_{g} \min(\text{times } g \text{ is in pred}, \text{ times } g \text{ is in ref})}
              {\text{number of runs of } n \text{ tokens in pred}}, \quad
              \mathrm{BLEU} = \min(1, e^{1 - r/l}) \, (p_1 p_2 \cdots p_k)^{1/k}

    The sum is over the different runs g of n tokens in pred; r and l are the numbers of tokens of ref and pred. A
    prediction of fewer than k tokens has no runs of k: then k is the number of its tokens. Where one of the p is 0 the
    score is 0, without a warning from NumPy, and so it is for an empty prediction. Both lists are left as they are.

    Args:
        pred: the tokens of the prediction, words or numbers, without BOS and EOS; possibly none.
        ref: the tokens of the right sentence, at least one.
        k: the longest runs that count, at least 1.

    Returns:
        One number from 0 to 1.

    Source: Papineni et al. (2002), with a single reference and a single sentence.
    """
    ### BEGIN SOLUTION
    p = []
    for n in range(1, min(k, len(pred)) + 1):
        said, there = (Counter(tuple(s[t : t + n]) for t in range(len(s) - n + 1)) for s in (pred, ref))
        p.append((said & there).total() / said.total())  # & takes the smaller count of each run
    if not p:
        return 0.0
    penalty = min(1.0, np.exp(1 - len(ref) / len(pred)))
    return float(penalty * np.prod(p) ** (1 / len(p)))
    ### END SOLUTION
