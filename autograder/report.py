"""The words and the look of a verdict: plain text for terminals, a small box for notebooks. One wording, two forms."""

from __future__ import annotations

import re
from html import escape

from autograder.errors import AS_GIVEN, CALLED_UNWRITTEN, LEFT_STANDING
from autograder.verdict import Outcome, Verdict

PUBLIC = "On the public inputs:"  # where a grade is from secret ones, and the place of the mistake is not
WORDS = {"holds": "holds", "waits": "waits", "fails": "does not hold", "not yet": "not yet"}


def summary(verdict: Verdict) -> str:
    """Return the one line that says how things stand."""
    count, of = (
        sum(outcome.status == "holds" for outcome in verdict.outcomes),
        len(verdict.outcomes),
    )
    if verdict.passed:
        which = {1: "its check holds", 2: "both checks hold"}.get(of, f"all {of} checks hold")
        return f"{verdict.exercise}: {which}."
    if not verdict.attempted:
        messages = (outcome.message for outcome in verdict.outcomes)
        left = (each for each in messages if any(said in each for said in (AS_GIVEN, CALLED_UNWRITTEN, LEFT_STANDING)))
        return next(left, f"{verdict.exercise} is not written yet.")
    return f"{verdict.exercise}: {count} of {of} checks hold."


def as_text(verdict: Verdict, *, points: bool = False) -> str:
    """Return the verdict as plain text; `points` adds what each check is worth, for a verdict that is a grade."""
    if not verdict.attempted:
        return summary(verdict)
    lines = [
        summary(verdict) + (f" {verdict.points} of {verdict.possible} points." if points else ""),
        "",
    ]
    for position, outcome in enumerate(verdict.outcomes):
        worth = f" ({outcome.points} of {outcome.possible})" if points else ""
        lines.append(f"  {_word(verdict, position):>13}  {outcome.title}{worth}")
        if outcome.message and outcome.status in ("holds", "waits"):
            lines += [f"{'':17}{line}" for line in outcome.message.splitlines()]
    for i, outcome in enumerate(verdict.outcomes, 1):
        if outcome.status == "fails" and not _said_before(verdict, i - 1):
            head = f"{verdict.exercise}, check {i} of {len(verdict.outcomes)}: {outcome.title}"
            lines += ["", head, "", _explained(outcome, graded=points)]
    if verdict.printed:
        lines += ["", "The function printed:", verdict.printed]
    return "\n".join(lines)


def _said_before(verdict: Verdict, position: int) -> bool:
    """Tell whether an earlier check failed for the very same reason: one reason is told once."""
    outcome = verdict.outcomes[position]
    return any(
        earlier.status == "fails" and _reason(earlier) == _reason(outcome) and outcome.cause in ("", earlier.cause)
        for earlier in verdict.outcomes[:position]
    )


# "..., at line 4 of the function": the same exception in the same line is one reason, whatever numbers it speaks of.
_CRASH = re.compile(r"Calling \w+ raised (\w+).*?(, at line \d+ of [\w.<> ]+?(?:\.|:\n[^\n]*))", re.DOTALL)


def _reason(outcome: Outcome) -> tuple[str, ...]:
    crash = _CRASH.match(outcome.message)
    return crash.groups() if crash else (outcome.message,)


def _word(verdict: Verdict, position: int) -> str:
    """Return what the badge says: what fails for a reason told before was never got at, so it is not called wrong."""
    outcome = verdict.outcomes[position]
    return "not tried" if outcome.status == "fails" and _said_before(verdict, position) else WORDS[outcome.status]


def _explained(outcome: Outcome, *, graded: bool) -> str:
    parts = [outcome.message]
    if outcome.cause:
        parts.append(outcome.cause)
    if outcome.location:
        parts.append(f"{PUBLIC} {outcome.location}" if graded else outcome.location)
    if outcome.hint:
        parts.append(f"Look at: {outcome.hint}")
    return "\n\n".join(parts)


