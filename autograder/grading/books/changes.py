"""Whose grade changed when the same submission was judged again, by how much and why: which check changed its verdict.

changes.json is a list, oldest first, of

    when, student, lesson       when: ISO 8601
    score_before, score_after   what counts, marks by hand included
    possible
    exercises   those in which something changed, each: exercise, points_before, points_after, checks: check, title,
                before, after (status), reason_before, reason_after
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from autograder.grading.books.results import harmless
from autograder.grading.files import replace_file
from autograder.grading.summary import visible

Change = dict[str, Any]
GONE = "not there"
CELLS = ("when", "student", "lesson", "score_before", "score_after")
OF_CHECK = ("check", "before", "after", "reason_before", "reason_after")
LONGEST_REASON = 200


def change_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change | None:
    """Return what differs between two results of one submission; None where no verdict and no score does."""
    old = {entry["exercise"]: entry for entry in before["exercises"]}
    new = {entry["exercise"]: entry for entry in after["exercises"]}
    names = dict.fromkeys([*new, *old])
    exercises = [found for name in names if (found := _of_exercise(name, old.get(name), new.get(name)))]
    if not exercises and before["score"] == after["score"]:
        return None
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "student": after["student"],
        "lesson": after["lesson"],
        "score_before": before["score"],
        "score_after": after["score"],
        "possible": after["possible"],
        "exercises": exercises,
    }


def _of_exercise(name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> dict[str, Any] | None:
    before, after = ({check["check"]: check for check in each["checks"]} if each else {} for each in (old, new))
    checks = [
        {
            "check": check,
            "title": (after.get(check) or before[check])["title"],
            "before": _status(before.get(check)),
            "after": _status(after.get(check)),
            "reason_before": _reason(before.get(check)),
            "reason_after": _reason(after.get(check)),
        }
        for check in dict.fromkeys([*after, *before])
        if _status(before.get(check)) != _status(after.get(check))
    ]
    points = [each["points"] if each else 0 for each in (old, new)]
    if not checks and points[0] == points[1]:
        return None
    return {"exercise": name, "points_before": points[0], "points_after": points[1], "checks": checks}


def _status(check: Mapping[str, Any] | None) -> str:
    return check["status"] if check else GONE


def _reason(check: Mapping[str, Any] | None) -> str:
    return str(check["cause"] or check["message"])[:LONGEST_REASON] if check else ""


def write_changes(changes: Sequence[Change], folder: Path) -> None:
    """Write changes.json and changes.csv, one line for each check that changed."""
    data = json.dumps(changes, indent=1, ensure_ascii=False).encode("utf-8", "backslashreplace")
    replace_file(folder / "changes.json", data + b"\n")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*CELLS, "exercise", "points_before", "points_after", *OF_CHECK])
    for change in changes:
        for row in _rows(change):
            writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    replace_file(folder / "changes.csv", text.getvalue().encode("utf-8", "backslashreplace"))


def _rows(change: Change) -> list[list[Any]]:
    whole = [change[name] for name in CELLS]
    rows = []
    for entry in change["exercises"]:
        known = [*whole, entry["exercise"], entry["points_before"], entry["points_after"]]
        rows += [[*known, *(check[name] for name in OF_CHECK)] for check in entry["checks"]]
        rows += [] if entry["checks"] else [known]
    return rows or [whole]


def changes_table(changes: Sequence[Change]) -> Table:
    """Return the changes as a table, one line for each submission."""
    table = Table("student", "lesson", "before", "after", "which check changed")
    for change in changes:
        why = [
            f"{entry['exercise']}: {check['title']} {check['before']} -> {check['after']}"
            for entry in change["exercises"]
            for check in entry["checks"]
        ]
        cells = (change["student"], change["lesson"], f"{change['score_before']:g}", f"{change['score_after']:g}")
        shown = [visible(cell) for cell in cells] + ["\n".join(map(visible, why)) or "no check: the time or the marks"]
        table.add_row(*map(Text, shown))
    return table
