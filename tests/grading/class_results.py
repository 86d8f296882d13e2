"""Results of a class as `autograder grade` writes them, made by hand: what the class report is tested with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LESSON = "02_simple_rnn"
SAYS = "This is exactly what comes out when {}."


def check(name: str, status: str = "holds", misconception: str = "", **more: str) -> dict[str, Any]:
    cause = SAYS.format(misconception.replace("_", " ")) if misconception else ""
    return {
        "check": name,
        "title": f"It {name.replace('_', ' ')}.",
        "status": status,
        "possible": 1,
        "points": int(status == "holds"),
        "message": "a[0] is off." if status == "fails" else "",
        "cause": cause,
        "misconception": misconception,
        "hint": "",
    } | more


def exercise(name: str, *checks: dict[str, Any], reason: str = "") -> dict[str, Any]:
    return {
        "exercise": name,
        "points": 0 if reason else sum(each["points"] for each in checks),
        "possible": len(checks),
        "attempted": any(each["status"] != "not yet" for each in checks),
        "checks": list(checks),
        "reason": reason,
    }


def right(name: str) -> dict[str, Any]:
    return exercise(name, check("adds_up"), check("stays"))


def wrong(name: str, misconception: str = "", **more: str) -> dict[str, Any]:
    return exercise(name, check("adds_up", "fails", misconception, **more), check("stays"))


def unwritten(name: str) -> dict[str, Any]:
    return exercise(name, check("adds_up", "not yet"), check("stays", "not yet"))


def submission(student: str, *exercises: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "student": student,
        "lesson": LESSON,
        "path": f"inbox/{student}.ipynb",
        "outcome": "graded",
        "reason": "",
        "score": float(sum(each["points"] for each in exercises)),
        "possible": float(sum(each["possible"] for each in exercises)),
        "to_mark": 0,
        "exercises": list(exercises),
        "by_hand": [],
        "problems": [],
        "seed": "1",
        "seconds": 0.1,
    } | more


def not_graded(student: str, reason: str, lesson: str = LESSON) -> dict[str, Any]:
    return submission(student, outcome="not graded", reason=reason, lesson=lesson)


def results(*submissions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"schema": 3, "nothing_handed_in": None, "submissions": list(submissions)} | more


def save_results(folder: Path, data: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return folder


def save_cells(folder: Path, step: str, cells: dict[str, str], student: str = "") -> None:
    """Write a notebook of cells, by their grade ids, into the folder of results."""
    known = [{"metadata": {"nbgrader": {"grade_id": name}}, "source": source} for name, source in cells.items()]
    path = folder / step / student / LESSON / f"{LESSON}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": known}), encoding="utf-8")
