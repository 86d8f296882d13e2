"""Commands for learners."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import LEARNERS, app


@app.command("progress", rich_help_panel=LEARNERS)
def show_progress(
    folder: Annotated[Path, typer.Argument(help="The folder that holds the lessons.")] = Path("notebooks"),
) -> None:
    """Say how far each lesson is, from the notebooks as they were last saved."""
    from autograder.progress import progress

    progress(folder)
