"""A learner works in a copy of the lessons, and an update overwrites nothing that the learner wrote."""

import json
from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.work import fill

LESSON = "02_simple_rnn/02_simple_rnn.ipynb"


def a_notebook(*sources: str, outputs: tuple = ()) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": each, "outputs": outputs} for each in sources]})


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for name, text in {
        "start.ipynb": a_notebook("the start page"),
        LESSON: a_notebook("def f(): ..."),
        "02_simple_rnn/recording.json": "{}",
        "02_simple_rnn/given/activations.py": "first",
        "02_simple_rnn/given/__pycache__/activations.pyc": "",
    }.items():
        release(tmp_path, name, text)
    fill(tmp_path / "notebooks", tmp_path / "work")
    return tmp_path


def release(course: Path, name: str, text: str) -> None:
    (course / "notebooks" / name).parent.mkdir(parents=True, exist_ok=True)
    (course / "notebooks" / name).write_text(text)


def update(course: Path) -> list[str]:
    return fill(course / "notebooks", course / "work")


def test_every_file_of_a_lesson_is_copied_and_what_python_made_is_not(course: Path) -> None:
    copied = {path.relative_to(course / "work").as_posix() for path in (course / "work").rglob("*") if path.is_file()}
    assert copied == {
        ".copied.json", "start.ipynb", LESSON, "02_simple_rnn/recording.json", "02_simple_rnn/given/activations.py"
    }  # fmt: skip


def test_what_a_learner_wrote_stays_while_nothing_new_is_released(course: Path) -> None:
    (course / "work" / LESSON).write_text(a_notebook("def f(): return 1"))
    assert update(course) == []
    assert (course / "work" / LESSON).read_text() == a_notebook("def f(): return 1")


def test_a_new_lesson_is_added(course: Path) -> None:
    release(course, "03_x/03_x.ipynb", a_notebook("new"))
    assert update(course) == []
    assert (course / "work" / "03_x" / "03_x.ipynb").exists()


def test_a_new_version_of_a_notebook_that_was_written_in_lies_beside_it(course: Path) -> None:
    (course / "work" / LESSON).write_text(a_notebook("def f(): return 1"))
    release(course, LESSON, a_notebook("def f(x): ..."))
    (said,) = update(course)
    assert "Yours stays as it is; the new one is 02_simple_rnn_new.ipynb beside it." in said
    assert (course / "work" / LESSON).read_text() == a_notebook("def f(): return 1")
    assert (course / "work" / "02_simple_rnn" / "02_simple_rnn_new.ipynb").read_text() == a_notebook("def f(x): ...")
    assert update(course) == []


def test_of_two_new_versions_none_is_lost(course: Path) -> None:
    (course / "work" / LESSON).write_text(a_notebook("def f(): return 1"))
    for version in ("second", "third"):
        release(course, LESSON, a_notebook(version))
        update(course)
    folder = course / "work" / "02_simple_rnn"
    assert (folder / "02_simple_rnn_new.ipynb").read_text() == a_notebook("second")
    assert (folder / "02_simple_rnn_new_2.ipynb").read_text() == a_notebook("third")


def test_a_notebook_that_was_only_run_is_replaced(course: Path) -> None:
    (course / "work" / LESSON).write_text(a_notebook("def f(): ...", outputs=("run",)))
    release(course, LESSON, a_notebook("def f(x): ..."))
    assert update(course) == []
    assert (course / "work" / LESSON).read_text() == a_notebook("def f(x): ...")


def test_a_notebook_that_was_only_run_keeps_its_outputs_as_long_as_the_release_says_the_same(course: Path) -> None:
    ran = a_notebook("def f(): ...", outputs=("run",))
    (course / "work" / LESSON).write_text(ran)
    (course / "work" / ".copied.json").unlink()
    assert update(course) == []
    assert (course / "work" / LESSON).read_text() == ran


@pytest.mark.parametrize("name", ["02_simple_rnn/given/activations.py", "start.ipynb"])
def test_of_any_other_file_the_new_version_counts_and_the_changed_one_is_kept(course: Path, name: str) -> None:
    (course / "work" / name).write_text(a_notebook("mine"))
    release(course, name, a_notebook("second"))
    (said,) = update(course)
    path = course / "work" / name
    kept = path.with_name(f"{path.stem}_before{path.suffix}")
    assert kept.name in said
    assert (path.read_text(), kept.read_text()) == (a_notebook("second"), a_notebook("mine"))


def test_a_file_that_was_deleted_comes_back(course: Path) -> None:
    (course / "work" / LESSON).unlink()
    assert update(course) == []
    assert (course / "work" / LESSON).read_text() == a_notebook("def f(): ...")


def test_a_lesson_that_is_no_longer_released_is_left_alone(course: Path) -> None:
    (course / "notebooks" / LESSON).unlink()
    assert update(course) == []
    assert (course / "work" / LESSON).exists()


@pytest.mark.parametrize("damaged", ["", "[]", '{"a": '])
def test_without_its_record_nothing_that_was_written_is_lost(course: Path, damaged: str) -> None:
    (course / "work" / LESSON).write_text(a_notebook("def f(): return 1"))
    (course / "work" / ".copied.json").write_text(damaged)
    update(course)
    assert (course / "work" / LESSON).read_text() == a_notebook("def f(): return 1")


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "work").write_text("")
    with pytest.raises(CourseError, match="work is a file"):
        fill(tmp_path / "notebooks", tmp_path / "work")
