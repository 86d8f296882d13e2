"""A skeleton is whole and honest from the start: it runs, passes the linters and says what is left to do."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest
from copied_course import CopiedCourse, copied_course

from autograder import cli
from autograder.authoring import draft as drafts
from autograder.authoring.course import ROOT, Course
from autograder.authoring.new import new_exercise, new_lesson
from autograder.errors import CourseError

LESSON = "20_leaky_rnn"
PARTS = ("autograder/exercises", "lessons", "solutions")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The files of a course that skeletons are written beside, nothing that runs."""
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "*.npz"))
    shutil.copy(ROOT / "autograder/syllabus.py", tmp_path / "autograder")
    return Course(tmp_path)


def texts(course: Course) -> dict[str, str]:
    files = (path for path in course.root.rglob("*") if path.is_file())
    return {path.relative_to(course.root).as_posix(): path.read_text(encoding="utf-8") for path in files}


# ------------------------------------------------------------------------------------------- what a skeleton does


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> CopiedCourse:
    """A course with a new lesson of two new exercises, and one more in a module and in a package that are there."""
    copy = copied_course(tmp_path_factory.mktemp("copied"))
    new_lesson(Course(copy.root), LESSON)
    for name, lesson in (
        ("leaky_step", LESSON),
        ("leaky_loop", LESSON),
        ("one_more", "01_why_recurrence"),
        ("another", "08_gradient_flow"),
    ):
        new_exercise(Course(copy.root), name, lesson)
    return copy


def test_skeletons_pass_ruff_and_mypy_as_they_are(written: CopiedCourse) -> None:
    for command in (
        ["ruff", "check", "--no-cache"],
        ["ruff", "format", "--check", "--no-cache"],
        ["mypy", "--strict", "autograder/exercises", "solutions"],
    ):
        ran = written.python("-m", *command)
        assert ran.code == 0, ran.said


def test_the_selftest_of_a_skeleton_says_what_is_due_and_nothing_else(written: CopiedCourse) -> None:
    names = ("leaky_step", "leaky_loop", "one_more", "another")
    ran = written.autograder("selftest", *names)
    holes = [line for line in ran.said.splitlines() if line.startswith(names)]
    assert holes == [f"{name}: 1 variant is listed, 3 are due." for name in names]
    assert ran.code == 1


def test_no_mechanical_change_to_a_skeleton_goes_unnoticed(written: CopiedCourse) -> None:
    assert written.autograder("mutate", "leaky_step").code == 0


def test_a_lesson_of_skeletons_builds_and_its_tests_run(written: CopiedCourse) -> None:
    assert written.autograder("build", LESSON).said.startswith(f"{LESSON}: built\n")
    ran = written.python("-m", "pytest", "tests/lessons/test_leaky_rnn.py")
    assert ran.code == 0, ran.said
    assert "got empty parameter set" in ran.said


def test_a_lesson_without_exercises_builds(tmp_path: Path) -> None:
    copy = copied_course(tmp_path)
    new_lesson(Course(copy.root), LESSON)
    assert copy.autograder("build", LESSON).said.startswith(f"{LESSON}: built\n")
    ran = copy.autograder("selftest", LESSON)
    assert (ran.code, f"There is no lesson '{LESSON}' with exercises." in ran.said) == (2, True)


def test_nothing_in_the_course_is_left_to_fill_in() -> None:
    found = (path for part in (*PARTS, "tests/lessons") for path in (ROOT / part).rglob("*") if path.is_file())
    texts = {path: path.read_bytes() for path in found if path.suffix in (".py", ".md")}
    assert [path for path, text in texts.items() if b"FILL IN" in text] == []


# ------------------------------------------------------------------------------------------------- where it is put


def test_a_lesson_is_entered_in_its_place(course: Course) -> None:
    before = texts(course)["autograder/syllabus.py"]
    for lesson in ("98_later", "97_earlier", "99_last"):
        new_lesson(course, lesson)
    changes = changed_lines(before, texts(course)["autograder/syllabus.py"])
    assert changes == ['+    "97_earlier",', '+    "98_later",', '+    "99_last",']


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_cells_stand_before_what_to_remember_else_at_the_end(course: Course) -> None:
    new_lesson(course, LESSON)
    new_exercise(course, "leaky_step", LESSON)
    lesson = course.lessons / f"{LESSON}.py"
    text = lesson.read_text()
    assert text.index("check(leaky_step)") < text.index("# ## What you should remember")
    lesson.write_text("# %%\nimport figures\n")
    new_exercise(course, "leaky_loop", LESSON)
    assert lesson.read_text().startswith("# %%\nimport figures\n\n# %% [markdown]\n")
    assert lesson.read_text().endswith("check(leaky_loop)\n")


@pytest.mark.parametrize("lesson", ["02_simple_rnn", "08_gradient_flow"])
def test_what_stood_in_a_file_stays_there(course: Course, lesson: str) -> None:
    before = texts(course)
    added = new_exercise(course, "one_more", lesson)
    after = texts(course)
    changes = [line for file in before for line in changed_lines(before[file], after[file])]
    replaced = [line for line in changes if line.startswith("-")]
    assert all(line.startswith(("-from autograder.", "-__all__")) for line in replaced), replaced
    assert {file for file in after if before.get(file) != after[file]} == {*added.new, *added.added_to}


