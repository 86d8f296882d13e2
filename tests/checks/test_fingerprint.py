"""Equal values have close fingerprints, different ones do not, and a fingerprint gives nothing away."""

import json

import numpy as np
import pytest

from autograder.fingerprint import brief, fingerprint, folded, same, unfolded

RNG = np.random.default_rng(5)
A = RNG.standard_normal((5, 4))
VALUES = [
    A,
    A.T,
    A.ravel(),
    A + 1e-4,
    np.where(np.arange(20).reshape(5, 4) == 7, np.nan, A),
    np.where(np.arange(20).reshape(5, 4) == 8, np.nan, A),
    1e200 * A,
    np.zeros(3),
    np.zeros(3, dtype=int),
    np.array([], dtype=float),
    1j * A,
    3.5,
    True,
    None,
    "3.5",
    [A, 1],
    (A, 1),
    {"a": A, "b": [1, 2]},
    {"a": A, "c": [1, 2]},
    {1, 2},
    np.array(["a", "b"]),
]


@pytest.mark.parametrize("of", [fingerprint, brief])
def test_different_values_have_different_fingerprints(of):
    prints = [of(value) for value in VALUES]
    alike = [(i, j) for i, one in enumerate(prints) for j, other in enumerate(prints[:i]) if same(one, other)]
    assert alike == []


@pytest.mark.parametrize("of", [fingerprint, brief])
@pytest.mark.parametrize("value", VALUES, ids=str)
def test_it_survives_json_and_rounding(of, value):
    nudged = value * (1 + 1e-13) if isinstance(value, np.ndarray) and value.dtype.kind in "fc" else value
    assert same(json.loads(json.dumps(of(value))), of(nudged))


def test_it_is_small():
    assert len(json.dumps(fingerprint(RNG.standard_normal((60, 30, 40))))) < 80
    assert len(json.dumps(brief([{"x": A}] * 50))) < 100


def test_what_was_folded_comes_back_and_a_value_is_kept_once():
    transcript = [{"value": {"y": fingerprint(value)}} for value in VALUES] + [{"raised": "ValueError"}]
    values = {}
    numbers = folded(transcript + transcript, values)
    assert numbers[: len(transcript)] == numbers[len(transcript) :]
    kept = [json.loads(value) for value in values]
    assert unfolded(numbers, kept) == json.loads(json.dumps(transcript + transcript))
