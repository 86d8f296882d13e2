"""Commands for the rules of a class over time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import INSTRUCTORS, app, console
from autograder.cli.grading import BOXES, JOBS, LOCATIONS, POLICY

MOST_NAMED = 20  # files that still hold a learner's identity
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
    no_locations: Annotated[bool, typer.Option("--no-locations", help=LOCATIONS)] = False,
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
        machine=Machine(jobs, gradebook=gradebook, locations=not no_locations),
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


@app.command(rich_help_panel=INSTRUCTORS)
def backup(
    folder: Annotated[Path, typer.Argument(help=RESULTS)],
    to: Annotated[Path, typer.Argument(help="The archive to write, as results.zip; it must not be there yet.")],
) -> None:
    """Write a folder of results to one archive, whole and checked; it holds personal data and secret inputs."""
    from autograder.grading.command import private_files
    from autograder.grading.keeping.backup import backup

    with private_files():
        count = backup(folder, to)
    _say(f"{count} files of {folder} are in {to}. It holds personal data and secret inputs.")
    if not (folder / "gradebook.db").exists():
        _say("The gradebook is not in the folder and so not in the backup: save it on its server.")


@app.command(rich_help_panel=INSTRUCTORS)
def restore(
    archive: Annotated[Path, typer.Argument(help="What `autograder backup` wrote.")],
    folder: Annotated[Path, typer.Argument(help="The folder to make of it, new or empty.")],
) -> None:
    """Make a folder of results of a backup."""
    from autograder.grading.command import private_files
    from autograder.grading.keeping.backup import restore

    with private_files():
        count = restore(archive, folder)
    _say(f"{count} files are in {folder}.")


@app.command(rich_help_panel=INSTRUCTORS)
def forget(
    folder: Annotated[Path, typer.Argument(help=RESULTS)],
    students: Annotated[list[str] | None, typer.Argument(help="The learners' identities, as in results.csv.")] = None,
    before: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="All of whom nothing was judged on or after this day (UTC)."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
    gradebook: Annotated[
        str, typer.Option(envvar="AUTOGRADER_GRADEBOOK", help="The URL of a gradebook elsewhere, postgresql://... say.")
    ] = "",
) -> None:
    """Delete everything of learners in a folder of results, and say what cannot be reached. It cannot be undone."""
    from autograder.errors import CourseError
    from autograder.grading.command import private_files
    from autograder.grading.keeping.forget import BEYOND, forget, last_seen_before

    if bool(students) == bool(before):
        raise CourseError("Name the learners to forget, or a day with --before; not both. Nothing was deleted.")
    names = students or last_seen_before(folder, before.replace(tzinfo=UTC) if before else datetime.now(UTC))
    if not names:
        _say("There is nobody of whom nothing was judged since then.")
        return
    if not yes:
        typer.confirm(f"Delete everything of {', '.join(names)} in {folder}? It cannot be undone.", abort=True)
    with private_files():
        found = forget(folder, names, gradebook=gradebook)
    for each in found:
        _say(f"Deleted of {each.student}: {'; '.join(each.deleted)}.")
        if each.left:
            more = f" and {len(each.left) - MOST_NAMED} more" if len(each.left) > MOST_NAMED else ""
            named = ", ".join(each.left[:MOST_NAMED])
            _say(f"These files still hold the letters {each.student!r}; look at them: {named}{more}.")
    _say(f"Not reached: {'; '.join(BEYOND)}.")


def _say(text: str) -> None:
    from autograder.grading.summary import visible

    console.print(visible(text), markup=False, highlight=False, soft_wrap=True)
