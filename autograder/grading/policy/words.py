"""The rules of a class, and what they mean for one submission, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from autograder.grading.pages.marks import amount
from autograder.grading.policy.handed_in import Times
from autograder.grading.policy.rules import EVERY_LESSON, Attempts, Extension, Late, Policy

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
TOLD_BY = {
    "list": "by the instructor's list",
    "platform": "by the learning platform",
    "exchange": "by the time stamp of nbgrader's exchange",
    "file": "by when its file was last changed",
}


def in_words(policy: Policy) -> Iterator[str]:
    """Yield what a policy says, line by line."""
    yield f"Other lessons: not due. {_late(policy.others.late)} {_attempts(policy.others.attempts)}"
    for name, rules in sorted(policy.lessons.items()):
        due = f"due {at(rules.due, policy.zone)}" if rules.due else "not due"
        yield f"{name}: {due}. {_late(rules.late)} {_attempts(rules.attempts)}"
    for (student, lesson), extension in policy.extensions.items():
        what = "every lesson" if lesson == EVERY_LESSON else lesson
        yield f"{student} has {_extended(extension, policy.zone)} for {what}."
    yield f"Times are believed of: {', '.join(policy.believe)}."


def _late(late: Late) -> str:
    if not late.percent:
        return "Being late costs nothing."
    whole = "the learner's points" if late.of == "score" else "all points of the lesson"
    grace = f", after {length(late.grace.total_seconds())} of grace" if late.grace else ""
    return f"Late: {late.percent:g} percent of {whole} for each {late.per}, at most {late.most:g}{grace}."


def _attempts(attempts: Attempts) -> str:
    many = "Any number of attempts" if attempts.allowed is None else _count(attempts.allowed, "attempt")
    between = f", {length(attempts.cool_down.total_seconds())} between them" if attempts.cool_down else ""
    return f"{many}{between}; the {attempts.counts} one counts."


def _extended(extension: Extension, zone: tzinfo) -> str:
    if extension.until:
        return f"until {at(extension.until, zone)}"
    return f"{length(extension.more.total_seconds())} more"


def of_times(times: Times, zone: tzinfo, score: float, possible: float) -> list[str]:
    """Return what a learner is told of when their work was handed in, and of what that costs.

    Args:
        times: what is known of it.
        zone: in which it is told.
        score: the learner's points before anything is taken off.
        possible: all points of the lesson.
    """
    if times.handed_in is None or times.due is None:
        return []
    extension = ", with your extension" if times.due != times.first_due else ""
    handed_in, due = at(times.handed_in, zone), at(times.due, zone)
    if not times.seconds_late:
        return [f"Handed in {handed_in}, in time: it was due {due}{extension}."]
    late = f"Handed in {handed_in}, {length(times.seconds_late)} late: it was due {due}{extension}."
    off = times.penalty(score, possible)
    if not off:
        return [f"{late} Nothing is taken off for that."]
    percent = times.late.percent_of(times.seconds_late)
    of = "your points" if times.late.of == "score" else "all points"
    counts = f"{max(0.0, score - off):g} of {amount(possible)} count."
    return [f"{late} So {percent:g} percent of {of} are taken off, {amount(off)}: {counts}"]


def of_a_penalty(penalty: float, score: float, possible: float) -> list[str]:
    """Return what a learner is told where only the gradebook is at hand, which knows what being late has cost."""
    if not penalty:
        return []
    counts = f"{max(0.0, score - penalty):g} of {amount(possible)} count."
    return [f"Handed in late: {amount(penalty)} are taken off, so {counts}"]


def at(moment: datetime, zone: tzinfo) -> str:
    """Return a moment as it is told to people, with its offset from UTC."""
    text = moment.astimezone(zone).isoformat(" ", "minutes")
    return f"{text[:16]} UTC{text[16:] if text[16:] != '+00:00' else ''}"


def length(seconds: float) -> str:
    """Return a length of time in its two largest units."""
    left, parts = round(seconds), list[str]()
    for name, size in UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(_count(count, name))
        elif parts:
            break
    return " ".join(parts[:2]) or "no time"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def too_often(attempts: Attempts, used: int, since: timedelta | None) -> str:
    """Return why a further submission is not graded, "" where it may be.

    Args:
        attempts: what is allowed.
        used: how many were graded.
        since: how long after the last one this one was handed in; None where there is none before.
    """
    if attempts.allowed is not None and used >= attempts.allowed:
        return f"all {_count(attempts.allowed, 'attempt')} are used" if used > 1 else "the one attempt is used"
    if since is not None and attempts.cool_down and since < attempts.cool_down:
        wait = length(attempts.cool_down.total_seconds())
        return f"it came {length(max(0.0, since.total_seconds()))} after the last one, and {wait} have to lie between"
    return ""
