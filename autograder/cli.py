"""The `autograder` command. Each function parses, calls and prints; the work is done in the modules that it names.

Exit codes: 0 all passed, 1 not yet, 2 the course or the call is broken.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from autograder.errors import CourseError

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
new = typer.Typer(no_args_is_help=True, help="Write the skeleton of a lesson or an exercise; nothing is overwritten.")
app.add_typer(new, name="new")
console = Console()

Names = Annotated[list[str] | None, typer.Argument(help="Exercises or lessons; all where none is named.")]

Lessons = Annotated[
    list[str] | None, typer.Argument(help="Lessons, for example 02_simple_rnn; all where none is named.")
]


@new.command("lesson")
def new_lesson(
    name: Annotated[str, typer.Argument(help="Its number and topic, for example 05_types_of_rnn.")],
) -> None:
    """Write the files of a new lesson and enter it into autograder/syllabus.py."""
    from autograder.authoring import new as skeletons
    from autograder.authoring.course import Course

    console.print(str(skeletons.new_lesson(Course(), name)), markup=False, highlight=False, soft_wrap=True)


@new.command("exercise")
def new_exercise(
    name: Annotated[str, typer.Argument(help="The name of the function that learners write.")],
    lesson: Annotated[str, typer.Option(help="The lesson that asks for it, for example 02_simple_rnn.")],
) -> None:
    """Write the skeleton of an exercise: an answer, a check, a mistake, a variant, and its cells in the lesson."""
    from autograder.authoring import new as skeletons
    from autograder.authoring.course import Course

    console.print(str(skeletons.new_exercise(Course(), name, lesson)), markup=False, highlight=False, soft_wrap=True)


@app.command()
def selftest(
    names: Names = None,
    bank: Annotated[
        Path | None, typer.Option(help="Try a folder of labelled answers instead; see authoring.md.")
    ] = None,
) -> None:
    """Prove the checks by their mistakes: each misconception caught and named, each correct variant accepted."""
    from autograder.authoring import selftest as proof

    if bank:
        raise typer.Exit(_try_bank(bank, names or []))
    results = [proof.prove(exercise) for exercise in proof.chosen(names or [])]
    console.print(proof.table(results))
    for hole in [hole for result in results for hole in result.holes]:
        console.print(hole, style="red", markup=False)
    raise typer.Exit(1 if any(result.holes for result in results) else 0)


def _try_bank(folder: Path, names: list[str]) -> int:
    from autograder.authoring import bank
    from autograder.authoring.selftest import chosen

    wanted = {exercise.name for exercise in chosen(names)}
    results = [bank.tried(entry) for entry in bank.entries(folder) if entry.exercise in wanted]
    console.print(bank.table(results))
    failures = bank.failures(results)
    for failure in failures:
        console.print(failure, style="red", markup=False)
    return 1 if failures else 0


@app.command()
def mutate(names: Names = None) -> None:
    """Change the reference functions mechanically and see whether a check notices each change."""
    from autograder.authoring import mutate as mutation
    from autograder.authoring.selftest import chosen

    results = [mutation.survey(exercise) for exercise in chosen(names or [])]
    console.print(mutation.table(results))
    for survivor in [survivor for result in results for survivor in result.survivors]:
        console.print(str(survivor), markup=False)
    raise typer.Exit(1 if any(result.survivors for result in results) else 0)


@app.command()
def build(
    lessons: Lessons = None,
    check: Annotated[
        bool, typer.Option("--check", help="Build nothing; say what is stale, exit 1 where anything is.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite notebooks that were changed by hand.")] = False,
    run: Annotated[bool, typer.Option("--run", help="Run each lesson solved, and say how long it takes.")] = False,
) -> None:
    """Build lessons/ into source/ (with solutions) and, by nbgrader's own step, into notebooks/ (the release).

    At the end stands how long each lesson is.
    """
    from autograder.authoring import measure, release, start
    from autograder.authoring.course import Course

    course = Course()
    names = course.chosen(lessons or [])
    if check:
        stale = release.stale(course, names)
        stale += [] if lessons else [*release.orphans(course), *start.stale_start(course)]
        for line in stale:
            console.print(line, markup=False, soft_wrap=True)
        raise typer.Exit(1 if stale else 0)
    for name in names:
        built = release.build(course, name, force=force)
        console.print(f"{name}: {'built' if built.changed else 'nothing to change'}")
    if not lessons:
        console.print(f"start page: {'built' if start.build_start(course) else 'nothing to change'}")
    console.print(measure.table([measure.length_of(name, course, run=run) for name in names]))


@app.command("seal")
def seal_capstone() -> None:
    """Draw the sealed parts of the capstone anew, from a seed that nobody knows; its models are then graded again."""
    from autograder.authoring.seal import seal

    for path in seal():
        console.print(str(path), markup=False, highlight=False, soft_wrap=True)


@app.command("progress")
def show_progress(
    folder: Annotated[Path, typer.Argument(help="The folder that holds the lessons.")] = Path("notebooks"),
) -> None:
    """Say how far each lesson is, from the notebooks as they were last saved."""
    from autograder.progress import progress

    progress(folder)


SeveralChoice = Literal["latest", "refuse"]
BOXES = "Where submissions run: bubblewrap, or none, which promises nothing against a hostile one."
JOBS = "How many submissions at once; 0: one a core."


@app.command()
def grade(
    paths: Annotated[list[Path], typer.Argument(help="Notebooks, folders of them, or nbgrader's submitted/.")],
    out: Annotated[Path, typer.Option(help="The folder for results; it becomes an nbgrader course.")],
    lesson: Annotated[str | None, typer.Option(help="The lesson; otherwise found out for each notebook.")] = None,
    sandbox: Annotated[str, typer.Option(help=BOXES)] = "bubblewrap",
    jobs: Annotated[int, typer.Option(min=0, help=JOBS)] = 0,
    scheduler: Annotated[str, typer.Option(help="A Dask cluster that does the work, as tcp://HOST:PORT.")] = "",
    gradebook: Annotated[
        str, typer.Option(envvar="AUTOGRADER_GRADEBOOK", help="The URL of a gradebook elsewhere, postgresql://... say.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Judge again what was graded before.")] = False,
    roster: Annotated[
        Path | None, typer.Option(help="A CSV file of the class: id and, where known, name and e-mail.")
    ] = None,
    student_from: Annotated[
        str, typer.Option(help="A pattern with (?P<student>...) that finds the learner in a path.")
    ] = "",
    several: Annotated[
        SeveralChoice, typer.Option(help="Which of a learner's notebooks for one lesson counts; refuse: none.")
    ] = "latest",
) -> None:
    """Grade submissions; exit 2 where one could not be graded.

    What stands directly below a named folder is one learner's: a folder, an archive or a notebook of their name.
    """
    from autograder.grading import command
    from autograder.grading.intake import read_roster

    intake = command.Intake(read_roster(roster) if roster else None, student_from, several)
    machine = command.Machine(jobs, scheduler, gradebook, force)
    results = command.grade(paths, out, console, box=sandbox, lesson=lesson, intake=intake, machine=machine)
    raise typer.Exit(command.exit_code(results))


@app.command()
def leaderboard(
    results: Annotated[Path, typer.Argument(help="The folder that `autograder grade` wrote to, or its results.json.")],
    to: Annotated[Path, typer.Option(help="The page to write.")] = Path("leaderboard.html"),
    names: Annotated[bool, typer.Option("--names", help="Show learners under their names, not pseudonyms.")] = False,
) -> None:
    """Write a page with the models of the capstone, the best first, from graded results."""
    from autograder.grading.books.leaderboard import write_leaderboard

    boards = write_leaderboard(results, to, names=names)
    count = sum(len(board.rows) for board in boards)
    said = f"{count} model{'' if count == 1 else 's'} in {to}"
    console.print(said, markup=False, highlight=False, soft_wrap=True)


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="The folder for the class and its results.")] = Path("reports/demo"),
    sandbox: Annotated[str | None, typer.Option(help=BOXES + " By default the best that this machine has.")] = None,
    jobs: Annotated[int, typer.Option(min=0, help=JOBS)] = 0,
) -> None:
    """Make a bundled class of twenty, some of whose files are broken on purpose, and grade it."""
    from autograder.grading import command

    command.demo(out, console, box=sandbox, machine=command.Machine(jobs))


@app.command()
def doctor() -> None:
    """Tell what this machine can promise about untrusted code, by trying it; exit 1 where a promise does not hold."""
    from autograder.grading import command

    raise typer.Exit(command.doctor(console))


def main() -> None:
    """Run the command; a CourseError becomes one clear message and exit code 2."""
    try:
        app()
    except CourseError as problem:
        Console(stderr=True).print(str(problem), style="red", markup=False)
        sys.exit(2)


if __name__ == "__main__":
    main()
