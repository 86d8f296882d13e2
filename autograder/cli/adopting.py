"""The command that makes a group of wrong answers a known mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import INSTRUCTORS, app, console

SAYS = "What these learners will read: it completes 'This is exactly what comes out when ...'"


@app.command(rich_help_panel=INSTRUCTORS)
def adopt(
    results: Annotated[Path, typer.Argument(help="The folder that `autograder grade` wrote to, or its results.json.")],
    exercise: Annotated[str, typer.Argument(help="The exercise, for example rnn_cell_forward.")],
    group: Annotated[int, typer.Argument(help="The number of the group in the class report.")],
    says: Annotated[str, typer.Option(help=SAYS)],
    name: Annotated[str | None, typer.Option(help="The name of the mistake; by default made of the sentence.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="The code was read: do not ask.")] = False,
) -> None:
    """Give a group of wrong answers without a name one sentence: it becomes a registered mistake."""
    from autograder.authoring.adopt import name_for, proposal, sentence
    from autograder.authoring.register import register
    from autograder.grading.summary import visible

    found = proposal(results, exercise, group)
    name_for(sentence(says, found.exercise), name, found.exercise)
    for way in found.ways:
        many = f"{len(way.learners)} of {len(found.group.learners)} learners of this group"
        whose = f"Code of {way.learners[0]}, written anew; {many} return the same:"
        for line in ("", whose, "", *way.code.splitlines()):
            console.print(visible(line), markup=False, highlight=False, soft_wrap=True)
    console.print("\nThis code of learners becomes part of the course, and is run without a sandbox.")
    if not yes and not typer.confirm("Have you read it, and does it compute and do nothing else?"):
        console.print("Nothing was registered.")
        raise typer.Exit(1)
    done = register(found, says, name)
    for own, learners in done.names:
        said = f"{own}: of {len(found.group.learners)} learners {len(learners)} will be told, {', '.join(learners)}."
        console.print(visible(said), markup=False, highlight=False, soft_wrap=True)
    for learners, reason in done.without:
        said = f"These may stay without it, since {reason}: {', '.join(learners)}."
        console.print(visible(said), style="yellow", markup=False, highlight=False, soft_wrap=True)
    console.print(f"Written to {done.file}. Go on with", markup=False, highlight=False, soft_wrap=True)
    folder = results if results.is_dir() else results.parent
    for line in (f"autograder build {found.exercise.lesson}", f"autograder regrade {folder}"):
        console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
