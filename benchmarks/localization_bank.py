"""What is said of the wrong answers of a bank, where they go wrong included: see `benchmarks.localization`.

Beside what docs/authoring.md says of its files, a file may say where the mistake is, in lines of the file:

    # fault-line: 14 17
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.authoring import bank
from autograder.exercises import find
from autograder.hunt import Hunt
from autograder.verdict import Verdict
from benchmarks.located import judged, knowledge_of, told_times

PLACE = re.compile(r"\bline (\d+)(?: of (\w+))?", re.IGNORECASE)
NEAR = 2  # lines between what is told and the label
ROWS = ("on the line", "near", "elsewhere", "unlabelled")


@dataclass(frozen=True)
class Said:
    """What was said of one wrong answer.

    Attributes:
        file: within the bank.
        cause: its label.
        lines: at which the label says that the mistake is, counted in the file.
        names: of each check that is explained: [check, registered mistake, what the learner reads, what failed].
        location: what is said first of where it goes wrong; "" where nothing is.
        place: where that is, beside the label: one of ROWS; "" where nothing is said.
        seconds: of the processor, for the location.
        raises: the message of an exception shows a line that the label names.
    """

    file: str
    exercise: str
    cause: str
    lines: tuple[int, ...]
    names: tuple[tuple[str, str, str, str], ...]
    location: str
    place: str
    seconds: float
    raises: bool = False

    @property
    def is_named(self) -> bool:
        """Tell whether a registered mistake is named."""
        return any(name for _, name, _, _ in self.names)

    @property
    def else_told(self) -> str:
        """What is told of an answer that is neither named nor located."""
        return "raises at the line" if self.raises else "a cause from the numbers" if self.names else "nothing"


def of_bank(folder: Path, recorded: bool, kept: Path | None = None) -> None:
    """Print what is said of each wrong answer of a bank, and the shares named, located, either; keep it as JSON."""
    found: list[Said] = []
    others = Counter[str]()
    for entry in bank.entries(folder):
        exercise = find(entry.exercise)
        if isinstance(exercise, Hunt):
            others["bug hunt, of which nothing is to be said"] += 1
            continue
        known = knowledge_of(exercise, recorded)
        seconds: list[float] = []
        verdict, location = judged(exercise, bank._namespace(entry), known, seconds)
        if entry.label == "right" or verdict.passed:
            others[f"{entry.label}, {'accepted' if verdict.passed else 'refused'}"] += 1
            continue
        found.append(said_of(entry, str(entry.path.relative_to(folder)), verdict, location, seconds[0]))
        print(as_text(found[-1]), flush=True)
    if kept:
        kept.write_text(json.dumps([asdict(each) for each in found], indent=1) + "\n", encoding="utf-8")
    print(summary(found, others))


def said_of(entry: bank.Entry, file: str, verdict: Verdict, location: str, seconds: float) -> Said:
    """Return what was said of one answer, and how near to its label."""
    head = re.search(r"^# fault-line: *(.*)$", entry.source, re.MULTILINE)
    lines = tuple(map(int, re.findall(r"\d+", head[1]))) if head else ()
    names = tuple(
        (outcome.check, outcome.misconception, outcome.cause, outcome.message)
        for outcome in verdict.outcomes
        if outcome.status == "fails" and (outcome.misconception or outcome.cause)
    )
    told = lines_of(location, entry.source, entry.exercise)
    apart = min((abs(one - other) for one in told for other in lines), default=None)
    place = "unlabelled" if apart is None else "on the line" if not apart else "near" if apart <= NEAR else "elsewhere"
    raised = " ".join(outcome.message for outcome in verdict.outcomes if " raised " in outcome.message)
    raised = raised.replace(" of the function", "")
    raises = bool({*lines_of(raised, entry.source, entry.exercise)} & {*lines})
    return Said(file, entry.exercise, entry.cause, lines, names, location, place if location else "", seconds, raises)


def lines_of(location: str, source: str, name: str) -> list[int]:
    """Return the lines of a file that a location tells: it counts from the def line of a function."""
    found = []
    for line, helper in PLACE.findall(location):
        start = re.search(rf"^def {re.escape(helper or name)}\b", source, re.MULTILINE)
        found += [int(line) + source[: start.start()].count("\n")] if start else []
    return found


def as_text(said: Said) -> str:
    """Return what a person reads of one answer to judge it."""
    names = [f"   named: {check}: {name or '(from numbers)'}: {says}" for check, name, says, _ in said.names]
    lines = " ".join(map(str, said.lines))
    located = f"   said:  {said.location or '-'}" + (f" [{said.place}]" if said.place else "")
    return "\n".join([said.file, f"   label: {said.cause} (line {lines})", *names, located])


def summary(found: list[Said], others: Counter[str]) -> str:
    """Return the shares of all answers as a table, and those located elsewhere than their label says."""
    named, located = [each.is_named for each in found], [bool(each.location) for each in found]
    neither = [each.else_told for each in found if not each.is_named and not each.location]
    rows = [
        ("answers", len(found)),
        ("named", sum(named)),
        ("located", sum(located)),
        ("either", sum(map(max, named, located))),
        ("unnamed", len(found) - sum(named)),
        ("unnamed, located", sum(told and not name for name, told in zip(named, located, strict=True))),
        *(
            (f"neither: {row}", neither.count(row))
            for row in ("a cause from the numbers", "raises at the line", "nothing")
        ),
        *((f"located {row}", sum(each.place == row for each in found)) for row in ROWS),
        *others.items(),
    ]
    lines = [f"{name:42}{count:6}{count / max(1, len(found)):8.1%}" for name, count in rows]
    lines += [told_times([each.seconds for each in found])] if found else []
    apart = [as_text(each) for each in found if each.place == "elsewhere"]
    return "\n".join(["", "Located elsewhere than the label says, to be read:", *apart, "", *lines])
