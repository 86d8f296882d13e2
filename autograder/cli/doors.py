"""Commands that lead to other systems."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import INSTRUCTORS, app, console
from autograder.grading.doors.gradescope import Visibility

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

    size = write_package(lesson, to, visibility=visibility)
    said = f"{to}: {size / 2**20:.1f} MiB. It holds the answers; upload it to Gradescope and give it to nobody."
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
