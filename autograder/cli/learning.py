"""Commands for learners."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import LEARNERS, app


@app.command("progress", rich_help_panel=LEARNERS)
def show_progress(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder of the lessons; by default work/, or notebooks/ without it.")
    ] = None,
) -> None:
    """Say how far each lesson is, from the notebooks as they were last saved, and what is next.

    Exit 0: nothing is open; 1: not yet; 2: there are no lessons.
    """
    from autograder.progress import as_text, lessons_of

    lessons = lessons_of(folder)
    print(as_text(lessons))
    raise typer.Exit(0 if all(lesson.complete for lesson in lessons) else 1)


@app.command(rich_help_panel=LEARNERS)
def submit(
    notebook: Annotated[Path, typer.Argument(help="The saved notebook.")],
    to: Annotated[Path | None, typer.Option(help="A folder to put the file to hand in.")] = None,
    sandbox: Annotated[str | None, typer.Option(help="bubblewrap or none; by default the best there is.")] = None,
) -> None:
    """Judge a saved notebook as a grader does, in a new process, and say what is still open.

    Exit 0: every check holds and every question has an answer; 1: not yet; 2: the file cannot be judged.
    """
    from autograder.submitting.hand_in import hand_in
    from autograder.submitting.told import as_text
    from autograder.submitting.trial import tried

    trial = tried(notebook, sandbox=sandbox)
    print(as_text(trial))
    if to:
        print(f"\nHand in {hand_in(trial, to)}.")
    raise typer.Exit(0 if trial.complete else 1)
