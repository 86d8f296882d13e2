"""Groups with other numbers are joined where a weak sign says so of half of their pairs, and not by one pair alone."""

import pytest

from autograder.grading.groups.likeness import Item, joined


def item(faults=(), kind="value", **numbers):
    """An answer with these wrong values: check 0, part y, a number for each call."""
    return Item({f"0.{call[1:]}.y": (kind, number) for call, number in numbers.items()}, tuple(faults))


def together(*groups):
    """Return which groups were joined, as sorted lists of their numbers."""
    return sorted(sorted(numbers) for numbers in joined(groups))


def test_one_value_that_few_return_joins_two_groups():
    assert together([item(c0=1, c1=2)], [item(c0=1, c1=3, c2=4, c3=5)], [item(c0=9)]) == [[0, 1], [2]]


def test_one_value_among_very_many_others_joins_nothing():
    one, other = ({f"c{call}": 100 * own + call for call in range(1, 30)} for own in (1, 2))
    assert together([item(c0=7, **one)], [item(c0=7, **other)]) == [[0], [1]]


def test_a_value_that_many_groups_have_joins_nothing():
    groups = [[item(c0=1, **{f"c{call}": 10 * own + call for call in range(1, 5)})] for own in range(5)]
    assert together(*groups) == [[0], [1], [2], [3], [4]]


def test_what_many_groups_have_joins_two_that_have_more_in_common():
    groups = [[item(c0=1, c1=10 * own + 1)] for own in range(4)]
    assert together(*groups, [item(c0=1, c1=1, c2=70)]) == [[0, 4], [1], [2], [3]]


def test_yes_and_no_at_some_calls_join_nothing():
    assert together([item(kind="plain", c0=1, c1=1, c2=1)], [item(kind="plain", c0=1, c1=1)]) == [[0], [1]]


def test_one_expression_with_other_values_joins_where_the_same_parts_are_wrong():
    one, other = ["place:plain:due:one"], ["place:plain:due:other"]
    assert together([item(one, c0=1)], [item(other, c0=2, c1=3)]) == [[0, 1]]
    elsewhere = Item({"1.0.y": ("value", 2)}, tuple(other))
    assert together([item(one, c0=1)], [elsewhere]) == [[0], [1]]


def test_an_exception_at_the_same_calls_joins_whatever_it_is():
    assert together([item(kind="raised", c0=1, c1=2)], [item(kind="raised", c0=3, c1=4)]) == [[0, 1]]
    assert together([item(kind="raised", c0=1, c1=2)], [item(kind="raised", c0=3, c2=4)]) == [[0], [1]]
    assert together([item(kind="raised", c0=1)], [item(kind="raised", c0=3)]) == [[0], [1]]


def test_one_pair_joins_no_large_groups():
    large = [[item(c0=own, c1=10 * own + number) for number in range(4)] for own in (1, 2)]
    large[1][0] = item(c0=1, c1=77)
    assert together(*large) == [[0], [1]]


@pytest.mark.parametrize("fault", ["", ":", "place", "place:telling", "a:b:c:d:e"])
def test_a_fault_of_another_form_harms_nothing(fault):
    assert together([item([fault], c0=1)], [item(c0=2)]) == [[0], [1]]
