"""Commands that make what is read, projected and printed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import INSTRUCTORS, app, console

Lessons = Annotated[
    list[str] | None, typer.Argument(help="Lessons, for example 02_simple_rnn; all where none is named.")
]


@app.command(rich_help_panel=INSTRUCTORS)
def site(
    lessons: Lessons = None,
    to: Annotated[Path, typer.Option(help="The folder for the site; one that stands there is replaced.")] = Path(
        "build/site"
    ),
    instructor: Annotated[
        bool,
        typer.Option("--instructor", help="With the plan of weeks and the misconception cards, which hold answers."),
    ] = False,
) -> None:
    """Build the site for reading: lessons with their figures, and the guides; never an answer. Works offline."""
    from autograder.authoring.course import Course
    from autograder.site.build import build_site

    first = build_site(Course(), to, lessons=lessons or [], instructor=instructor, say=partial(typer.echo, err=True))
    console.print(str(first), markup=False, highlight=False, soft_wrap=True)


@app.command(rich_help_panel=INSTRUCTORS)
def cards(
    to: Annotated[Path, typer.Option(help="The folder for the page.")] = Path("build/cards"),
) -> None:
    """Make the misconception cards: pages to project and print. They hold answers."""
    from autograder.cards.pages import write_cards

    console.print(str(write_cards(to)), markup=False, highlight=False, soft_wrap=True)
