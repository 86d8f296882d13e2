"""What this lesson is given of solutions.language_model: made by `autograder build`, not to be edited."""


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
    ids = [vocab.get(token, vocab["<UNK>"]) for token in tokens]
    return [*ids, vocab["<EOS>"]] if add_eos else ids
