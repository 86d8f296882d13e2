"""Commands that grade."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from autograder.cli.app import INSTRUCTORS, app, console

SeveralChoice = Literal["latest", "refuse"]
BOXES = "Where submissions run: bubblewrap, or none, which promises nothing against a hostile one."
POLICY = "Due dates, late penalties and attempts; by default policy.toml in the folder for results, if any."
LOCATIONS = "Do not say at which expression a wrong answer goes wrong: quicker, and the points are the same."
JOBS = "How many submissions at once; 0: one a core."


@app.command(rich_help_panel=INSTRUCTORS)
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
    no_locations: Annotated[bool, typer.Option("--no-locations", help=LOCATIONS)] = False,
    roster: Annotated[
        Path | None, typer.Option(help="A CSV file of the class: id and, where known, name and e-mail.")
    ] = None,
    student_from: Annotated[
        str, typer.Option(help="A pattern with (?P<student>...) that finds the learner in a path.")
    ] = "",
    several: Annotated[
        SeveralChoice, typer.Option(help="Which of a learner's notebooks for one lesson counts; refuse: none.")
    ] = "latest",
    policy: Annotated[Path | None, typer.Option(help=POLICY)] = None,
    handed_in: Annotated[
        Path | None, typer.Option(help="A CSV file of when things were handed in: student, lesson, time.")
    ] = None,
) -> None:
    """Grade submissions; exit 2 where one could not be graded.

    What stands directly below a named folder is one learner's: a folder, an archive or a notebook of their name.
    """
    from autograder.grading import command
    from autograder.grading.intake import read_roster

    intake = command.Intake(read_roster(roster) if roster else None, student_from, several, policy, handed_in)
    machine = command.Machine(jobs, scheduler, gradebook, force, not no_locations)
    results = command.grade(paths, out, console, box=sandbox, lesson=lesson, intake=intake, machine=machine)
    raise typer.Exit(command.exit_code(results))


@app.command(rich_help_panel=INSTRUCTORS)
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


@app.command(rich_help_panel=INSTRUCTORS)
def demo(
    out: Annotated[Path, typer.Option(help="The folder for the class and its results.")] = Path("reports/demo"),
    sandbox: Annotated[str | None, typer.Option(help=BOXES + " By default the best that this machine has.")] = None,
    jobs: Annotated[int, typer.Option(min=0, help=JOBS)] = 0,
) -> None:
    """Make a bundled class of twenty, some of whose files are broken on purpose, and grade it."""
    from autograder.grading import command

    command.demo(out, console, box=sandbox, machine=command.Machine(jobs))


@app.command(rich_help_panel=INSTRUCTORS)
def doctor() -> None:
    """Tell what this machine can promise about untrusted code, by trying it; exit 1 where a promise does not hold."""
    from autograder.grading import command

    raise typer.Exit(command.doctor(console))
