"""Right answers to sample that look different, each registered in the module of its name."""

import numpy as np

from solutions.activations import softmax
from solutions.language_model_training import apply_temperature
from solutions.simple_rnn import rnn_cell_forward


def by_the_cumulative_sum(parameters, vocab, rng, tau=1.0, max_len=50):
    names = sorted(vocab, key=vocab.get)
    n = len(names)
    x, a, text = np.zeros((n, 1)), np.zeros((parameters["Waa"].shape[0], 1)), []
    for _ in range(max_len):
        a, _, _ = rnn_cell_forward(x, a, parameters)
        p = apply_temperature(np.dot(parameters["Wya"], a) + parameters["by"], tau).ravel()
        if "<UNK>" in vocab:
            p[vocab["<UNK>"]] = 0.0
        steps = np.cumsum(p)
        k = int(np.searchsorted(steps, rng.random() * steps[-1], side="right"))
        if k == vocab["<EOS>"]:
            return text
        text.append(names[k])
        x = np.eye(n)[:, [k]]
    return text


def by_gumbel_noise(parameters, vocab, rng, tau=1.0, max_len=50):
    words = [None] * len(vocab)
    for word, number in vocab.items():
        words[number] = word
    Wax, Waa, Wya, ba, by = (parameters[name] for name in ("Wax", "Waa", "Wya", "ba", "by"))
    a, k, drawn = 0 * ba, None, []
    while True:
        z = Waa @ a + ba
        if k is not None:
            z = z + Wax[:, [k]]
        a = np.tanh(z)
        noisy = (Wya @ a + by)[:, 0] / tau + rng.gumbel(size=len(words))
        if "<UNK>" in vocab:
            noisy[vocab["<UNK>"]] = -np.inf
        k = int(np.argmax(noisy))
        if words[k] == "<EOS>":
            return drawn
        drawn.append(words[k])
        if len(drawn) == max_len:
            return drawn


def by_drawing_again(parameters, vocab, rng, tau=1.0, max_len=50):
    word_of = dict(zip(vocab.values(), vocab.keys(), strict=True))
    x = np.zeros((len(vocab), 1))
    a = np.zeros((parameters["Wax"].shape[0], 1))
    drawn = []
    for _ in range(max_len):
        a = rnn_cell_forward(x, a, parameters)[0]
        p = apply_temperature(parameters["Wya"] @ a + parameters["by"], tau)[:, 0]
        word = "<UNK>"
        while word == "<UNK>":
            word = word_of[int(rng.multinomial(1, p / p.sum()).argmax())]
        if word == "<EOS>":
            break
        drawn += [word]
        x[:] = 0
        x[vocab[word]] = 1
    return drawn


def choosing_among_the_words(parameters, vocab, rng, tau=1.0, max_len=50):
    allowed = [word for word in vocab if word != "<UNK>"]
    where = [vocab[word] for word in allowed]
    x, a, drawn = np.zeros((len(vocab), 1)), np.zeros((len(parameters["ba"]), 1)), []
    while len(drawn) < max_len:
        a, y_pred, _ = rnn_cell_forward(x, a, parameters)
        p = softmax(np.log(np.maximum(y_pred[where, 0], 1e-300)) / tau)
        word = str(rng.choice(allowed, p=p))
        if word == "<EOS>":
            break
        drawn.append(word)
        x = (np.arange(len(vocab)) == vocab[word]).astype(float).reshape(-1, 1)
    return drawn
