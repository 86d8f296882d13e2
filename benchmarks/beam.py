"""Beam search of growing width, by the course's own `beam_search`, with and without a power of the length.

Measured on test numbers, a few of each length: the share that is right, BLEU with runs of up to four digits, how long
what is said is compared with what is right, the mean log probability of what is said, and the share of numbers of which
the right answer is more probable than the one found (errors of the search, not of the network).
Called by benchmarks/bottleneck.py.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.remembered import of_length
from data.models.translation_training import BOS, Arrays, Task, read, say_one
from solutions.decoding import beam_search, bleu

WIDTHS, ALPHAS, EACH, SPARE = (1, 2, 3, 5, 10, 30, 100), (0.0, 1.0), 8, 4

Step = Callable[[np.ndarray, int], tuple[np.ndarray, np.ndarray]]


def stepper(p: Arrays) -> Step:
    """Return the step of a decoder without attention that `beam_search` takes; what it has once read it remembers."""
    known: dict[tuple[int, int], tuple[np.ndarray, np.ndarray, np.ndarray]] = {}

    def step(s: np.ndarray, token: int) -> tuple[np.ndarray, np.ndarray]:
        if (id(s), token) not in known:
            says, s_next = say_one(p, s, np.array([token]), s, s)
            # s is kept as well: while it lives, no other array has its id.
            known[id(s), token] = np.log(np.maximum(says[:, 0], 1e-300)), s_next, s
        return known[id(s), token][:2]

    return step


def log_prob(step: Step, s: np.ndarray, said: list[int], eos: int) -> float:
    """Return the logarithm of the probability of a sentence and its end."""
    total = 0.0
    for read_now, due in zip([BOS, *said], [*said, eos], strict=True):
        log_p, s = step(s, read_now)
        total += float(log_p[due])
    return total


def searched(p: Arrays, judge: Task) -> dict[str, Any]:
    """Return the measures, one list over WIDTHS for each power of the length."""
    kinds = sorted({len(target) for target in judge.target})
    tasks = [of_length(judge, length).part(np.arange(EACH)) for length in kinds]
    source, target = ([each for task in tasks for each in getattr(task, name)] for name in ("source", "target"))
    c, _ = read(p, source, judge.n_x)
    step, eos, longest = stepper(p), judge.n_y - 1, max(kinds) + SPARE
    starts = [c[-1][:, [i]] for i in range(len(source))]
    due = [log_prob(step, s, right, eos) for s, right in zip(starts, target, strict=True)]
    found: dict[str, Any] = {"widths": WIDTHS, "log probability of the right ones": round(float(np.mean(due)), 3)}
    for alpha in ALPHAS:
        rows = []
        for width in WIDTHS:
            said = [beam_search(step, s, BOS, eos, width, longest, alpha) for s in starts]
            log_probs = [log_prob(step, s, each, eos) for s, each in zip(starts, said, strict=True)]
            rows.append(measured(said, target, log_probs, due))
        found[f"alpha {alpha:g}"] = {name: [row[name] for row in rows] for name in rows[0]}
    return found


def measured(
    said: list[list[int]], target: list[list[int]], log_probs: list[float], due: list[float]
) -> dict[str, float]:
    """Return the measures of one width."""
    measures: dict[str, Any] = {
        "right": np.mean([each == right for each, right in zip(said, target, strict=True)]),
        "bleu": np.mean([bleu(each, right, 4) for each, right in zip(said, target, strict=True)]),
        "length": sum(map(len, said)) / sum(map(len, target)),
        "log probability": np.mean(log_probs),
        "search errors": np.mean(np.array(due) > np.array(log_probs) + 1e-9),
    }
    return {name: round(float(value), 4) for name, value in measures.items()}
