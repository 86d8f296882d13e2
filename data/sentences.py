"""Six short sentences, written for this course, to see a batch of sequences with the naked eye."""

#: No two of the same length, so that every one but the longest needs padding.
SENTENCES = (
    "rain fell",
    "the small boat came home",
    "nobody heard the bell",
    "we count the steps of time from one",
    "a cat sleeps",
    "every word changes what we expect",
)


def six_sentences() -> list[list[str]]:
    """Give the six sentences, each as a list of words."""
    return [sentence.split() for sentence in SENTENCES]
