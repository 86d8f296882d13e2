"""A build is quiet where nothing changed, and loud where something is stale."""

from __future__ import annotations

import json

import pytest
from built_course import NOTEBOOK, contents, edit, edit_lesson
from tiny_course import LESSON

from autograder import fingerprint
from autograder.authoring.course import Course
from autograder.authoring.release import build, orphans, stale


def test_building_again_touches_nothing(course: Course) -> None:
    times = {path: path.stat().st_mtime_ns for path in (course.notebooks / LESSON).rglob("*")}
    assert build(course, LESSON).changed == []
    assert {path: path.stat().st_mtime_ns for path in (course.notebooks / LESSON).rglob("*")} == times
    assert stale(course, [LESSON]) == []


def test_a_recording_with_other_last_digits_keeps_its_bytes(course: Course) -> None:
    path = course.notebooks / LESSON / "recording.json"
    recorded = json.loads(path.read_text())
    path.write_text(json.dumps(_with_numbers_times(recorded, 1 + 2e-8)))
    before = path.read_bytes()
    assert stale(course, [LESSON]) == []
    edit_lesson(course)
    build(course, LESSON, force=True)
    assert path.read_bytes() == before
    assert (course.source / LESSON / "recording.json").read_bytes() == before


def _with_numbers_times(value: object, factor: float) -> object:
    """Return a recording whose fingerprints are those of slightly other numbers."""
    if fingerprint._has_sketch(value):
        return [*value[:2], fingerprint._as_text(fingerprint._from_text(value[2]) * factor)]
    if isinstance(value, list):
        return [_with_numbers_times(item, factor) for item in value]
    if isinstance(value, dict):
        return {key: _with_numbers_times(item, factor) for key, item in value.items()}
    return value


def test_an_edited_lesson_is_stale_until_it_is_built(course: Course) -> None:
    edit_lesson(course)
    place = f"notebooks/{LESSON}/{NOTEBOOK}"
    lines = stale(course, [LESSON])
    assert [line.split(": cell ")[0] for line in lines] == [place, place]
    assert "('Write one step.') does not belong here" in lines[0]
    assert "('Write a single step.') is missing" in lines[1]
    build(course, LESSON)
    assert stale(course, [LESSON]) == []


def test_each_kind_of_stale_file_is_named(course: Course) -> None:
    place = course.notebooks / LESSON
    edit(place / NOTEBOOK, "# 5 points", "# 50 points")
    (place / "given" / "activations.py").unlink()
    (place / "more.py").write_text("")
    (place / "given" / "sequence_data.py").write_text("")
    recorded = json.loads((place / "recording.json").read_text())
    recorded["exercises"]["rnn_forward"].popitem()
    (place / "recording.json").write_text(json.dumps(recorded))
    said = "\n".join(stale(course, [LESSON]))
    for line in (
        f"{NOTEBOOK}: cell check-rnn_cell_forward ('check(rnn_cell_forward)  # 5 points') differs",
        "given/activations.py: is missing",
        "given/sequence_data.py: differs",
        "more.py: does not belong here",
        "recording.json: rnn_forward, check '",
    ):
        assert f"notebooks/{LESSON}/{line}" in said


@pytest.mark.parametrize("name", [NOTEBOOK, "recording.json"])
def test_a_damaged_file_is_stale_and_not_a_crash(course: Course, name: str) -> None:
    (course.notebooks / LESSON / name).write_text("{")
    assert [line for line in stale(course, [LESSON]) if "cannot be read" in line]


def test_cells_in_another_order_are_stale(course: Course) -> None:
    path = course.notebooks / LESSON / NOTEBOOK
    notebook = json.loads(path.read_text())
    notebook["cells"].reverse()
    path.write_text(json.dumps(notebook))
    assert stale(course, [LESSON]) == [f"notebooks/{LESSON}/{NOTEBOOK}: the cells stand in another order"]


def test_a_release_without_a_lesson_is_named(course: Course) -> None:
    assert orphans(course) == []
    (course.notebooks / "98_gone").mkdir()
    assert orphans(course) == ["notebooks/98_gone: there is no lesson of this name"]


def test_checking_writes_nothing(course: Course) -> None:
    before = contents(course.root)
    edit_lesson(course)
    stale(course, [LESSON])
    before[f"lessons/{LESSON}.py"] = (course.lessons / f"{LESSON}.py").read_bytes()
    assert contents(course.root) == before
