"""A build is all or nothing, quiet where nothing changed, loud where something is stale, and loses nobody's work."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from tiny_course import LESSON, TinyCourse, tiny_course

from autograder import cli
from autograder.authoring import generate, notebooks, record, release
from autograder.authoring.compare import files_in
from autograder.authoring.course import Course
from autograder.authoring.release import build, orphans, stale
from autograder.errors import CourseError

NOTEBOOK = f"{LESSON}.ipynb"
NBGRADER = [sys.executable, "-m", "nbgrader"]


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> TinyCourse:
    course = tiny_course(tmp_path_factory.mktemp("course"))
    build(course, LESSON)
    return course


@pytest.fixture(scope="module")
def recorded(once_built: TinyCourse) -> record.Recorded:
    return record.record(once_built.lesson(LESSON).exercises.values())


@pytest.fixture
def course(
    once_built: TinyCourse, recorded: record.Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> TinyCourse:
    # Recording takes most of a build's time and has tests of its own.
    monkeypatch.setattr(release, "record", lambda lesson: copy.deepcopy(recorded))
    shutil.copytree(once_built.root, tmp_path, dirs_exist_ok=True)
    return TinyCourse(tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_in(folder).items()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def edit_lesson(course: Course) -> None:
    edit(course.lessons / f"{LESSON}.py", "Write one step.", "Write a single step.")


def git(course: Course, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=course.root, check=True, capture_output=True)


# ---------------------------------------------------------------------- what is built


def test_a_release_holds_a_notebook_what_is_given_and_a_recording(course: Course) -> None:
    expected = {NOTEBOOK, "recording.json", "given/__init__.py", "given/activations.py", "given/sequence_data.py"}
    assert set(contents(course.notebooks / LESSON)) == expected


def test_a_release_holds_no_answer_and_no_rubric(course: Course) -> None:
    released = notebooks.released(LESSON, course)
    text = nbformat.writes(released)
    assert "SOLUTION" not in text
    assert "Model answer" not in text
    stub = "    # Your code replaces this line and the next.\n    raise NotImplementedError()"
    assert [cell.source.endswith(stub) for cell in released.cells if cell.id == "rnn_cell_forward"] == [True]
    assert [cell.source for cell in released.cells if cell.id == "explain-memory"] == ["Your answer here."]


def test_a_release_is_valid_and_bare(course: Course) -> None:
    released = notebooks.released(LESSON, course)
    nbformat.validate(released)
    assert set(released.metadata) == {"kernelspec", "language_info"}
    assert [cell for cell in released.cells if cell.get("outputs") or cell.get("execution_count")] == []


def test_solved_and_released_have_the_same_cells(course: Course) -> None:
    solved, released = notebooks.solved(LESSON, course), notebooks.released(LESSON, course)
    assert [cell.id for cell in solved.cells] == [cell.id for cell in released.cells]


def test_answers_are_written_into_the_cells_that_wait_for_them(course: Course) -> None:
    answers = {"rnn_cell_forward": "### BEGIN SOLUTION\ndef rnn_cell_forward(): ...\n", "explain-memory": "All of it."}
    handed_in = notebooks.with_answers(LESSON, answers, course)
    before = {cell.id: cell.source for cell in notebooks.released(LESSON, course).cells}
    changed = {cell.id: cell.source for cell in handed_in.cells if cell.source != before[cell.id]}
    assert changed == {"rnn_cell_forward": "def rnn_cell_forward(): ...", "explain-memory": "All of it."}


@pytest.mark.parametrize("name", ["nonsense", "check-rnn_forward", "explain-memory-text"])
def test_an_answer_without_a_cell_is_refused(course: Course, name: str) -> None:
    with pytest.raises(CourseError, match="no cell for an answer"):
        notebooks.with_answers(LESSON, {name: ""}, course)


# ---------------------------------------------------------------------- quiet, stale, all or nothing


def test_building_again_touches_nothing(course: Course) -> None:
    times = {path: path.stat().st_mtime_ns for path in (course.notebooks / LESSON).rglob("*")}
    assert build(course, LESSON).changed == []
    assert {path: path.stat().st_mtime_ns for path in (course.notebooks / LESSON).rglob("*")} == times
    assert stale(course, [LESSON]) == []


def test_a_recording_with_other_last_digits_keeps_its_bytes(course: Course) -> None:
    path = course.notebooks / LESSON / "recording.json"
    recorded = json.loads(path.read_text())
    path.write_text(json.dumps(_with_numbers_times(recorded, 1 + 1e-11)))
    before = path.read_bytes()
    assert stale(course, [LESSON]) == []
    edit_lesson(course)
    build(course, LESSON, force=True)
    assert path.read_bytes() == before
    assert (course.source / LESSON / "recording.json").read_bytes() == before


def _with_numbers_times(value: object, factor: float) -> object:
    if isinstance(value, float):
        return value * factor
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
    recorded["rnn_forward"].popitem()
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


def test_a_broken_lesson_leaves_the_release_as_it_was(course: Course) -> None:
    before = contents(course.notebooks)
    edit(course.lessons / f"{LESSON}.py", "check(rnn_forward)", "check(rnn_froward)")
    with pytest.raises(CourseError):
        build(course, LESSON)
    assert contents(course.notebooks) == before
    assert list(course.source.glob(".build-*")) == []


def test_a_move_that_fails_leaves_the_release_as_it_was(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(course.notebooks)
    edit_lesson(course)
    moves: list[Path] = []

    def disk_full(old: Path, new: Path) -> None:
        moves.append(new)
        if len(moves) == 2:
            raise OSError("No space left on device")
        os.rename(old, new)

    monkeypatch.setattr(release.shutil, "move", disk_full)
    with pytest.raises(OSError, match="No space"):
        build(course, LESSON)
    assert contents(course.notebooks) == before


def test_what_nbgrader_refuses_is_told(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        release, "source_notebook", lambda lesson: nbformat.v4.new_notebook(cells=[_twice(), _twice("b")])
    )
    with pytest.raises(CourseError, match=r"could not generate 02_simple_rnn:(.|\n)*Duplicate grade id"):
        build(course, LESSON)


def _twice(cell_id: str = "a") -> nbformat.NotebookNode:
    metadata = {"nbgrader": generate_metadata()}
    return nbformat.v4.new_code_cell("x", id=cell_id, metadata=metadata)


def generate_metadata() -> dict[str, object]:
    flags = {"grade": True, "solution": False, "locked": True, "task": False}
    return {"grade_id": "one", "points": 1, "schema_version": 3} | flags


def test_a_notebook_that_jupyter_would_refuse_is_told(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    invalid = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x")])
    invalid.cells[0].id = "a" * 65
    monkeypatch.setattr(release, "source_notebook", lambda lesson: invalid)
    with pytest.raises(CourseError, match="makes no valid notebook"):
        build(course, LESSON)


def test_without_nbgrader_configuration_the_build_says_so(course: Course) -> None:
    (course.root / "nbgrader_config.py").unlink()
    with pytest.raises(CourseError, match=r"no nbgrader_config\.py"):
        generate.configuration(course)


# ---------------------------------------------------------------------- nobody's work lost


def test_a_notebook_that_a_learner_worked_in_is_not_overwritten(course: Course) -> None:
    path = course.notebooks / LESSON / NOTEBOOK
    edit(path, "raise NotImplementedError()", "return 1")
    before = path.read_bytes()
    edit_lesson(course)
    with pytest.raises(CourseError, match=rf"notebooks/{LESSON}/{NOTEBOOK} was changed by hand"):
        build(course, LESSON)
    assert path.read_bytes() == before
    build(course, LESSON, force=True)
    assert stale(course, [LESSON]) == []


def test_a_file_of_a_learner_beside_the_notebook_is_not_lost(course: Course) -> None:
    (course.notebooks / LESSON / "my notes.txt").write_text("mine")
    edit_lesson(course)
    with pytest.raises(CourseError, match=r"my notes\.txt was changed by hand"):
        build(course, LESSON)


def test_what_editors_leave_behind_is_nobodys_work(course: Course) -> None:
    left = course.notebooks / LESSON / ".ipynb_checkpoints"
    left.mkdir()
    (left / "x.ipynb").write_text("")
    edit_lesson(course)
    build(course, LESSON)


def test_what_git_holds_may_be_overwritten(course: Course) -> None:
    edit(course.notebooks / LESSON / NOTEBOOK, "raise NotImplementedError()", "return 1")
    git(course, "init", "-q")
    git(course, "add", "notebooks")
    git(course, "commit", "-q", "-m", "Hold the notebooks")
    (course.source / release.STAMP).unlink()
    edit_lesson(course)
    build(course, LESSON)
    assert stale(course, [LESSON]) == []


# ---------------------------------------------------------------------- stock nbgrader


def run(course: Course, *command: str, folder: str = ".") -> subprocess.CompletedProcess[str]:
    # nbgrader calls the alembic command, which stands beside this Python.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    where = course.root / folder
    return subprocess.run(
        command, cwd=where, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )


def test_stock_generate_assignment_makes_the_same_release(course: Course) -> None:
    before = contents(course.notebooks / LESSON)
    ran = run(course, *NBGRADER, "generate_assignment", LESSON, "--force")
    assert ran.returncode == 0, ran.stderr
    assert contents(course.notebooks / LESSON) == before


def test_stock_validate_finds_the_solved_notebook_right_and_the_untouched_one_not(course: Course) -> None:
    nbformat.write(notebooks.solved(LESSON, course), course.notebooks / LESSON / "solved.ipynb")
    solved = run(course, *NBGRADER, "validate", "solved.ipynb", folder=f"notebooks/{LESSON}")
    assert "Success! Your notebook passes all the tests." in solved.stdout, solved.stdout + solved.stderr
    untouched = run(course, *NBGRADER, "validate", NOTEBOOK, folder=f"notebooks/{LESSON}")
    assert "VALIDATION FAILED ON 3 CELL(S)" in untouched.stdout


# ---------------------------------------------------------------------- command line


def exit_code(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_the_command_ends_0_when_fresh_1_when_stale_2_when_broken(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("autograder.authoring.course.Course", lambda: course)
    assert exit_code(monkeypatch, "build", "--check") == 0
    edit_lesson(course)
    assert exit_code(monkeypatch, "build", "--check") == 1
    assert "Write a single step." in capsys.readouterr().out
    assert exit_code(monkeypatch, "build", LESSON) == 0
    assert exit_code(monkeypatch, "build", "--check") == 0
    assert exit_code(monkeypatch, "build", "02") == 2
    assert f"Did you mean {LESSON}?" in " ".join(capsys.readouterr().err.split())


def test_a_course_without_lessons_says_so(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="There are no lessons in"):
        Course(tmp_path).chosen([])
