"""Commands that lead to other systems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.app import INSTRUCTORS, app, console
from autograder.grading.doors.cases import Visibility

if TYPE_CHECKING:  # what these import takes a second, which every command would wait for
    from autograder.grading.doors.gradebook_file import Filled, Sheet
    from autograder.grading.doors.graded import Scores
    from autograder.grading.intake import Roster

package = typer.Typer(no_args_is_help=True, help="Pack what grades a lesson on another platform.")
app.add_typer(package, name="package", rich_help_panel=INSTRUCTORS)

Lesson = Annotated[str, typer.Argument(help="The lesson, for example 02_simple_rnn.")]


@package.command("gradescope")
def package_gradescope(
    lesson: Lesson,
    to: Annotated[Path, typer.Option(help="The archive to write, FILE.zip.")],
    visibility: Annotated[Visibility, typer.Option(help="When learners see what each check says.")] = "visible",
) -> None:
    """Write the archive of a programming assignment's autograder. It holds the answers: keep it to yourself."""
    from autograder.grading.doors.gradescope_package import write_package

    made = write_package(lesson, to, visibility=visibility)
    said = f"{to}: {made.size / 2**20:.1f} MiB. It holds the answers; upload it to Gradescope and give it to nobody.\n"
    said += f"Autograder points: {made.points:g}; written questions, marked by persons: {made.by_hand:g}."
    console.print(said, markup=False, highlight=False, soft_wrap=True)


@package.command("github-classroom")
def package_github_classroom(
    lesson: Lesson,
    to: Annotated[Path, typer.Option(help="The repository for learners, as `autograder release` wrote it.")],
    force: Annotated[bool, typer.Option("--force", help="Replace another workflow of this name.")] = False,
) -> None:
    """Write a workflow that judges each push in a learner's repository, without the answers."""
    from autograder.grading.doors.classroom import write_workflow

    said = f"{write_workflow(lesson, to, force=force)}: judges hand_in/{lesson}.ipynb on each push."
    console.print(said, markup=False, highlight=False, soft_wrap=True)


export = typer.Typer(no_args_is_help=True, help="Write scores for a learning management system or a build machine.")
app.add_typer(export, name="export", rich_help_panel=INSTRUCTORS)

Results = Annotated[Path, typer.Argument(help="The folder that `autograder grade` wrote to.")]
To = Annotated[Path, typer.Option(help="The file to write.")]
OfLesson = Annotated[str | None, typer.Option(help="The lesson, where the results are of several.")]
RosterFile = Annotated[Path | None, typer.Option(help="A CSV file of the class: id and, where known, name and e-mail.")]
OutOf = Annotated[float | None, typer.Option(min=0, help="The assignment's points, where its file lacks them.")]
Unmarked = Annotated[bool, typer.Option("--unmarked", help="Write scores although written answers wait for marks.")]


@export.command("canvas")
def export_canvas(
    results: Results,
    to: To,
    gradebook: Annotated[Path | None, typer.Option(help="The CSV file that Canvas exported.")] = None,
    roster: RosterFile = None,
    lesson: OfLesson = None,
    column: Annotated[str | None, typer.Option(help="The assignment: its name or number in Canvas.")] = None,
    out_of: OutOf = None,
    unmarked: Unmarked = False,
) -> None:
    """Write a CSV file for the import into Canvas's gradebook; exit 1 where a score found no row."""
    from autograder.errors import CourseError
    from autograder.grading.doors import canvas
    from autograder.grading.doors.gradebook_file import read_sheet

    scores, known = _scores_and_roster(results, to, gradebook, roster, lesson, unmarked)
    if gradebook:
        written = canvas.fill(read_sheet(gradebook), scores, column=column, roster=known, out_of=out_of)
    elif known:
        written = canvas.made(scores, known)
    else:
        raise CourseError("Say --gradebook with the file that Canvas exported, or --roster.")
    _write(*written, to)


