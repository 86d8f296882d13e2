"""Entities as spans: read from the tags of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.exercise import Exercise
from autograder.expect import expect, expect_equal, expect_unchanged, shown
from autograder.expect_own import expect_fresh
from autograder.promises.inputs import Call, Rng

bio_to_spans = Exercise("bio_to_spans", __name__, returns="spans")

# Some begin with the letters of the tags or have them inside, and not all are of three letters.
TYPES = ("PER", "LOC", "ORG", "BIRD", "ISLE", "BOOK", "OCEAN", "IO")
RELATIVES = (("PER", "PLACE"), ("PER", "SUPER"), ("SUPER", "PER"), ("PER", "PERS"))  # partly alike


def two_types(rng: Rng, *, plain: bool = False) -> list[str]:
    """Draw two types of entities; plain ones have no O inside that may be taken for the tag."""
    known = [kind for kind in TYPES if not (plain and "O" in kind)]
    return [str(kind) for kind in rng.choice(known, 2, replace=False)]


def an_entity(kind: str, words: int) -> list[str]:
    """Return the tags of an entity of so many words."""
    return [f"B-{kind}", *[f"I-{kind}"] * (words - 1)]


def outside(rng: Rng) -> list[str]:
    """Return the tags of one to three words outside."""
    return ["O"] * int(rng.integers(1, 4))


def calls_of(sentences: Sequence[list[str]]) -> list[Call]:
    """Return a call for each sentence; a tag is equal to others like it, not the same object."""
    return [{"tags": ["".join(list(tag)) for tag in tags]} for tags in sentences]


def said_of(call: Call) -> str:
    """Say what was asked for."""
    return f"The tags are {' '.join(call['tags']) or 'none, an empty list'}."


def expect_spans(got: Any, want: list[tuple[int, int, str]], call: Call) -> None:
    """Expect these spans, each a tuple."""
    expect_equal("spans", got, want, because=said_of(call))
    for i, span in enumerate(got):
        expect(isinstance(span, tuple), f"spans[{i}] is {shown(span)}, where a tuple is expected: (first, end, type).")


def alone(rng: Rng) -> list[list[str]]:
    """Draw sentences where each entity begins with B and stands alone."""
    one, other = two_types(rng)
    long, short = an_entity(one, int(rng.integers(3, 6))), an_entity(other, 1)
    return [
        [*outside(rng), *an_entity(one, 2), *outside(rng), *short, *outside(rng)],
        [*short, *outside(rng), *long],
        [*an_entity(other, 2), *outside(rng), *an_entity(one, 1), "O", *an_entity(one, 3)],
        *(["O", *an_entity(kind, 1 + i % 2), "O", "O"] for i, kind in enumerate(rng.permutation(TYPES).tolist())),
        short,
        long,
        outside(rng),
        [],
    ]


@bio_to_spans.check(
    "Every entity has its first word, its end and its type, and the tags stay as they are.",
    points=1,
    hint="Go through these tags by hand: with which word does each entity begin, and which word comes behind its last?",
)
def every_entity_has_its_first_word_its_end_and_its_type(answer: Answer, truth: Answer, rng: Rng) -> None:
    calls = calls_of(alone(rng))
    calls.insert(1, calls[0])
    gots, wants = answer.each(calls), truth.each(calls)
    for i, (call, want) in enumerate(zip(calls, wants, strict=True)):
        try:
            expect_spans(gots[i], want, call)
        except Mismatch as mismatch:
            cause = KEPT if i and _differ(gots[0], gots[1]) else mismatch.cause
            raise Mismatch(str(mismatch), cause) from None
    for call in calls[1:3]:
        expect_unchanged(answer, **call)
    expect_fresh(answer, calls[:2])


KEPT = (
    "The same tags were handed in twice, and another list came back the second time. Something is kept from call to "
    "call, as a list outside of the function is, or one that is a default argument."
)


def _differ(*spans: Any) -> bool:
    return all(isinstance(each, list) for each in spans) and spans[0] != spans[1]


def expect_as_alone(
    answer: Answer, truth: Answer, pairs: Sequence[tuple[list[str], list[str]]], *, relatives: int = 0
) -> None:
    """Expect of sentences the right spans; who is wrong about entities that stand alone is held to their number.

    Args:
        answer, truth: as a check has them.
        pairs: sentences, and beside each one with as many entities that begin with B and stand alone.
        relatives: how many of the first have types that look alike where they are not read whole; they are not counted
            where the sentence beside is wrong.
    """
    calls, plain = (calls_of(sentences) for sentences in zip(*pairs, strict=True))
    wants, dues = truth.each(calls), truth.each(plain)
    # Known mistakes are told by what came of the sentences themselves, so the others stay out of the transcript.
    gots, owns = answer.each(calls), answer.own(bio_to_spans.name).each(plain)
    is_right = all(_is_right(*each) for each in zip(plain, owns, dues, strict=True))
    counted = [
        i
        for i, own in enumerate(owns)
        if isinstance(own, (list, tuple))
        and len(own) == len(dues[i])
        and (i >= relatives or _is_right(plain[i], own, dues[i]))
    ]
    told = any(all(_tells(part, owns[i], dues[i]) for i in counted) for part in range(3))
    expect(counted and told, "Entities that stand alone are not found right yet.")
    for i in range(len(calls)) if is_right else counted:
        if is_right:
            expect_spans(gots[i], wants[i], calls[i])
        else:
            _expect_count(gots[i], len(wants[i]), calls[i])


def _tells(part: int, own: Any, due: list[tuple[int, int, str]]) -> bool:
    """Return whether this part of each span is right: its first word, its end or its type."""
    return all(
        isinstance(got, (list, tuple)) and len(got) > part and got[part] == want[part]
        for got, want in zip(own, due, strict=True)
    )


def _is_right(call: Call, got: Any, want: Any) -> bool:
    try:
        expect_spans(got, want, call)
    except Mismatch:
        return False
    return True


def _expect_count(got: Any, due: int, call: Call) -> None:
    expect(isinstance(got, (list, tuple)), f"spans is {shown(got)}, where a list is expected.")
    expect(len(got) == due, f"There are {len(got)} spans, {due} expected. {said_of(call)}")


@bio_to_spans.check(
    "Entities side by side stay apart.",
    points=1,
    hint="Read the tags B-PER B-PER aloud: how many persons are there?",
)
def entities_side_by_side_stay_apart(answer: Answer, truth: Answer, rng: Rng) -> None:
    pairs = []
    for lengths in ((1, 1), (1, 1, 1), (2, 1), (1, 3), (2, 2, 2)):
        one, other = two_types(rng, plain=True)
        for kinds in ([one] * 3, [one, other, one]):
            each = [an_entity(kind, words) for kind, words in zip(kinds, lengths, strict=False)]
            beside = [tag for entity in each for tag in entity]
            apart = [tag for entity in each for tag in [*entity, "O"]]
            pairs.append((["O", *beside, "O"], ["O", *apart]))
    expect_as_alone(answer, truth, pairs)


@bio_to_spans.check(
    "An I that goes on with nothing begins an entity.",
    points=1,
    hint='An "I-" tag goes on with the entity of the word before it, if there is one and if it has the same type.',
)
def an_i_that_goes_on_with_nothing_begins_an_entity(answer: Answer, truth: Answer, rng: Rng) -> None:
    one, other = two_types(rng, plain=True)
    after_o = [
        (["O", f"I-{one}", "O"], ["O", f"B-{one}", "O"]),
        ([f"I-{other}", f"I-{other}", "O"], [f"B-{other}", f"I-{other}", "O"]),
        ([f"B-{one}", "O", f"I-{one}", "O"], [f"B-{one}", "O", f"B-{one}", "O"]),
        (["O", f"I-{one}", f"I-{one}", "O", f"B-{one}"], ["O", f"B-{one}", f"I-{one}", "O", f"B-{one}"]),
        # The sentence before ended with an entity of that type, and so does this one.
        ([f"I-{one}", "O", f"B-{one}"], [f"B-{one}", "O", f"B-{one}"]),
        ([f"I-{one}"], [f"B-{one}"]),
        ([f"I-{one}", f"I-{one}"], [f"B-{one}", f"I-{one}"]),
        ([f"I-{one}", "O", f"I-{one}"], [f"B-{one}", "O", f"B-{one}"]),
    ]
    another_type = [
        *(([f"B-{a}", f"I-{b}", "O"], [f"B-{a}", "O", f"B-{b}", "O"]) for a, b in RELATIVES),
        ([f"B-{one}", f"I-{other}", "O"], [f"B-{one}", "O", f"B-{other}", "O"]),
        ([f"I-{one}", f"I-{other}", f"I-{other}"], [f"B-{one}", "O", f"B-{other}", f"I-{other}"]),
        ([f"B-{one}", f"I-{other}", f"I-{one}", "O"], [f"B-{one}", "O", f"B-{other}", "O", f"B-{one}", "O"]),
    ]
    touching: Call = {"tags": [f"B-{one}", f"B-{other}", "O"]}
    expect_as_alone(answer, truth, after_o)
    # Who takes even a B for more of the entity before is charged for it once, in another check.
    spans = answer(**touching)
    if not isinstance(spans, (list, tuple)) or len(spans) > 1:
        expect_as_alone(answer, truth, another_type, relatives=len(RELATIVES))
    if not answer.attempt(**touching).changed:  # who writes into each list is charged for it once
        for tags in (after_o[3][0], another_type[0][0]):
            expect_unchanged(answer, tags=list(tags))
