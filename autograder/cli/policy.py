"""Commands for the rules of a class over time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import INSTRUCTORS, app, console
from autograder.cli.grading import BOXES, JOBS, POLICY

RESULTS = "The folder that `autograder grade` wrote to."


@app.command(rich_help_panel=INSTRUCTORS)
def policy(
    check: Annotated[Path, typer.Option("--check", help="The file with due dates, penalties and attempts.")] = Path(
        "policy.toml"
    ),
    roster: Annotated[Path | None, typer.Option(help="A CSV file of the class, to find its learners in.")] = None,
) -> None:
    """Read policy.toml and say what it means; exit 2, with one sentence, where something in it is wrong."""
    from autograder.grading.intake import read_roster
    from autograder.grading.lessons import Lessons
    from autograder.grading.policy import read_policy
    from autograder.grading.policy.words import in_words

    students = [learner.identity for learner in read_roster(roster).learners] if roster else None
    for line in in_words(read_policy(check, Lessons().names, students)):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command(rich_help_panel=INSTRUCTORS)
def regrade(
    folder: Annotated[Path, typer.Argument(help=RESULTS)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would change, and change nothing.")] = False,
    lesson: Annotated[str | None, typer.Option(help="Only this lesson.")] = None,
    policy: Annotated[Path | None, typer.Option(help=POLICY)] = None,
    handed_in: Annotated[
        Path | None, typer.Option(help="A CSV file of when things were handed in: student, lesson, time.")
    ] = None,
    sandbox: Annotated[str, typer.Option(help=BOXES)] = "bubblewrap",
    jobs: Annotated[int, typer.Option(min=0, help=JOBS)] = 0,
    gradebook: Annotated[
        str, typer.Option(envvar="AUTOGRADER_GRADEBOOK", help="The URL of a gradebook elsewhere, postgresql://... say.")
    ] = "",
) -> None:
    """Judge again what was handed in, after a check was corrected: whose grade changes, by how much and why."""
    from autograder.grading.command import Intake, Machine, exit_code
    from autograder.grading.regrade import regrade

    results = regrade(
        folder,
        console,
        box=sandbox,
        lesson=lesson,
        dry_run=dry_run,
        intake=Intake(policy=policy, handed_in=handed_in),
        machine=Machine(jobs, gradebook=gradebook),
    )
    raise typer.Exit(exit_code(results))


@app.command(rich_help_panel=INSTRUCTORS)
def appeal(
    folder: Annotated[Path, typer.Argument(help=RESULTS)],
    student: Annotated[str, typer.Argument(help="The learner's identity, as in results.csv.")],
    exercise: Annotated[str, typer.Argument(help="The exercise's name, as in results.csv.")],
    to: Annotated[Path | None, typer.Option(help="A file to write it to; otherwise it is printed.")] = None,
    sandbox: Annotated[str, typer.Option(help=BOXES)] = "bubblewrap",
) -> None:
    """Show what each check asked of a learner's function, what came back and what is due. For instructors alone."""
    from autograder.grading.appeal import appeal
    from autograder.grading.command import private_files
    from autograder.grading.files import replace_file

    with private_files():
        text = appeal(folder, student, exercise, box=sandbox)
        if to:
            replace_file(to, text.encode("utf-8", "backslashreplace"))
    said = f"Written to {to}: keep it to yourself, it holds secret inputs and right values." if to else text
    console.print(said, markup=False, highlight=False, soft_wrap=True)
