"""Commands that hand the course out to learners."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import INSTRUCTORS, app, console


@app.command(rich_help_panel=INSTRUCTORS)
def release(
    lessons: Annotated[list[str] | None, typer.Argument(help="Lessons by name or number, for example 00 01.")] = None,
    to: Annotated[
        Path | None, typer.Option(help="The folder of the student repository; it may be a git work tree.")
    ] = None,
    archive: Annotated[Path | None, typer.Option(help="An archive of it as well, .zip or .tar.gz.")] = None,
    up_to: Annotated[str, typer.Option("--up-to", help="All lessons up to this one.")] = "",
    not_due: Annotated[
        list[str] | None, typer.Option(help="A lesson whose answers must not be told yet; may be repeated.")
    ] = None,
    skipped: Annotated[
        bool,
        typer.Option("--skipped", help="Lessons before the last one that are not released are none of this class."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that were changed in the folder.")] = False,
) -> None:
    """Write the repository for learners: the lessons so far, no answers; or add lessons to it.

    Refuses, with exit code 2, where a file or a cell holds an answer that learners do not have yet.
    """
    from autograder.releasing import release as releasing

    wanted = [*(lessons or []), *(releasing.up_to(up_to) if up_to else [])]
    done = releasing.release(wanted, to, archive=archive, not_due=not_due or [], skipped=skipped, force=force)
    lines = [f"Released: {', '.join(done.lessons)}."]
    lines += [
        f"Later lessons tell answers of {told.lesson}: {', '.join(told.exercises)} (in {', '.join(told.by)})."
        for told in done.told
    ]
    if done.hunts:
        lines.append(f"What these bug hunts become is an earlier answer, which learners have: {', '.join(done.hunts)}.")
    if done.written:
        added, changed, removed = done.written.added, done.written.changed, done.written.removed
        lines.append(f"{to}: {len(added)} files added, {len(changed)} changed, {len(removed)} removed.")
    if archive:
        lines.append(f"{archive} holds the same.")
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
