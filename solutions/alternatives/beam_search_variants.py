"""Right answers to beam_search that look different, each registered in the module of its name."""

import numpy as np


def with_arrays(step, a0, bos_id, eos_id, width, max_len, alpha):
    sums, texts, states = np.zeros(1), [[bos_id]], [a0]
    best, best_score = None, -np.inf
    for _ in range(max_len):
        read = [step(a, text[-1]) for a, text in zip(states, texts, strict=True)]
        scores = sums[:, None] + np.array([log_p for log_p, _ in read])  # (beams, n_y)
        order = np.argsort(-scores, axis=None)[:width]
        beams, tokens = np.unravel_index(order, scores.shape)
        texts = [texts[b] + [int(k)] for b, k in zip(beams, tokens, strict=True)]
        states, sums = [read[b][1] for b in beams], scores[beams, tokens]
        for text, total in zip(texts, sums, strict=True):
            score = total / (len(text) - 1) ** alpha
            if text[-1] == eos_id and score > best_score:
                best, best_score = text[1:-1], score
        going = np.flatnonzero(tokens != eos_id)
        texts, states, sums = [texts[i] for i in going], [states[i] for i in going], sums[going]
        if not texts:
            break
    return best if best is not None else texts[0][1:]


def with_dicts(step, a0, bos_id, eos_id, width, max_len, alpha):
    beams = [{"text": (bos_id,), "sum": 0.0, "a": a0, "done": False}]
    done = []
    while beams and max_len > 0:
        max_len -= 1
        following = []
        for beam in beams:
            log_p, a = step(beam["a"], beam["text"][-1])
            for k in np.argsort(log_p)[::-1][:width]:  # none beyond these can be among the best
                text = (*beam["text"], int(k))
                following.append({"text": text, "sum": beam["sum"] + log_p[k], "a": a.copy(), "done": k == eos_id})
        following = sorted(following, key=lambda beam: beam["sum"])[-width:]
        done += [beam for beam in following if beam["done"]]
        beams = [beam for beam in following if not beam["done"]]

    def score(beam):
        return beam["sum"] / (len(beam["text"]) - 1) ** alpha

    best = max(done or beams, key=score)["text"]
    return [k for t, k in enumerate(best) if t > 0 and not (best[-1] == eos_id and t == len(best) - 1)]


def going_over_what_was_said_again(step, a0, bos_id, eos_id, width, max_len, alpha):
    def reads(tokens):
        a, last = a0, bos_id
        for token in tokens:
            _, a = step(a, last)
            last = token
        return step(a, last)[0]

    live, finished = {(): 0.0}, {}
    for _ in range(max_len):
        found = {}
        for tokens, total in live.items():
            log_p = reads(tokens)
            found |= {(*tokens, k): total + float(p) for k, p in enumerate(log_p)}
        best = sorted(found, key=found.get, reverse=True)[:width]
        finished |= {t: found[t] / len(t) ** alpha for t in best if t[-1] == eos_id}
        live = {t: found[t] for t in best if t[-1] != eos_id}
    if finished:
        return list(max(finished, key=finished.get))[:-1]
    return list(max(live, key=live.get))


def with_a_recursion(step, a0, bos_id, eos_id, width, max_len, alpha):
    def go_on(beams, finished, left):
        if not beams or left == 0:
            return list(max(finished)[1]) if finished else list(max(beams)[1])
        following = []
        for total, tokens in beams:
            a = states[tokens]
            log_p, a_next = step(a, tokens[-1] if tokens else bos_id)
            for k, p in enumerate(log_p.tolist()):
                states[(*tokens, k)] = a_next
                following.append((total + p, (*tokens, k)))
        best = sorted(following)[::-1][:width]
        length = max_len - left + 1
        finished = finished + [(total * length**-alpha, t[:-1]) for total, t in best if t[-1] == eos_id]
        return go_on([each for each in best if each[1][-1] != eos_id], finished, left - 1)

    states = {(): a0}
    return go_on([(0.0, ())], [], max_len)


def with_a_heap(step, a0, bos_id, eos_id, width, max_len, alpha):
    import heapq

    beams, finished, count = [(0.0, 0, [bos_id], a0)], [], 0
    for length in range(1, max_len + 1):
        heap = []
        for total, _, text, a in beams:
            log_p, a_next = step(a, text[-1])
            for k in range(log_p.size):
                count += 1
                heapq.heappush(heap, (total - log_p[k], count, [*text, k], a_next))
        beams = []
        for _ in range(min(width, len(heap))):
            total, number, text, a = heapq.heappop(heap)
            if text[-1] == eos_id:
                finished.append((total / length**alpha, text[1:-1]))
            else:
                beams.append((total, number, text, a))
    return min(finished)[1] if finished else beams[0][2][1:]
