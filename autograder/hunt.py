"""Bug hunts: an earlier function that starts with a registered mistake, which a learner names and fixes.

The function carries one of its exercise's own mistakes, drawn when the lesson is built, and the learner's cell says
which of five sentences is true of it. The fix is judged by the text of the cell, which may differ from the one that
was given in a few tokens, and by the checks of the exercise itself. The name counts only where the fix holds.
"""

from __future__ import annotations

import ast
import hashlib
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from autograder.answer import Answer
from autograder.door import Door
from autograder.errors import AS_GIVEN, CourseError
from autograder.evaluate import Knowledge, evaluate_behind
from autograder.exercise import Check, Exercise
from autograder.verdict import Outcome, Verdict

MOST_TOKENS = 3
CHOICE = "bug"  # what the learner's cell calls the number of the sentence
LONGEST_CHOICE = 40  # characters of a choice that are told
LONGEST = 20_000  # characters of a cell; what is longer is no fix
Token = tuple[int, str]
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER}

WAITS = "Your choice is judged as soon as the fix holds."
UNNAMED = f"Set `{CHOICE}` to the number of the sentence that was true of the function as it was given."
UNREAD = "`{}` is no number of a sentence: set `{}` to a whole number from 1 to {}, without quotation marks."
MISNAMED = "The function is fixed, but this sentence was not true of it. What did you change, and what did that do?"


@dataclass(frozen=True)
class Hunted:
    """What a learner is given in a hunt, and what is right.

    Attributes:
        given: the text of the cell as it was released.
        right: `digest` of the number of the sentence that is true of it: a recording goes out to learners.
    """

    given: str
    right: str


def digest(given: str, choice: int) -> str:
    """Return a choice, from 1, so that it is compared and not read; with so few choices it is no secret."""
    return hashlib.sha256(f"{choice}\n{given}".encode()).hexdigest()


class KnowsHunts(Knowledge, Protocol):
    """Knowledge that covers hunts as well."""

    def hunted(self, hunt: Hunt) -> Hunted:
        """Return what was given in a hunt and what is right."""
        ...


