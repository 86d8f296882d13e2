"""Commands for learners."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import LEARNERS, MACHINES, app, console


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


@app.command("ci", rich_help_panel=MACHINES)
def judge_on_a_build_machine(
    notebooks: Annotated[list[Path], typer.Argument(help="Saved notebooks.")],
    lesson: Annotated[str | None, typer.Option(help="The lesson; otherwise found out for each notebook.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML to this file.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write the verdicts as JSON to this file.")] = None,
    summary: Annotated[Path | None, typer.Option(help="Add Markdown to this file.")] = None,
    classroom: Annotated[Path | None, typer.Option(help="Add GitHub Classroom's points to this file.")] = None,
    releases: Annotated[Path, typer.Option(help="The folder of the released lessons.")] = Path("notebooks"),
    sandbox: Annotated[str, typer.Option(help="Where the cells run: bubblewrap, or none.")] = "bubblewrap",
) -> None:
    """Judge saved notebooks on the inputs that everyone knows, for a build machine; the answers are not needed.

    Exit code 0: every check holds; 1: not yet; 2: a notebook could not be judged.
    """
    from autograder.grading.doors import ci

    found = ci.judge_all(notebooks, releases, lesson=lesson, sandbox=sandbox)
    ci.write(found, junit=junit, json_file=json, summary=summary, classroom=classroom)
    console.print(ci.in_words(found), markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(ci.exit_code(found))