@export.command("moodle")
def export_moodle(
    results: Results,
    to: To,
    gradebook: Annotated[Path | None, typer.Option(help="The grading worksheet that Moodle exported.")] = None,
    roster: RosterFile = None,
    lesson: OfLesson = None,
    column: Annotated[str | None, typer.Option(help="The title of the grades, if it is not Grade.")] = None,
    out_of: OutOf = None,
    comments: Annotated[bool, typer.Option("--comments", help="Write points and known mistakes as feedback.")] = False,
    comments_column: Annotated[str | None, typer.Option(help="The same, and the title of their column.")] = None,
    unmarked: Unmarked = False,
) -> None:
    """Fill in Moodle's grading worksheet, or write a file for its gradebook; exit 1 where a score found no row."""
    from autograder.grading.doors import moodle
    from autograder.grading.doors.gradebook_file import read_sheet

    scores, known = _scores_and_roster(results, to, gradebook, roster, lesson, unmarked)
    if gradebook:
        wanted = comments_column or comments
        sheet = read_sheet(gradebook)
        _write(*moodle.fill(sheet, scores, column=column, roster=known, comments=wanted, out_of=out_of), to)
    else:
        _write(*moodle.made(scores, known, comments=comments), to)


@export.command("junit")
def export_junit(results: Results, to: To) -> None:
    """Write JUnit XML, a suite for each submission and a test case for each check."""
    from autograder.grading.doors.graded import read_results
    from autograder.grading.doors.junit import junit_xml
    from autograder.grading.files import replace_file

    _must_be_another(to, results / "results.json")
    found = read_results(results)
    replace_file(to, junit_xml(found))
    console.print(f"{to}: {len(found)} submissions", markup=False, highlight=False, soft_wrap=True)


def _must_be_another(to: Path, *read: Path | None) -> None:
    """Refuse to write over a file that is read: it may be the only one of its kind."""
    from autograder.errors import CourseError

    if to.is_dir() or to.resolve() in {path.resolve() for path in read if path}:
        raise CourseError(f"{to} is a folder, or a file that is read here: name another file to write.")


def _scores_and_roster(
    results: Path, to: Path, gradebook: Path | None, roster: Path | None, lesson: str | None, unmarked: bool
) -> tuple[Scores, Roster | None]:
    """Return what an export begins with: the scores of a lesson, and who is in the class where that is known."""
    from autograder.grading.doors.graded import read_results, scores_of
    from autograder.grading.intake import read_roster

    _must_be_another(to, gradebook, roster, results / "results.json")
    return scores_of(read_results(results), lesson, unmarked=unmarked), read_roster(roster) if roster else None


def _write(sheet: Sheet, filled: Filled, to: Path) -> None:
    """Write a file and say what a person should know of it."""
    from autograder.grading.doors.gradebook_file import write_sheet
    from autograder.grading.summary import visible

    write_sheet(sheet, to)
    count = f"{filled.written} score{'' if filled.written == 1 else 's'}"
    for line in [*filled.notes, *filled.left_over, f"{to}: {count}"]:
        console.print(visible(line), markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1 if filled.left_over else 0)


@app.command(rich_help_panel=INSTRUCTORS)
def serve(
    to: Annotated[Path, typer.Option(help="The folder for what is handed in and what comes of it.")],
    tokens: Annotated[Path, typer.Option(help="A file with a line `NAME TOKEN` for each who may hand in.")],
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at.")] = 8000,
    jobs: Annotated[int, typer.Option(min=0, help="How many submissions at once; 0: one a core.")] = 0,
    sandbox: Annotated[str, typer.Option(help="Where submissions run: bubblewrap, or none.")] = "bubblewrap",
) -> None:
    """Take notebooks over HTTP and judge them, until it is ended; see docs/http.md."""
    from autograder.errors import CourseError

    try:
        from autograder.grading.doors.http.serve import Address
        from autograder.grading.doors.http.serve import serve as serve_there
    except ModuleNotFoundError as missing:
        raise CourseError(f"For this install the course with a server: pip install -e '.[http]' ({missing}).") from None
    serve_there(to, tokens, Address(host, port), jobs=jobs, sandbox=sandbox)
