"""Keys that an answer returns beyond what was asked for hide no mistake, and make none."""

import numpy as np

from autograder.diagnosis import Mistake, matching_mistakes
from autograder.fingerprint import fingerprint


def told(*results):
    return [{"value": fingerprint({"grads": grads})} for grads in results]


ROW, OTHER = np.linspace(0.1, 0.9, 5), np.linspace(0.3, 2.7, 5)
TWICE = Mistake("twice", "it is twice as large.", told({"dW": 2 * ROW, "db": OTHER}))
WITHOUT = Mistake("without_db", "db is missing.", told({"dW": 2 * ROW}))


def test_more_keys_than_asked_for_hide_no_mistake():
    transcript = told({"dW": 2 * ROW, "db": OTHER, "dx": ROW + 3, "more": {"a": ROW}})
    assert matching_mistakes(transcript, [TWICE, WITHOUT]) == [TWICE]


def test_a_mistake_that_is_known_by_its_further_keys_is_still_named():
    renamed = Mistake("renamed", "the names are wrong.", told({"dW": 2 * ROW, "db": OTHER, "Wd": ROW}))
    assert matching_mistakes(renamed.transcript, [TWICE, renamed, WITHOUT]) == [renamed]


def test_a_missing_key_is_not_taken_for_one_too_many():
    assert matching_mistakes(told({"dW": 2 * ROW, "db": OTHER + 1, "dx": ROW}), [TWICE, WITHOUT]) == []
