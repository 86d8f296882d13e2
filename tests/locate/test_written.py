"""Values written down as form and numbers are read again as they were."""

import json

import numpy as np
import pytest

from autograder.locate.values import close
from autograder.locate.written import NEW, Reader, Writer, form_of, packed, unpacked

GIVEN = [np.arange(6.0).reshape(2, 3), {"W": np.ones((2, 2)) / 3}, "a"]
VALUES = [
    np.linspace(0, 1, 12).reshape(3, 4),
    np.float32([0.5, 2.5, 1.25]),
    np.array([True, False, True]),
    7,
    -0.125,
    True,
    None,
    "tokens",
    [("B-PER", 0, 2), ("O", 1, 1)],
    {"a": 1, 2: [np.zeros((0, 3))]},
    (np.arange(4), [[1.5], []]),
]


def read_again(values):
    writer = Writer(GIVEN)
    forms = json.loads(json.dumps([writer.form(value) for value in values]))
    numbers = unpacked(packed(np.concatenate([np.zeros(2), *writer.new])))
    reader = Reader(numbers, 2, GIVEN)
    return [reader.read(form) for form in forms]


def test_values_are_read_as_they_were_written():
    for value, found in zip(VALUES, read_again(VALUES), strict=True):
        assert type(found) is type(value)
        assert found is value or close(found, value)
        assert getattr(found, "dtype", None) == getattr(value, "dtype", None)


def test_what_is_given_or_written_already_is_not_written_again():
    writer = Writer(GIVEN)
    first, again, given = writer.form(VALUES[0]), writer.form(VALUES[0].ravel()), writer.form(GIVEN[1]["W"])
    assert (first[1], again[1], given[1]) == (NEW, 2, 1)
    assert len(writer.new) == 1
    found = read_again([VALUES[0], VALUES[0].ravel(), GIVEN[0]])
    assert close(found[1], VALUES[0].ravel())
    assert close(found[2], GIVEN[0])


@pytest.mark.parametrize("value", [{1, 2}, print, object(), 2**40, [2**40], 1j, {"f": len}])
def test_what_is_neither_numbers_nor_texts_has_no_form(value):
    assert form_of(value) is None
