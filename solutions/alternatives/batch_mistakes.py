"""Mistakes in which sentences make up a batch, the same in every training: name=(swaps, sentence)."""

from solutions.alternatives import Rows

BATCHES = "for first in range(0, len(order), m):"


def of_an_epoch(sentences: str) -> Rows:
    """Return the mistakes of a training whose list of sentences is called so."""
    drawn = f"order = rng.integers(0, len({sentences}), len({sentences}))"
    return {
        "drops_the_last_batch": (
            {"range(0, len(order), m)": "range(0, max(1, len(order) - m + 1), m)"},
            "the last batch is left out where it has fewer than m sentences.",
        ),
        "draws_with_replacement": (
            {f"order = rng.permutation(len({sentences}))": drawn},
            "the sentences are drawn with replacement, as rng.integers and rng.choice do: some come up twice in an "
            "epoch, others never.",
        ),
        "overlaps_the_batches": (
            {BATCHES: "for first in range(0, len(order), max(1, m - 1)):"},
            "the batches overlap, so that some sentences are used twice.",
        ),
        "puts_all_into_one_batch": (
            {BATCHES: "m = len(order)\n        " + BATCHES},
            "all sentences are put into one batch, whatever m is.",
        ),
        "fills_the_last_batch_up": (
            {"order[first : first + m]": "[*order, *order[:-1]][first : first + min(m, len(order))]"},
            "the last batch is filled up with sentences that were used before.",
        ),
    }
