"""Other answers to the exercises: the mistakes that learners make, and right answers that look different.

Each exercise has a module of its own name here, which holds `answers = Answers(reference)`. A mistake is a row: its
name, what is replaced by what in the text of the reference, and the sentence that tells it. What no replacement can
say is a whole function.

    answers.mistakes(
        "follows_the_equation",
        forgets_the_bias=({" + ba)": ")"}, "the bias b_a is forgotten."),
    )
"""

import inspect
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: Old text -> new text. Old text that is to be found n times has (new text, n) for its value.
Swaps = Mapping[str, str | tuple[str, int]]
#: Rows that stand in a module of their own: name -> what the keyword of that name is in `mistakes` or `refused`.
Rows = dict[str, Any]


@dataclass(frozen=True)
class Alternative:
    """Another answer to one exercise.

    Attributes:
        name: its own name, unique for the exercise.
        source: its text, a function of the exercise's name.
        caught_by: the check that must catch it; None for a right answer.
        says: what the learner is told, completing "This is exactly what comes out when ..."; "" where it is only
            refused, since another mistake of the same kind has the sentence.
    """

    name: str
    source: str
    caught_by: str | None = None
    says: str = ""


@dataclass
class Answers:
    """All other answers to one exercise.

    Args:
        reference: the reference function.
    """

    reference: Callable[..., Any]
    all: list[Alternative] = field(default_factory=list, init=False)
    equivalents: dict[str, str] = field(default_factory=dict, init=False)

    def mistakes(self, caught_by: str, *, of: Callable[..., Any] | None = None, **rows: tuple[Swaps, str]) -> None:
        """Register mistakes that `caught_by` must catch and name: name=({old text: new text}, sentence).

        Args:
            caught_by: the name of the check.
            of: the function whose text is changed, where that is not the reference: a variant, say.
            rows: the mistakes by their names.

        Raises:
            ValueError: a text to be replaced is not found, or found more often than said.
        """
        for name, (swaps, says) in rows.items():
            self._add(Alternative(name, _swapped(name, self._text_of(of or self.reference), swaps), caught_by, says))

    def refused(self, caught_by: str, *, of: Callable[..., Any] | None = None, **rows: Swaps) -> None:
        """Register wrong answers that `caught_by` must catch, and that need no sentence of their own."""
        self.mistakes(caught_by, of=of, **{name: (swaps, "") for name, swaps in rows.items()})

    def mistake(self, caught_by: str, says: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register the decorated function as a mistake that no replacement can say."""
        return self._adding(caught_by, says)

    def variant(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """Register the decorated function as a right answer that looks different and must be accepted."""
        return self._adding(None, "")(make)

    def variants(self, *, of: Callable[..., Any] | None = None, **rows: Swaps) -> None:
        """Register right answers: name={old text: new text}."""
        for name, swaps in rows.items():
            self._add(Alternative(name, _swapped(name, self._text_of(of or self.reference), swaps)))

    def equivalent(self, *changes: str, because: str) -> None:
        """Declare that mechanical changes, "old line -> new line", leave the function as right as it was."""
        self.equivalents |= dict.fromkeys(changes, because)

    def _adding(self, caught_by: str | None, says: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def add(make: Callable[..., Any]) -> Callable[..., Any]:
            self._add(Alternative(make.__name__, self._text_of(make), caught_by, says))
            return make

        return add

    def _add(self, alternative: Alternative) -> None:
        if any(known.name == alternative.name for known in self.all):
            raise ValueError(f"{self.reference.__name__} has two alternatives called {alternative.name}.")
        self.all.append(alternative)

    def _text_of(self, function: Callable[..., Any]) -> str:
        """Return the text of a function under the name of the exercise, without its decorators."""
        text = textwrap.dedent(inspect.getsource(function))
        text = text[re.search(r"^def ", text, re.MULTILINE).start() :]  # type: ignore[union-attr]
        return text.replace(f"def {function.__name__}(", f"def {self.reference.__name__}(", 1)


def _swapped(name: str, text: str, swaps: Swaps) -> str:
    """Return `text` with each old text replaced, all of them at once: none meets what another one has put in."""
    pattern = "|".join(sorted(map(re.escape, swaps), key=len, reverse=True))
    found = Counter(match[0] for match in re.finditer(pattern, text))
    for old, new in swaps.items():
        due = 1 if isinstance(new, str) else new[1]
        if found[old] != due:
            raise ValueError(f"{name}: {old!r} is found {found[old]} times, {due} expected.")
    texts = {old: new if isinstance(new, str) else new[0] for old, new in swaps.items()}
    return re.sub(pattern, lambda match: texts[match[0]], text)