class Hunt(Exercise):
    """A function of an earlier lesson with one mistake in it.

    Args:
        of: the exercise whose function it is.
        module: the module of the declaration, `__name__`; the lesson follows from it.
        bugs: registered mistakes of that exercise, of which the build draws one.
        name: the function's name in the lesson, by default "hunt_" and the name of the exercise.
    """

    def __init__(self, of: Exercise, module: str, *, bugs: tuple[str, ...], name: str | None = None) -> None:
        self.of, self.bugs = of, bugs
        super().__init__(
            name or f"hunt_{of.name}", module, returns=of.name, reference=of.reference, uses=of.uses, function=of.name
        )
        self.form = replace(of.form, function=self.name)
        if self.lesson <= of.lesson:
            raise CourseError(f"{self.name}: {of.name} is of lesson {of.lesson}, and a hunt needs an earlier one.")
        self.check("The function is fixed.", points=1, hint="", name="fixed")(self._all_checks)
        self.check("The mistake is named.", points=1, hint="", name="named")(_nothing_to_ask)

    def _all_checks(self, answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
        """Run the checks of the exercise itself, as one."""
        for check in self.of.checks:
            check.run(answer, truth, rng)


def _nothing_to_ask(answer: Answer, truth: Answer, rng: np.random.Generator) -> None:
    """The name is in the text of the cell."""


def verdict_on(door: Door, exercise: Exercise, knowledge: KnowsHunts, seed: int, text: str) -> Verdict:
    """Judge the function behind `door`; of a hunt, together with the text of the learner's cell."""
    if not isinstance(exercise, Hunt):
        return evaluate_behind(door, exercise, knowledge, seed)
    hunted = knowledge.hunted(exercise)
    fixed = _fixed(door, exercise, knowledge, seed, text, hunted)
    return Verdict(exercise.name, (fixed, _named(exercise, fixed, text, hunted)))


def _fixed(door: Door, hunt: Hunt, knowledge: KnowsHunts, seed: int, text: str, hunted: Hunted) -> Outcome:
    check = hunt.checks[0]
    changed = tokens_apart(function_in(hunted.given, hunt.name), function_in(text, hunt.name))
    if changed == 0:
        return _outcome(check, "not yet", f"{hunt.name} {AS_GIVEN}.")
    if changed is None:
        return _outcome(check, "fails", f"No function {hunt.name} can be read in its cell. Is there a typing error?")
    outcome = evaluate_behind(door, hunt, knowledge, seed).outcomes[0]
    if changed > MOST_TOKENS:
        so_far = "All its checks hold, but" if outcome.status == "holds" else "It is not fixed yet, and"
        advice = "Which of them does it take?" if outcome.status == "holds" else "Look for a smaller change."
        return _outcome(
            check,
            "fails",
            f"{so_far} {changed} words or symbols differ from the function as it was given; "
            f"{MOST_TOKENS} are enough. {advice}",
        )
    return replace(outcome, cause="", misconception="", hint="")  # the mistake is the learner's to name


def _named(hunt: Hunt, fixed: Outcome, text: str, hunted: Hunted) -> Outcome:
    check, choice = hunt.checks[1], choice_in(text)
    sentences = len(re.findall(r"^#   \d+  ", hunted.given, re.MULTILINE))
    if fixed.status == "not yet":
        return _outcome(check, "not yet")
    if choice is None or not 1 <= choice <= sentences:
        written = _written_choice(text)
        return _outcome(check, "waits", UNREAD.format(written, CHOICE, sentences) if written else UNNAMED)
    if fixed.status == "fails":
        return _outcome(check, "waits", WAITS)
    return (
        _outcome(check, "holds") if digest(hunted.given, choice) == hunted.right else _outcome(check, "fails", MISNAMED)
    )


def _outcome(check: Check, status: Any, message: str = "") -> Outcome:
    return Outcome(check.name, check.title, status, check.points, message)


# ------------------------------------------------------------------------------------------- the text of a cell


def choice_in(text: str) -> int | None:
    """Return the number that a cell gives to `bug`, None where there is none."""
    for value in _choices(text):
        if isinstance(value, ast.Constant) and type(value.value) is int:
            return value.value
    return None


def _written_choice(text: str) -> str:
    """Return the last line in which a cell sets `bug` to anything but None, in short; "" where there is none."""
    values = (value for value in _choices(text) if not (isinstance(value, ast.Constant) and value.value is None))
    return next((f"{CHOICE} = {ast.get_source_segment(text, value)}"[:LONGEST_CHOICE] for value in values), "")


def _choices(text: str) -> Iterator[ast.expr]:
    """Yield what a cell sets `bug` to, the last one first."""
    for node in reversed(_body(text)):
        match node:
            case ast.Assign([ast.Name(name)], value) if name == CHOICE:
                yield value


def function_in(text: str, name: str) -> str | None:
    """Return the text of the last function called `name` in a cell, None where there is none."""
    found = [node for node in _body(text) if isinstance(node, ast.FunctionDef) and node.name == name]
    return ast.get_source_segment(text, found[-1]) if found else None


def _body(text: str) -> list[ast.stmt]:
    if len(text) > LONGEST:
        return []
    try:
        return ast.parse(_without_magics(text)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _without_magics(text: str) -> str:
    """Return the text of a cell as Python reads it: lines that only a notebook understands are comments."""
    return re.sub(r"^[%!?]|^(?=[\w.]+\?{1,2}[ \t]*$)", "#", text, flags=re.MULTILINE)


def tokens_apart(one: str | None, other: str | None) -> int | None:
    """Return how many tokens have to be put in, left out or replaced to make one text of the other.

    Comments, docstrings and the ends of lines do not count: a new line `a = b` is three tokens. None where a text is
    missing or cannot be read.
    """
    if one is None or other is None:
        return None
    try:
        a, b = list(_tokens(one)), list(_tokens(other))
    except (tokenize.TokenError, SyntaxError):
        return None
    if abs(len(a) - len(b)) > 10 * MOST_TOKENS:  # far too many, and not worth the counting
        return abs(len(a) - len(b))
    a, b = _without_equal_ends(a, b)
    row = list(range(len(b) + 1))
    for i, mine in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, theirs in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (mine != theirs))
    return row[-1]


def _without_equal_ends(a: list[Token], b: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return two sequences without what both begin and end with: they are as far apart as before."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    end = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), min(len(a), len(b)))
    return a[: len(a) - end], b[: len(b) - end]


def _tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a function that mean something."""
    starts_line = in_docstring = False
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in LAYOUT:
            continue
        ends = token.type == tokenize.NEWLINE or token.string == ";"
        moves = token.type in (tokenize.INDENT, tokenize.DEDENT)
        in_docstring = (starts_line and token.type == tokenize.STRING) or (in_docstring and ends)
        starts_line = ends or moves
        if not (in_docstring or ends):
            yield token.type, "" if moves else token.string
