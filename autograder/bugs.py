"""What a bug hunt gives out: the function with one of its registered mistakes, and sentences to choose from."""

from __future__ import annotations

import ast
import random
import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Protocol

from autograder.errors import CourseError
from autograder.hunt import CHOICE, MOST_TOKENS, Hunt, Hunted, digest, function_in, tokens_apart
from autograder.syllabus import TERM

SENTENCES = 5
WIDTH = 100
TASK = (
    "There is one mistake in this function. Fix it: at most three words or symbols need to change. Then set `bug` to "
    "the number of the sentence that was true of the function as it was given."
)


class Mistaken(Protocol):
    """A registered mistake: `solutions.alternatives.Alternative`."""

    @property
    def name(self) -> str:
        """Its own name."""
        ...

    @property
    def source(self) -> str:
        """Its text, a function of the exercise's name."""
        ...

    @property
    def says(self) -> str:
        """The sentence that is true of it; "" where there is none."""
        ...


def released(hunt: Hunt, reference: str, alternatives: Sequence[Mistaken]) -> Hunted:
    """Return what a learner is given in a hunt; raise CourseError where a bug does not suit.

    Args:
        hunt: the hunt.
        reference: the text of the right function.
        alternatives: the registered answers to its exercise.
    """
    bug, sentences, right = _drawn(hunt, alternatives)
    _require_small(hunt, bug, reference)
    given = _cell(hunt, bug.source, sentences, None)
    return Hunted(given, digest(given, right))


def solved(hunt: Hunt, reference: str, alternatives: Sequence[Mistaken]) -> str:
    """Return the text of the cell with the right function and the right number."""
    _, sentences, right = _drawn(hunt, alternatives)
    return _cell(hunt, reference, sentences, right)


def _drawn(hunt: Hunt, alternatives: Sequence[Mistaken]) -> tuple[Mistaken, list[str], int]:
    """Return the bug of this term, the sentences, and the number of the one that is true of it."""
    known = {wrong.name: wrong for wrong in alternatives if wrong.says}
    for name in hunt.bugs:
        if name not in known:
            raise CourseError(f"{hunt.name}: no mistake with a sentence is called {name!r}.")
    draw = random.Random(f"{TERM} {hunt.name}")
    bug = known[draw.choice(hunt.bugs)]
    true = in_short(bug.says)
    others = sorted({in_short(wrong.says) for wrong in known.values()} - {true})
    sentences = [true, *draw.sample(others, min(SENTENCES - 1, len(others)))]
    draw.shuffle(sentences)
    return bug, sentences, sentences.index(true) + 1


def in_short(says: str) -> str:
    """Return what is wrong, without what to do about it: the first of several sentences, up to a colon."""
    return re.split(r":\s|(?<=[.?])\s+(?=[A-Z`(])", says)[0].removesuffix(".")


def _require_small(hunt: Hunt, bug: Mistaken, reference: str) -> None:
    apart = tokens_apart(function_in(bug.source, hunt.of.name), function_in(reference, hunt.of.name))
    if apart is None or not 0 < apart <= MOST_TOKENS:
        raise CourseError(f"{hunt.name}: {bug.name} differs from the reference in {apart} tokens, not in 1 to 3.")


def _cell(hunt: Hunt, source: str, sentences: Iterable[str], choice: int | None) -> str:
    head = textwrap.wrap(TASK, WIDTH, initial_indent="# ", subsequent_indent="# ")
    for i, sentence in enumerate(sentences, 1):
        head += textwrap.wrap(sentence, WIDTH, initial_indent=f"#   {i}  ", subsequent_indent="#      ")
    function = without_docstring(source).replace(f"def {hunt.of.name}(", f"def {hunt.name}(", 1)
    signature, body = _parted(function)
    number = hunt.of.lesson.partition("_")[0]
    docstring = f'    """As {hunt.of.name} of lesson {number}, with one mistake in it."""'
    return "\n".join([*head, f"{CHOICE} = {choice}", "", "", signature, docstring, body])


def _parted(function: str) -> tuple[str, str]:
    """Return the text of a function up to its body, and the body; a comment in front of that belongs to it."""
    first = ast.parse(function).body[0].body[0]  # type: ignore[attr-defined]
    lines, start = function.rstrip().splitlines(), first.lineno - 1
    while lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return "\n".join(lines[:start]), "\n".join(lines[start:])


def without_docstring(source: str) -> str:
    """Return the text of a function without its docstring and solution markers."""
    lines = source.splitlines()
    first = ast.parse(source).body[0].body[0]  # type: ignore[attr-defined]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines[first.lineno - 1 : first.end_lineno] = []
    return "\n".join(line for line in lines if "### BEGIN" not in line and "### END" not in line)
