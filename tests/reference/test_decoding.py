"""BLEU by another way of counting, and beam search against all sentences there are."""

import itertools
import math

import numpy as np
import pytest

from solutions.decoding import beam_search, bleu

BOS, EOS = 1, 2


def score_by_crossing_out(pred: list, ref: list, k: int) -> float:
    """Return BLEU; each run of the prediction crosses out an equal one of the reference, if one is left."""
    k = min(k, len(pred))
    product = 1.0 if k else 0.0
    for n in range(1, k + 1):
        left = [ref[t : t + n] for t in range(len(ref) - n + 1)]
        found = 0
        for t in range(len(pred) - n + 1):
            if pred[t : t + n] in left:
                left.remove(pred[t : t + n])
                found += 1
        product *= found / (len(pred) - n + 1)
    if product == 0:
        return 0.0
    return product ** (1 / k) * (math.exp(1 - len(ref) / len(pred)) if len(pred) < len(ref) else 1.0)


def test_bleu_agrees_with_crossing_out() -> None:
    rng, scores = np.random.default_rng(0), []
    for _ in range(3000):
        pred, ref = (rng.integers(3, size=rng.integers(least, 9)).tolist() for least in (0, 1))
        k = int(rng.integers(1, 6))
        scores.append(bleu(pred, ref, k))
        assert scores[-1] == pytest.approx(score_by_crossing_out(pred, ref, k), rel=1e-12, abs=1e-15)
    assert all(sum(low <= score < high for score in scores) > 50 for low, high in ((0, 0.1), (0.1, 0.5), (0.5, 1)))


@pytest.mark.parametrize(
    ("pred", "ref", "k", "score"),
    [
        # Papineni et al. (2002), section 2.1: the clipped precision of the first example is 2/7.
        ("the the the the the the the", "the cat is on the mat", 1, 2 / 7),
        ("a b c", "a b c", 4, 1.0),
        ("a b", "a b c", 2, math.exp(-1 / 2)),
        ("a b c d", "a b c", 1, 3 / 4),
        ("a c b", "a b c", 2, 0.0),
        ("", "a", 2, 0.0),
        ("b a b", "a b", 2, math.sqrt(2 / 3 * 1 / 2)),
    ],
)
def test_bleu_by_hand(pred: str, ref: str, k: int, score: float) -> None:
    assert bleu(pred.split(), ref.split(), k) == pytest.approx(score, abs=1e-15)


def a_network(rng: np.random.Generator, n_y: int):  # type: ignore[no-untyped-def]
    """Return `step` of a random network and what it starts from."""
    A, B, C = (3 * rng.normal(size=shape) / 2 for shape in ((4, 4), (4, n_y), (n_y, 4)))

    def step(a: np.ndarray, token: int) -> tuple[np.ndarray, np.ndarray]:
        a_next = np.tanh(A @ a + B[:, [token]])
        scores = (C @ a_next)[:, 0]
        return scores - np.log(np.exp(scores).sum()), a_next

    return step, rng.normal(size=(4, 1))


def all_sentences(step, a0, n_y: int, max_len: int) -> dict[tuple[int, ...], float]:  # type: ignore[no-untyped-def]
    """Return the log-probability of every sequence of max_len tokens, or fewer that end with EOS."""
    found = {}
    for length in range(1, max_len + 1):
        for tokens in itertools.product(range(n_y), repeat=length):
            if EOS in tokens[:-1] or (length < max_len and tokens[-1] != EOS):
                continue
            a, log_prob, last = a0, 0.0, BOS
            for token in tokens:
                log_p, a = step(a, last)
                log_prob, last = log_prob + log_p[token], token
            found[tokens] = log_prob
    return found


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("alpha", [0.0, 0.6, 1.0])
def test_a_beam_for_everything_finds_the_best_of_all_sentences(seed: int, alpha: float) -> None:
    n_y, max_len = 4, 4
    step, a0 = a_network(np.random.default_rng(seed), n_y)
    every = all_sentences(step, a0, n_y, max_len)
    assert sum(map(np.exp, every.values())) == pytest.approx(1)
    finished = {tokens: log_prob / len(tokens) ** alpha for tokens, log_prob in every.items() if tokens[-1] == EOS}
    best = max(finished, key=finished.get)
    assert beam_search(step, a0, BOS, EOS, n_y**max_len, max_len, alpha) == list(best[:-1])


@pytest.mark.parametrize("seed", range(20))
def test_a_beam_of_one_is_greedy(seed: int) -> None:
    step, a0 = a_network(np.random.default_rng(seed), 5)
    tokens, a = [BOS], a0
    while len(tokens) < 7 and tokens[-1] != EOS:
        log_p, a = step(a, tokens[-1])
        tokens.append(int(log_p.argmax()))
    said = [token for token in tokens[1:] if token != EOS]
    assert beam_search(step, a0, BOS, EOS, 1, 6, 0.7) == said


def test_without_a_finished_sentence_the_best_beginning_is_returned() -> None:
    step, a0 = a_network(np.random.default_rng(3), 4)

    def never(a: np.ndarray, token: int) -> tuple[np.ndarray, np.ndarray]:
        log_p, a_next = step(a, token)
        return log_p - 100 * (np.arange(4) == EOS), a_next

    every = all_sentences(never, a0, 4, 2)
    best = max((tokens for tokens in every if tokens[-1] != EOS), key=every.get)
    assert beam_search(never, a0, BOS, EOS, 3, 2, 1.0) == list(best)
