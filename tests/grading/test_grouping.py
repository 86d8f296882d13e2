"""Wrong answers are grouped by their mistakes, whatever else differs; what is alike by chance joins nothing."""

import numpy as np
import pytest

from autograder.fingerprint import brief
from autograder.grading.groups.grouping import Group, Wrong, groups_of
from benchmarks.grouping import adjusted_rand_index, settled, wrong_pairs

NOISE = 1e-12  # of another order of summation


def sign(place, seed, kind="value", noise=0.0):
    """A wrong value, another one for each seed."""
    structure, sketch = brief(np.random.default_rng(seed).normal(size=(3, 4)) + noise)
    return place, kind, structure, sketch


def of_parts(noise=0.0, **seeds):
    """Signs in three calls: each part with the values of its seed."""
    return tuple(
        sign(f"0.{call}.{part}", 10 * seed + call, noise=noise) for part, seed in seeds.items() for call in range(3)
    )


def fault(due, got, by="place", kind="telling"):
    return f"{by}:{kind}:{due}:{got}"


def grouped(*answers):
    """The groups as sets of learners a, b, c, ... in the order of the answers."""
    wrongs = [Wrong(chr(97 + i), *of) for i, of in enumerate(answers)]
    return {"".join(sorted(group.learners)) for group in groups_of(wrongs)}


def test_the_same_values_up_to_rounding_are_one_mistake_and_others_are_not():
    assert grouped((of_parts(dWa=1),), (of_parts(NOISE, dWa=1),), (of_parts(dWa=2),)) == {"ab", "c"}


def test_the_largest_group_comes_first_and_in_it_what_most_return():
    near = (*of_parts(dWa=1)[:2], sign("0.2.dWa", 99))
    answers = [Wrong("ana", of_parts(dWa=2)), Wrong("eve", near)]
    answers += [Wrong(name, of_parts(dWa=1)) for name in ("cat", "ben")]
    assert groups_of(answers) == [
        Group(("ben", "cat", "eve"), (("ben", "cat"), ("eve",))),
        Group(("ana",), (("ana",),)),
    ]


def test_an_answer_with_two_mistakes_goes_to_one_group_and_joins_no_two():
    first, second, both = of_parts(dWa=1), of_parts(dba=2), of_parts(dWa=1, dba=2)
    assert grouped((first,), (first,), (second,), (second,), (second,), (both,)) == {"ab", "cdef"}
    assert len(grouped((first,), (second,), (both,))) == 2


def test_one_fault_with_the_same_values_is_one_mistake_whatever_comes_of_it():
    one = (of_parts(loss=1), (fault("due", "got"),))
    assert grouped(one, ((sign("1.0.loss", 5),), (fault("due", "got"),))) == {"ab"}
    assert grouped(one, (of_parts(loss=2), (fault("due", "got"),))) == {"ab"}
    assert grouped(one, ((sign("1.0.loss", 5),), (fault("due", "other"),))) == {"a", "b"}


def test_a_fault_of_several_is_shared_with_who_has_it_alone():
    two = (fault("due", "got"), fault("due2", "got2"))
    assert grouped((of_parts(y=1), two), (of_parts(y=2), (fault("due", "got"),)), (of_parts(y=3),)) == {"ab", "c"}


@pytest.mark.parametrize(("by", "kind"), [("values", "plain"), ("values", "raises"), ("place", "raises")])
def test_a_fault_that_turns_up_anywhere_joins_nothing(by, kind):
    faults = (fault("due", "got", by, kind),)
    assert grouped((of_parts(y=1), faults), ((sign("1.0.y", 2),), faults)) == {"a", "b"}


def test_answers_that_do_the_same_in_all_that_was_asked_are_one_mistake_however_little_that_is():
    def few(count, kind="plain"):
        return (tuple(sign(f"0.{call}.regime", 0, kind) for call in range(count)),)

    assert grouped(few(1), few(1)) == {"ab"}
    assert grouped(few(4), few(4), few(3)) == {"ab", "c"}
    assert grouped(few(1), few(1, "raised")) == {"a", "b"}


def test_answers_that_raise_at_the_same_calls_are_one_mistake_whatever_the_exception():
    def raising(*calls, kind="aaaaaaaa", words=""):
        return (tuple((f"0.{call}.", "raised", kind + words, None) for call in calls),)

    assert grouped(raising(1, 2, words="one"), raising(1, 2, words="other")) == {"ab"}
    assert grouped(raising(1, 2), raising(1, 3)) == {"a", "b"}
    assert grouped(raising(1, 2), raising(1, 2, kind="bbbbbbbb")) == {"ab"}
    assert grouped(raising(1, words="one"), raising(1, words="other")) == {"a", "b"}


def test_answers_that_agree_in_most_calls_are_one_mistake():
    calls = [sign(f"0.{call}.y", call) for call in range(6)]
    other = [*calls[:5], sign("0.5.y", 77)]
    far = [sign(f"0.{call}.y", 70 + call) for call in range(6)]
    assert grouped((tuple(calls),), (tuple(other),), (tuple(far),)) == {"ab", "c"}


def test_answers_without_signs_stay_apart():
    assert grouped(((),), ((),)) == {"a", "b"}
    assert groups_of([]) == []


def test_the_index_of_hubert_and_arabie_worked_out_by_hand():
    # Of 15 pairs of six things 4 are planted together and 3 found together, 2 of them both. By chance these would be
    # 4 * 3 / 15 = 0.8, and at most (4 + 3) / 2 = 3.5: (2 - 0.8) / (3.5 - 0.8) = 4 / 9.
    assert adjusted_rand_index("aabbbc", "xxyyzz") == pytest.approx(4 / 9)
    assert adjusted_rand_index("aabb", "xxyy") == 1.0
    assert adjusted_rand_index("abab", "xxyy") < 0
    assert adjusted_rand_index("abc", "xyz") == 1.0


def test_wrong_pairs_are_counted_on_both_sides():
    # Found together: 1 + 3 pairs; planted together: 1 + 1 + 1; both: the two a and the first two b.
    assert wrong_pairs("aabbbc", "xxyyzz") == (2, 1)
    assert wrong_pairs("abc", "xyz") == (0, 0)


def test_of_two_mistakes_the_one_that_most_of_the_group_have_is_taken():
    groups = [Group(("ana", "ben", "cat"), ()), Group(("dan",), ())]
    planted = {"ana": ("m1", "m2"), "ben": ("m2",), "cat": ("m2",), "dan": ("m1",)}
    assert settled(groups, planted) == {"ana": "m2", "ben": "m2", "cat": "m2", "dan": "m1"}


def test_huge_and_odd_numbers_are_grouped_like_any_others():
    def of(value):
        structure, sketch = brief(np.full((2, 2), value))
        return (tuple((f"0.{call}.y", "value", structure, sketch) for call in range(2)),)

    with np.errstate(all="ignore"):
        huge, odd, none = of(1e308), of(np.nan), of(0.0)
        assert grouped(huge, huge, odd, odd, none, none) == {"ab", "cd", "ef"}
