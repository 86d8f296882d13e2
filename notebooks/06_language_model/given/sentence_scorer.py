"""What this lesson is given of solutions.sentence_scorer: made by `autograder build`, not to be edited."""

from collections.abc import Iterable
import numpy as np


Parameters = dict[str, np.ndarray]


def score_sentences(sentences: Iterable[str], parameters: Parameters, vocab: dict[str, int]) -> dict[str, float]:
    """Return the logarithm of the probability of each sentence, in nats, the most probable sentence first.

    Args:
        sentences: words with spaces between them; full stops, commas and question marks count as words.
        parameters: the network, as `data.load_word_model` gives it.
        vocab: from word to number.
    """
    scores = {sentence: _score(sentence, parameters, vocab) for sentence in sentences}
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def _score(sentence: str, parameters: Parameters, vocab: dict[str, int]) -> float:
    Wax, Waa, Wya, ba, by = (parameters[name] for name in ("Wax", "Waa", "Wya", "ba", "by"))
    for mark in ".,?":
        sentence = sentence.replace(mark, " " + mark)
    a, heard, total = np.zeros_like(ba), np.zeros_like(ba), 0.0
    for word in [*sentence.lower().split(), "<EOS>"]:
        number = vocab[word] if word in vocab else vocab["<UNK>"]
        a = np.tanh(Waa @ a + heard + ba)
        scores = Wya @ a + by
        total += float(scores[number, 0] - np.log(np.exp(scores).sum()))
        heard = Wax[:, [number]]
    return total
