"""Right answers to bleu that look different, each registered in the module of its name."""

import numpy as np


def crossing_out(pred, ref, k):
    k = min(k, len(pred))
    product = 1.0 if k else 0.0
    for n in range(1, k + 1):
        left = [ref[i : i + n] for i in range(len(ref) - n + 1)]
        right = 0
        for i in range(len(pred) - n + 1):
            if pred[i : i + n] in left:
                left.remove(pred[i : i + n])
                right += 1
        product *= right / (len(pred) - n + 1)
    if product == 0:
        return 0.0
    return product ** (1 / k) * (1.0 if len(pred) >= len(ref) else np.exp(1 - len(ref) / len(pred)))


def with_logarithms(pred, ref, k):
    logs = []
    for n in range(1, k + 1):
        runs = [tuple(pred[i : i + n]) for i in range(len(pred) - n + 1)]
        others = [tuple(ref[i : i + n]) for i in range(len(ref) - n + 1)]
        if not runs:
            break
        shared = sum(min(runs.count(run), others.count(run)) for run in set(runs))
        if shared == 0:
            return 0.0
        logs.append(np.log(shared) - np.log(len(runs)))
    if not logs:
        return 0.0
    return float(np.exp(np.mean(logs) + min(0.0, 1 - len(ref) / len(pred))))


def with_dicts_of_counts(pred, ref, k):
    def counts(sentence, n):
        found = {}
        for run in zip(*(sentence[i:] for i in range(n)), strict=False):
            found[run] = found.get(run, 0) + 1
        return found

    if len(pred) == 0:
        return 0
    k, score = min(k, len(pred)), 1.0
    for n in range(1, k + 1):
        mine, due = counts(pred, n), counts(ref, n)
        right = sum(min(times, due.get(run, 0)) for run, times in mine.items())
        score *= (right / sum(mine.values())) ** (1.0 / k)
    if len(pred) < len(ref):
        score *= np.exp(1 - len(ref) / len(pred))
    return score


def with_texts(pred, ref, k):
    def runs(sentence, n):
        return ["\t".join(map(repr, sentence[i : i + n])) for i in range(len(sentence) - n + 1)]

    p = []
    for n in range(1, 1 + min(k, len(pred))):
        mine, due = runs(pred, n), runs(ref, n)
        p.append(sum(min(mine.count(run), due.count(run)) for run in dict.fromkeys(mine)) / len(mine))
    if len(p) == 0 or 0 in p:
        return 0.0
    return min(1, np.exp(1 - len(ref) / len(pred))) * np.prod(p) ** (1 / len(p))


def subtracting_counters(pred, ref, k):
    from collections import Counter

    if not pred:
        return 0.0
    score, most = 1.0, min(k, len(pred))
    for n in range(most):
        mine = Counter(tuple(pred[i : i + n + 1]) for i in range(len(pred) - n))
        mine_alone = mine - Counter(tuple(ref[i : i + n + 1]) for i in range(len(ref) - n))
        score *= 1 - sum(mine_alone.values()) / sum(mine.values())
    return float(score ** (1 / most)) * min(1.0, float(np.exp(1 - len(ref) / len(pred))))
