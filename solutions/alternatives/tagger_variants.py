"""Right answers to train_tagger that look different, registered in its module."""

import numpy as np

from solutions.bidirectional import birnn_backward, birnn_forward
from solutions.optimisers import adam_start, adam_step
from solutions.sequence_data import one_hot, pad_batch
from solutions.tagging import tag_loss_and_grads


def with_one_dict_for_both_directions(sentences, tags, forward, backward, epochs, m, lr, rng):
    both = {f"ahead {name}": value for name, value in forward.items()}
    both |= {f"back {name}": value for name, value in backward.items()}
    state, pairs = adam_start(both), list(zip(sentences, tags, strict=True))

    def direction(which):
        return {name.removeprefix(which): value for name, value in both.items() if name.startswith(which)}

    for _ in range(epochs):
        rng.shuffle(pairs)
        for first in range(0, len(pairs), m):
            words, labels = zip(*pairs[first : first + m], strict=True)
            ids, mask, lengths = pad_batch(list(words), -1)
            y = pad_batch(list(labels), -1)[0]
            ways = direction("ahead "), direction("back ")
            a, cache = birnn_forward(one_hot(ids, ways[0]["Wax"].shape[1]), lengths, *ways)
            _, da, *votes = tag_loss_and_grads(a, y, mask, *ways)
            back = birnn_backward(da, cache)
            grads = {}
            for which, way, vote in zip(("ahead ", "back "), ("forward", "backward"), votes, strict=True):
                for name, value in (back[way] | vote).items():
                    grads[f"d{which}{name[1:]}"] = value
            both, state = adam_step(both, grads, state, lr)
    return direction("ahead "), direction("back ")


def with_arrays_padded_beforehand(sentences, tags, forward, backward, epochs, m, lr, rng):
    ids, mask, lengths = pad_batch(sentences, 0)
    y, _, _ = pad_batch(tags, 0)
    parameters = {"forward": forward, "backward": backward}
    states = {way: adam_start(own) for way, own in parameters.items()}
    n_x = np.shape(forward["Wax"])[1]
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(len(sentences)), range(m, len(sentences), m)):
            T = lengths[batch].max()
            a, cache = birnn_forward(one_hot(ids[:T, batch], n_x), lengths[batch], **parameters)
            votes = {}
            _, da, votes["forward"], votes["backward"] = tag_loss_and_grads(
                a, y[:T, batch], mask[:T, batch], **parameters
            )
            grads = birnn_backward(da, cache)
            for way in ("backward", "forward"):
                new, states[way] = adam_step(parameters[way], {**grads[way], **votes[way]}, states[way], lr)
                parameters = {**parameters, way: new}
    return parameters["forward"], parameters["backward"]


def with_votes_of_its_own(sentences, tags, forward, backward, epochs, m, lr, rng):
    n_a, left = len(forward["ba"]), []
    memory = [adam_start(forward), adam_start(backward)]
    for _ in range(epochs * -(-len(sentences) // m)):
        if not left:
            left = [int(i) for i in np.argsort(rng.random(len(sentences)))]
        batch, left = left[:m], left[m:]
        ids, mask, lengths = pad_batch([sentences[i] for i in batch], -1)
        y = pad_batch([tags[i] for i in batch], -1)[0]
        ways = forward, backward
        a, cache = birnn_forward(one_hot(ids, forward["Wax"].shape[1]), lengths, *ways)
        scores = sum(way["Wya"] @ half + way["by"] for way, half in zip(ways, (a[:, :n_a], a[:, n_a:]), strict=True))
        y_pred = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        dz = (y_pred - one_hot(y, y_pred.shape[1])) * mask[:, np.newaxis] / mask.sum()
        da = np.concatenate([forward["Wya"].T @ dz, backward["Wya"].T @ dz], axis=1)
        grads = birnn_backward(da, cache)
        dby = dz.sum(axis=(0, 2)).reshape(-1, 1)
        dWya = sum(dz_t @ a_t.T for dz_t, a_t in zip(dz, a, strict=True))
        ahead = {**grads["forward"], "dWya": dWya[:, :n_a], "dby": dby}
        back = {**grads["backward"], "dWya": dWya[:, n_a:], "dby": dby}
        forward, memory[0] = adam_step(forward, ahead, memory[0], lr)
        backward, memory[1] = adam_step(backward, back, memory[1], lr)
    return forward, backward


def with_adam_of_its_own(sentences, tags, forward, backward, epochs, m, lr, rng):
    ways = [{name: value.copy() for name, value in way.items()} for way in (forward, backward)]
    means, squares = ([dict.fromkeys(way, 0.0) for way in ways] for _ in range(2))
    step = 0
    for _ in range(epochs):
        order = list(range(len(sentences)))
        rng.shuffle(order)
        while order:
            batch, order = order[:m], order[m:]
            ids, mask, lengths = pad_batch([sentences[i] for i in batch], -1)
            y, _, _ = pad_batch([tags[i] for i in batch], 0)
            a, cache = birnn_forward(one_hot(ids, ways[0]["Wax"].shape[1]), lengths, *ways)
            _, da, *votes = tag_loss_and_grads(a, y, mask, *ways)
            back, step = birnn_backward(da, cache), step + 1
            for k, way in enumerate(("forward", "backward")):
                for name in ways[k]:
                    g = {**back[way], **votes[k]}["d" + name]
                    means[k][name] = 0.9 * means[k][name] + 0.1 * g
                    squares[k][name] = 0.999 * squares[k][name] + 0.001 * g**2
                    size = np.sqrt(squares[k][name] / (1 - 0.999**step)) + 1e-8
                    ways[k][name] -= lr * means[k][name] / (1 - 0.9**step) / size
    return tuple(ways)
