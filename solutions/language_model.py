"""Language models: from text to numbers, and from probabilities of words to one number for a text."""

import re
from collections import Counter

import numpy as np


def tokenize(s: str) -> list[str]:
    r"""Split a text into words and punctuation marks, in small letters.

    A word is a run of characters for which `str.isalnum` is true: letters, accented ones too, and digits. An
    apostrophe between two of them belongs to the word: "don't" and "90's" are one token each. Every other character
    that is not white space is a token of its own. The typographic apostrophe, "\u2019", becomes the plain one, "'",
    wherever it is, also at the beginning or the end of a word; no other mark is changed. Small letters are those that
    `str.lower` makes, and white space is where `str.isspace` is true.

    Args:
        s: any text, also an empty one. There is no underscore in it, and no letter whose small form depends on the
            letters around it or is more than one character: what becomes of these is not decided.

    Returns:
        A list of the tokens in their order. White space is in none of them, and none is empty.

    Source: the convention of this course.
    """
    ### BEGIN SOLUTION
    return re.findall(r"\w+(?:'\w+)*|[^\w\s]", s.lower().replace("\u2019", "'"))
    ### END SOLUTION


def build_vocab(corpus: list[list[str]], max_size: int, specials: tuple[str, ...]) -> dict[str, int]:
    r"""Number the special tokens and then the most frequent tokens of a corpus.

    The specials come first, in their order, whether the corpus has them or not. Then come the other tokens of the
    corpus, the most frequent first. Equally frequent ones are in the order in which `sorted` puts texts: alphabetical,
    capitals before small letters. A token is counted as it is, "May" apart from "may". All get their numbers in this
    order, from 0, and each gets one number. What would make more than max_size entries is left out, from the end; each
    special counts as one entry, whether or not the corpus has it.

    Args:
        corpus: sentences, each a list of tokens, possibly empty. It is left as it is.
        max_size: the largest number of entries, at least the number of specials. There may be fewer.
        specials: different tokens, for example ("<UNK>", "<EOS>"). They may occur in the corpus as well.

    Returns:
        A dict from token to number, 0 to at most max_size - 1.

    Source: the convention of this course.
    """
    ### BEGIN SOLUTION
    counts = Counter(token for sentence in corpus for token in sentence if token not in specials)
    tokens = sorted(counts, key=lambda token: (-counts[token], token))
    return {token: number for number, token in enumerate([*specials, *tokens][:max_size])}
    ### END SOLUTION


def encode(tokens: list[str], vocab: dict[str, int], add_eos: bool = True) -> list[int]:
    r"""Give the number of each token; one that is not in the vocabulary gets the number of "<UNK>".

    A token is looked up as it is, capitals included. "<UNK>" and "<EOS>" may be among the tokens: they are tokens like
    any other.

    Args:
        tokens: a sentence, possibly empty. It is left as it is.
        vocab: a dict from token to number that has "<UNK>" and "<EOS>", with any numbers. It is left as it is.
        add_eos: whether the number of "<EOS>" is put at the end, also where the tokens end with "<EOS>" already.

    Returns:
        A list of whole numbers, one for each token, and one more with `add_eos`.

    Source: the convention of this course.
    """
    ### BEGIN SOLUTION
    ids = [vocab.get(token, vocab["<UNK>"]) for token in tokens]
    return [*ids, vocab["<EOS>"]] if add_eos else ids
    ### END SOLUTION


def make_lm_pair(ids: list[int], bos_id: int) -> tuple[np.ndarray, np.ndarray]:
    r"""Make of a sentence what a language model reads and what it predicts.

    .. math:: x^{<1>} = \text{start}, \quad x^{<t>} = y^{<t-1>} \text{ for } t > 1

    Args:
        ids: a list of the numbers of a sentence's tokens, "<EOS>" included, at least one. A number may occur
            in it more than once, bos_id too. It is left as it is.
        bos_id: the number that is read before the first token is predicted. `one_hot` makes a column of zeros of -1.

    Returns:
        X and Y, arrays of whole numbers, each of shape (T_x,), where T_x is the number of tokens: what is read and
        what is to be predicted at each step.

    Source: Ng (2018), Sequence Models.
    """
    ### BEGIN SOLUTION
    return np.array([bos_id, *ids[:-1]]), np.array(ids)
    ### END SOLUTION


def sentence_log_prob(y_pred: np.ndarray, Y: np.ndarray, mask: np.ndarray) -> np.ndarray:
    r"""Return the logarithm of the probability that a language model gives to each sentence of a batch.

    .. math:: \log P(y^{<1>}, \dots, y^{<T>}) = \sum_{t} \log P(y^{<t>} \mid y^{<1>}, \dots, y^{<t-1>})

    The term of step t is in y_pred[t], which holds probabilities already: each counts as it is. Sentences may be long:
    the product of their probabilities may be smaller than any float, while the sum of their logarithms is an ordinary
    number. All arguments are left as they are.

    Args:
        y_pred: the model's probabilities, shape (T_x, n_y, m). Those of the right tokens are at least 1e-6; where the
            mask is False there may be any numbers from 0 to 1.
        Y: numbers of the right tokens, shape (T_x, m); any whole number where the mask is False.
        mask: True where a token is part of the sentence, bool, shape (T_x, m). Sentences are padded at the end, and
            each has at least one token.

    Returns:
        log_p, one natural logarithm a sentence, shape (m,).

    Source: the chain rule of probability.
    """
    ### BEGIN SOLUTION
    right = np.where(mask, Y, 0)[:, np.newaxis]  # (T_x, 1, m)
    p = np.take_along_axis(y_pred, right, axis=1)[:, 0]  # (T_x, m)
    log_p: np.ndarray = np.log(np.where(mask, p, 1.0)).sum(axis=0)
    return log_p
    ### END SOLUTION


def perplexity(log_probs: np.ndarray, n_tokens: np.ndarray) -> float:
    r"""Return the perplexity of a model on a corpus.

    .. math:: \exp\Big(-\frac{1}{N} \sum_i \log P(\text{sentence } i)\Big), \quad N = \sum_i T^{(i)}

    Every token of the corpus weighs the same, in a long sentence or in a short one. Both arguments are left as they
    are.

    Args:
        log_probs: natural logarithm of the probability of each sentence, shape (m,).
        n_tokens: how many tokens each sentence has, "<EOS>" included, whole numbers, at least 1, shape (m,).

    Returns:
        One number: among how many equally likely tokens the model hesitates on average.

    Source: Jelinek et al. (1977).
    """
    ### BEGIN SOLUTION
    return float(np.exp(-np.sum(log_probs) / np.sum(n_tokens)))
    ### END SOLUTION
