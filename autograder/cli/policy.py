"""Commands for the rules of a class over time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import INSTRUCTORS, app, console


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
