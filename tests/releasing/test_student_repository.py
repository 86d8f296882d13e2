"""What learners get: the lessons so far, whole and working, and no answer."""

import ast
import json
import re
import textwrap
from pathlib import Path

import pytest
from repository import LESSONS, StudentRepository
from running import run

from autograder.authoring.course import ROOT
from autograder.exercises import all_exercises
from autograder.reference import reference_source
from autograder.releasing.contents import student_repository
from autograder.releasing.start_page import for_lessons
from autograder.syllabus import LESSONS as ALL


def test_it_holds_no_answers_no_sources_no_tests_and_nothing_that_only_grades(released: StudentRepository) -> None:
    paths = released.paths()
    tops = {path.partition("/")[0] for path in paths}
    assert not tops & {"solutions", "lessons", "tests", "benchmarks", "source", ".git", ".github", "nbgrader_config.py"}
    apart = ("authoring", "releasing", "cli/grading", "grading/books/gradebook", "grading/stock", "grading/command")
    apart = tuple(f"autograder/{name}" for name in apart)
    assert not [path for path in paths if path.startswith(apart) or "sealed" in path]
    assert not [path for path in paths if path.startswith("data/models/") and path.endswith(".py")]


def test_it_holds_the_released_lessons_as_they_are_and_no_other(released: StudentRepository) -> None:
    folders = {path.name for path in (released.root / "notebooks").iterdir() if path.is_dir()}
    assert folders == set(LESSONS)
    for lesson in LESSONS:
        for path in (ROOT / "notebooks" / lesson).rglob("*.*"):
            if "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts:
                assert (released.root / path.relative_to(ROOT)).read_bytes() == path.read_bytes()


def test_it_holds_the_checks_of_the_released_lessons_alone(released: StudentRepository) -> None:
    exercises = {path.split("/")[2] for path in released.paths() if path.startswith("autograder/exercises/")}
    assert exercises == {"__init__.py", "sequence_data", "why_recurrence.py", "simple_rnn"}
    assert not [path for path in released.paths() if path.startswith("autograder/capstone")]


def test_no_program_in_it_imports_the_answers(released: StudentRepository) -> None:
    for path in released.root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.partition(".")[0] == "solutions" for name in names), path


def test_no_line_of_an_answer_that_is_not_due_stands_in_it(released: StudentRepository) -> None:
    """Lines of more than a few words, as they are written; those that other programs share are no answer."""
    open_lessons = [lesson for lesson in ALL if lesson not in LESSONS[:-1]]
    everything = "\n".join(path.read_text("utf-8", "ignore") for path in released.root.rglob("*.*") if path.is_file())
    everything = re.sub(r"\\?[\"' ]", "", everything)
    for exercise in (each for each in all_exercises().values() if each.lesson in open_lessons):
        body = textwrap.dedent(reference_source(exercise)).partition("### BEGIN SOLUTION")[2]
        lines = [re.sub(r"\\?[\"' ]", "", line) for line in body.partition("### END SOLUTION")[0].splitlines()]
        lines = [line for line in lines if len(line) > 25]
        assert sum(line in everything for line in lines) <= len(lines) / 2, exercise.name


def test_its_start_page_names_the_released_lessons_and_no_other(released: StudentRepository) -> None:
    page = (released.root / "notebooks" / "start.ipynb").read_text(encoding="utf-8")
    assert set(re.findall(r"(\d\d_\w+)/\d\d_\w+\.ipynb", page)) == set(LESSONS)
    assert set(re.findall(r'\(\\"(\d\d)\\", ', page)) == {"00", "01", "02"}
    assert set(re.findall(r"\| \[(\d\d) ", page)) == {"00", "01", "02"}


def test_a_start_page_without_lesson_02_shows_nothing_of_it() -> None:
    page = for_lessons((ROOT / "notebooks" / "start.ipynb").read_bytes(), LESSONS[:1])
    assert b"02_simple_rnn" not in page
    assert b"what_to_read()" in page


def test_its_start_page_runs_in_a_learners_copy(released: StudentRepository, tmp_path: Path) -> None:
    import nbformat

    copy = released.copied(tmp_path / "students")
    assert copy.python("-m", "autograder.work").returncode == 0
    page = nbformat.read(copy.root / "work" / "start.ipynb", as_version=4)
    ran = run(page, copy.root / "work", tmp_path / "ran")
    assert (ran.errors(), ran.stderr()) == ([], [])
    shown = "".join(output.data.get("text/html", "") for _, output in ran.outputs("display_data"))
    assert "every step starts from a0" in shown
    assert "02 The simple RNN" in shown


def test_checks_work_in_it_without_the_answers(released: StudentRepository) -> None:
    code = (
        "from autograder.check import check; from given.activations import softmax; import autograder, importlib.util"
    )
    code += "; print(autograder.__file__, importlib.util.find_spec('solutions')); check(lambda: 1, 'rnn_cell_forward')"
    ran = released.python("-c", code, folder="notebooks/02_simple_rnn")
    assert ran.stdout.split() == [str(released.root / "autograder" / "__init__.py"), "None"]
    assert "rnn_cell_forward, check 1 of 3" in ran.stderr


def test_every_module_in_it_can_be_imported(released: StudentRepository) -> None:
    modules = [path.removesuffix(".py").replace("/", ".") for path in released.paths() if path.endswith(".py")]
    ours = [each for each in modules if each.startswith(("autograder.", "data.", "figures.")) and "__" not in each]
    # What is started by its path inside a sandbox, or on one system alone, is not for importing.
    ours = [each for each in ours if ".inside." not in each]
    assert len(ours) > 150
    ran = released.python("-c", f"import importlib\nfor name in {ours!r}: importlib.import_module(name)")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_learner_can_try_a_notebook_in_it_on_the_public_inputs(released: StudentRepository) -> None:
    notebook = "notebooks/00_sequence_data/00_sequence_data.ipynb"
    ran = released.python("-m", "autograder", "submit", notebook, "--sandbox", "none")
    assert ran.returncode == 1, ran.stderr
    assert "These were the public inputs" in ran.stdout
    assert re.search(r"in all +0 of 17 points by checks", ran.stdout)


def test_its_commands_are_those_for_learners(released: StudentRepository) -> None:
    ran = released.python("-m", "autograder", "--help")
    assert ran.returncode == 0
    assert "progress" in ran.stdout
    assert "Say how far you are, and judge what you saved." in ran.stdout
    assert not re.search(r"│ (grade|release|build|demo|selftest) ", ran.stdout)


def test_it_says_what_it_lacks(released: StudentRepository) -> None:
    ran = released.python("course.py", "test")
    assert (ran.returncode, "This is the course as learners get it" in ran.stderr) == (2, True)


def test_every_file_that_its_readme_links_to_is_there(released: StudentRepository) -> None:
    for page in ("README.md", "docs/learner.md"):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", (released.root / page).read_text(encoding="utf-8")):
            assert ((released.root / page).parent / link).exists(), link


def test_learners_see_no_pages_for_instructors(released: StudentRepository) -> None:
    settings = json.loads((released.root / ".jupyter" / "labconfig" / "page_config.json").read_text())
    hidden = {name.partition(":")[2] for name, off in settings["disabledExtensions"].items() if off}
    assert {"formgrader", "menu", "assignment-list", "course-list"} <= hidden
    assert "validate-assignment" not in hidden


@pytest.mark.parametrize("lesson", ALL)
def test_every_lesson_can_be_part_of_it(lesson: str) -> None:
    files = student_repository(ROOT, [lesson])
    assert f"notebooks/{lesson}/{lesson}.ipynb" in files
