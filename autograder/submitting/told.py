"""The words in which a learner hears what came of a saved notebook."""

from __future__ import annotations

import textwrap

from autograder import report
from autograder.submitting.trial import Trial
from autograder.verdict import Verdict

WIDTH = 100
PUBLIC = (
    "These were the public inputs, the ones that `check` uses in the notebook. An instructor's grading draws other "
    "numbers, sizes and lengths for each function, which nobody has seen: an answer that holds only by what the public "
    "inputs have in common loses its points there."
)
FRESH = "All exercises were also tried with fresh inputs, drawn for this run alone, as an instructor's grading does."
NO_SANDBOX = "It ran in a new process, without a sandbox and so with your own rights."
SANDBOX = "It ran in a new process, in a sandbox without network, as a grader runs it."


def as_text(trial: Trial) -> str:
    """Return all that is to be said of a trial."""
    parts = [
        _head(trial),
        _table(trial),
        *(report.as_text(verdict) for verdict in trial.verdicts if verdict.attempted and not verdict.passed),
        _list("The saved file and your kernel may differ", [finding.says for finding in trial.findings]),
        _list("In the new process", [*trial.errors, *trial.problems]),
        _hidden(trial),
        _list("Marked by a person", [_question(trial, i) for i in range(len(trial.questions))]),
        _conclusion(trial),
    ]
    return visible("\n\n".join(part for part in parts if part))


def visible(text: str) -> str:
    """Return text that moves no cursor: what a notebook says may be anybody's."""
    return "".join(letter if letter.isprintable() or letter == "\n" else f"[U+{ord(letter):04X}]" for letter in text)


def _head(trial: Trial) -> str:
    place = NO_SANDBOX if trial.sandbox == "none" else SANDBOX
    return (
        f"{trial.path}: lesson {trial.lesson}, as it was saved at {trial.saved}.\n"
        f"What you wrote since then is not in it. {trial.ran} cells ran. {place}"
    )


def _table(trial: Trial) -> str:
    width = max((len(verdict.exercise) for verdict in trial.verdicts), default=0)
    lines = []
    for verdict in trial.verdicts:
        state = "holds" if verdict.passed else "does not hold yet" if verdict.attempted else "not written yet"
        fresh = f", {trial.fresh[verdict.exercise].points} on fresh inputs" if _differs(trial, verdict) else ""
        lines.append(f"  {verdict.exercise:{width}}  {verdict.points:2} of {verdict.possible:2} points  {state}{fresh}")
    return "\n".join([*lines, f"  {'in all':{width}}  {trial.points:2} of {trial.possible:2} points by checks"])


def _differs(trial: Trial, verdict: Verdict) -> bool:
    return bool(trial.fresh) and trial.fresh[verdict.exercise].points != verdict.points


def _list(title: str, lines: list[str]) -> str:
    return "\n".join([f"{title}:", *(_filled(line, "  - ") for line in lines)]) if lines else ""


def _filled(text: str, start: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start))


def _hidden(trial: Trial) -> str:
    if not trial.fresh:
        return _filled(f"What the hidden inputs add: {PUBLIC}")
    if trial.only_public:
        less = ", ".join(trial.only_public)
        said = f"These earn less there: {less}. They fit the public inputs and not the task."
        first = trial.fresh[trial.only_public[0]]
        return _filled(f"What the hidden inputs add: {FRESH} {said}") + f"\n\n{report.as_text(first)}"
    return _filled(f"What the hidden inputs add: {FRESH} No exercise earned less there.")


def _question(trial: Trial, position: int) -> str:
    question = trial.questions[position]
    answered = "answered" if question.answered else "no answer yet"
    return f"{question.name} ({question.points:g} points): {answered}"


def _conclusion(trial: Trial) -> str:
    open_ones = [verdict.exercise for verdict in trial.verdicts if not verdict.passed]
    open_ones += [name for name in trial.only_public if name not in open_ones]
    unanswered = [question.name for question in trial.questions if not question.answered]
    if open_ones or unanswered:
        return _filled(f"Still open: {', '.join(open_ones + unanswered)}.")
    by_hand = " The questions wait for the person who marks them." if trial.questions else ""
    where = "the public and the fresh inputs" if trial.fresh else "the public inputs"
    return f"Every check holds on {where}.{by_hand}"