# The box inherits the text colour of the page, so it reads on light and dark; colour is never the only sign.
_STYLE = (
    "<style>"
    ".vd{border:1px solid #8888;border-left:4px solid var(--vd);border-radius:4px;max-width:52em;"
    "padding:.6em .9em;margin:.4em 0;line-height:1.45}"
    ".vd ul{list-style:none;margin:.4em 0 0;padding:0}.vd li{margin:.3em 0}"
    ".vd .b{display:inline-block;min-width:7.2em;font-size:.85em;text-align:center;"
    "border:1px solid var(--c);border-radius:3px;margin-right:.6em;padding:0 .3em}"
    ".vd .s{font-size:0}.vd .m{white-space:pre-wrap;margin:.3em 0 .3em 8.4em}.vd .w{font-weight:600}"
    ".vd details{margin:.3em 0 .5em 8.4em}.vd summary{cursor:pointer}"
    ".vd pre{margin:.3em 0 0;background:none;color:inherit}.vd .at{font-size:.92em;opacity:.85}"
    "</style>"
)
# The style keeps it out of sight; it parts badge and sentence where a page strips styles, and for a screen reader.
_COLON = '<span class="s">: </span>'
_COLOURS = {"holds": "#009e73", "waits": "#888888", "fails": "#d55e00", "not yet": "#888888"}


def as_html(verdict: Verdict, *, points: bool = False) -> str:
    """Return the verdict as a self-contained HTML fragment; everything that a learner may have written is escaped."""
    colour = _COLOURS["holds" if verdict.passed else "fails" if verdict.attempted else "not yet"]
    head = escape(summary(verdict)) + (f" {verdict.points} of {verdict.possible} points." if points else "")
    rows = ""
    if verdict.attempted:
        rows = "".join(_row(verdict, i, points) for i in range(len(verdict.outcomes)))
    printed = (
        f"<details open><summary>The function printed</summary><pre>{escape(verdict.printed)}</pre></details>"
        if verdict.printed
        else ""
    )
    return (
        f'{_STYLE}<section class="vd" style="--vd:{colour}" aria-label="Checks of {escape(verdict.exercise)}">'
        f'<div class="w">{head}</div><ul>{rows}</ul>{printed}</section>'
    )


def _row(verdict: Verdict, position: int, points: bool) -> str:
    outcome = verdict.outcomes[position]
    worth = f" ({outcome.points} of {outcome.possible})" if points else ""
    badge = f'<span class="b" style="--c:{_COLOURS[outcome.status]}">{_word(verdict, position)}</span>{_COLON}'
    row = f"<li>{badge}{escape(outcome.title)}{worth}"
    if outcome.status == "fails" and _said_before(verdict, position):
        row += '<div class="m">For the reason above.</div>'
    elif outcome.status == "fails":
        row += f'<div class="m">{escape(outcome.message)}</div>'
        row += f'<div class="m w">{escape(outcome.cause)}</div>' if outcome.cause else ""
        row += _located(outcome.location, graded=points) if outcome.location else ""
        if outcome.hint:
            row += f"<details><summary>Where to look</summary>{escape(outcome.hint)}</details>"
    elif outcome.message and outcome.status in ("holds", "waits"):
        row += f'<div class="m">{escape(outcome.message)}</div>'
    return row + "</li>"


def _located(text: str, *, graded: bool) -> str:
    """Return where it goes wrong: beside a grade in a quieter style, since it is of other inputs."""
    said = with_code(text)
    return f'<div class="m at">{PUBLIC} {said}</div>' if graded else f'<div class="m">{said}</div>'


def with_code(text: str) -> str:
    """Return text as HTML; what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def ways_as_html(ways: list[tuple[str, str]]) -> str:
    """Return other right ways to write an answer, folded: pairs of a few words and the code."""
    return "".join(
        f"<details><summary>Another right way: {escape(words)}</summary><pre>{escape(code)}</pre></details>"
        for words, code in ways
    )