# ---------------------------------------------------------------------------------------------- what it will not do


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("leaky_rnn", "cannot name a lesson"),
        ("5_leaky_rnn", "cannot name a lesson"),
        ("105_leaky_rnn", "cannot name a lesson"),
        ("20_LeakyRNN", "cannot name a lesson"),
        ("20_leaky-rnn", "cannot name a lesson"),
        ("20_leaky rnn", "cannot name a lesson"),
        ("20_", "cannot name a lesson"),
        ("20_../x", "cannot name a lesson"),
        ("20_import", "cannot name a lesson"),
        (f"20_{41 * 'x'}", "cannot name a lesson"),
        ("02_leaky_rnn", "The number 02 is that of lesson 02_simple_rnn"),
        ("20_simple_rnn", "The topic simple_rnn is that of lesson 02_simple_rnn"),
        ("20_clipping", "solutions/clipping.py exists already"),
        ("20_alternatives", "solutions/alternatives exists already"),
    ],
)
def test_a_lesson_that_cannot_be_is_refused(course: Course, name: str, says: str) -> None:
    before = texts(course)
    with pytest.raises(CourseError, match=says):
        new_lesson(course, name)
    assert texts(course) == before


@pytest.mark.parametrize(
    ("name", "lesson", "says"),
    [
        ("Leaky", "02_simple_rnn", "cannot name an exercise"),
        ("leaky-step", "02_simple_rnn", "cannot name an exercise"),
        ("sum", "02_simple_rnn", "cannot name an exercise"),
        ("lambda", "02_simple_rnn", "cannot name an exercise"),
        ("../leaky", "02_simple_rnn", "cannot name an exercise"),
        ("softmax", "02_simple_rnn", "An exercise is called softmax already"),
        ("figures", "02_simple_rnn", "lessons/02_simple_rnn.py uses the name figures already"),
        ("np", "01_why_recurrence", "autograder/exercises/why_recurrence.py uses the name np already"),
        ("clipping", "08_gradient_flow", "autograder/exercises/gradient_flow/clipping.py exists already"),
        ("leaky_step", "02_simple", "There is no lesson '02_simple'. Did you mean 02_simple_rnn?"),
    ],
)
def test_an_exercise_that_cannot_be_is_refused(course: Course, name: str, lesson: str, says: str) -> None:
    before = texts(course)
    with pytest.raises(CourseError, match=says):
        new_exercise(course, name, lesson)
    assert texts(course) == before


@pytest.mark.parametrize("file", ["lessons/20_leaky_rnn.py", "solutions/rubrics/20_leaky_rnn.md"])
def test_a_file_of_somebody_is_never_overwritten(course: Course, file: str) -> None:
    (course.root / file).write_text("mine")
    with pytest.raises(CourseError, match="20_leaky_rnn"):
        new_lesson(course, LESSON)
    assert texts(course)[file] == "mine"


def test_a_package_that_exports_nothing_is_told(course: Course) -> None:
    (course.root / "autograder/exercises/gradient_flow/__init__.py").write_text('"""Nothing."""\n')
    with pytest.raises(CourseError, match=r"gradient_flow/__init__.py: it has no __all__"):
        new_exercise(course, "another", "08_gradient_flow")


def test_a_broken_file_and_a_missing_one_are_told(course: Course) -> None:
    module = course.root / "autograder/exercises/why_recurrence.py"
    module.write_text("x = (\n")
    with pytest.raises(CourseError, match=r"exercises/why_recurrence.py is not valid Python, line 1: .* Mend it first"):
        new_exercise(course, "one_more", "01_why_recurrence")
    module.unlink()
    with pytest.raises(CourseError, match=r"exercises/why_recurrence.py cannot be read: No such file"):
        new_exercise(course, "one_more", "01_why_recurrence")


def test_a_syllabus_in_another_form_is_told(course: Course) -> None:
    (course.root / "autograder/syllabus.py").write_text('LESSONS = ("02_simple_rnn",)\n')
    with pytest.raises(CourseError, match="does not list the lessons one a line"):
        new_lesson(course, LESSON)


def test_without_the_answers_nothing_is_begun(course: Course) -> None:
    shutil.rmtree(course.root / "solutions")
    for begin in (lambda: new_lesson(course, LESSON), lambda: new_exercise(course, "leaky", "02_simple_rnn")):
        with pytest.raises(CourseError, match="There is no solutions/"):
            begin()


def test_a_disk_that_is_full_leaves_everything_as_it_was(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    before, create = texts(course), drafts._create

    def full_in_the_end(path: Path, text: str) -> Path:
        if path.name == "02_simple_rnn.py.new":
            raise OSError(28, "No space left on device")
        return create(path, text)

    monkeypatch.setattr(drafts, "_create", full_in_the_end)
    with pytest.raises(CourseError, match=r"so none was: .* No space left"):
        new_exercise(course, "one_more", "02_simple_rnn")
    assert texts(course) == before


def test_the_command_ends_2_and_says_why(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["autograder", "new", "lesson", "20_simple_rnn"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "The topic simple_rnn is that of lesson 02_simple_rnn" in capsys.readouterr().err
