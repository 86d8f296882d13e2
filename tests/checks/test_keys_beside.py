"""Keys of returned dicts that no check looks at, and what is said where chance has another source than rng."""

import numpy as np
import pytest

from autograder.answer import _without
from autograder.errors import Mismatch
from autograder.exercises.encoder_decoder.training import seq2seq_loss_and_grads
from autograder.expect_own import expect_decided_by_rng


def test_keys_that_no_check_looks_at_are_left_out_of_what_is_compared():
    dWu = np.ones(1)
    grads = {"encoder": {"dWu": dWu, "dx": np.zeros(2)}, "decoder": {"dc0": np.zeros(3)}}
    told = _without(seq2seq_loss_and_grads.ignores, {"loss": 1.0, "grads": grads})
    assert told == {"loss": 1.0, "grads": {"encoder": {"dWu": dWu}, "decoder": {}}}


def test_chance_from_elsewhere_is_told_as_the_cause():
    with pytest.raises(Mismatch) as caught:
        expect_decided_by_rng(False, "Two generators in the same state gave different tunes.")
    assert "global generator" in caught.value.cause
