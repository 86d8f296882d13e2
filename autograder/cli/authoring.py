"""Commands for those who write lessons and exercises."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.app import AUTHORS, INSTRUCTORS, app, console

new = typer.Typer(no_args_is_help=True, help="Write the skeleton of a lesson or an exercise; nothing is overwritten.")
app.add_typer(new, name="new", rich_help_panel=AUTHORS)

Names = Annotated[list[str] | None, typer.Argument(help="Exercises or lessons; all where none is named.")]
Lessons = Annotated[
    list[str] | None, typer.Argument(help="Lessons, for example 02_simple_rnn; all where none is named.")
]


@new.command("lesson")
def new_lesson(
    name: Annotated[str, typer.Argument(help="Its number and topic, for example 05_types_of_rnn.")],
) -> None:
    """Write the files of a new lesson and enter it into autograder/syllabus.py."""
    from autograder.authoring import new as skeletons
    from autograder.authoring.course import Course

    console.print(str(skeletons.new_lesson(Course(), name)), markup=False, highlight=False, soft_wrap=True)


@new.command("exercise")
def new_exercise(
    name: Annotated[str, typer.Argument(help="The name of the function that learners write.")],
    lesson: Annotated[str, typer.Option(help="The lesson that asks for it, for example 02_simple_rnn.")],
) -> None:
    """Write the skeleton of an exercise: an answer, a check, a mistake, a variant, and its cells in the lesson."""
    from autograder.authoring import new as skeletons
    from autograder.authoring.course import Course

    console.print(str(skeletons.new_exercise(Course(), name, lesson)), markup=False, highlight=False, soft_wrap=True)


@app.command(rich_help_panel=AUTHORS)
def selftest(
    names: Names = None,
    bank: Annotated[
        Path | None, typer.Option(help="Try a folder of labelled answers instead; see authoring.md.")
    ] = None,
) -> None:
    """Prove the checks by their mistakes: each misconception caught and named, each correct variant accepted."""
    from autograder.authoring import selftest as proof

    if bank:
        raise typer.Exit(_try_bank(bank, names or []))
    results = [proof.prove(exercise) for exercise in proof.chosen(names or [])]
    console.print(proof.table(results))
    for hole in [hole for result in results for hole in result.holes]:
        console.print(hole, style="red", markup=False)
    raise typer.Exit(1 if any(result.holes for result in results) else 0)


def _try_bank(folder: Path, names: list[str]) -> int:
    from autograder.authoring import bank
    from autograder.authoring.selftest import chosen

    wanted = {exercise.name for exercise in chosen(names)}
    results = [bank.tried(entry) for entry in bank.entries(folder) if entry.exercise in wanted]
    console.print(bank.table(results))
    failures = bank.failures(results)
    for failure in failures:
        console.print(failure, style="red", markup=False)
    return 1 if failures else 0


@app.command(rich_help_panel=AUTHORS)
def mutate(names: Names = None) -> None:
    """Change the reference functions mechanically and see whether a check notices each change."""
    from autograder.authoring import mutate as mutation
    from autograder.authoring.selftest import chosen

    results = [mutation.survey(exercise) for exercise in chosen(names or [])]
    console.print(mutation.table(results))
    for survivor in [survivor for result in results for survivor in result.survivors]:
        console.print(str(survivor), markup=False)
    raise typer.Exit(1 if any(result.survivors for result in results) else 0)


@app.command(rich_help_panel=AUTHORS)
def build(
    lessons: Lessons = None,
    check: Annotated[
        bool, typer.Option("--check", help="Build nothing; say what is stale, exit 1 where anything is.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite notebooks that were changed by hand.")] = False,
    run: Annotated[bool, typer.Option("--run", help="Run each lesson solved, and say how long it takes.")] = False,
) -> None:
    """Build lessons/ into source/ (with solutions) and, by nbgrader's own step, into notebooks/ (the release).

    At the end stands how long each lesson is.
    """
    from autograder.authoring import measure, release, start
    from autograder.authoring.course import Course

    course = Course()
    names = course.chosen(lessons or [])
    if check:
        stale = release.stale(course, names)
        stale += [] if lessons else [*release.orphans(course), *start.stale_start(course)]
        for line in stale:
            console.print(line, markup=False, soft_wrap=True)
        raise typer.Exit(1 if stale else 0)
    for name in names:
        built = release.build(course, name, force=force)
        console.print(f"{name}: {'built' if built.changed else 'nothing to change'}")
    if not lessons:
        console.print(f"start page: {'built' if start.build_start(course) else 'nothing to change'}")
    console.print(measure.table([measure.length_of(name, course, run=run) for name in names]))


@app.command("seal", rich_help_panel=INSTRUCTORS)
def seal_capstone() -> None:
    """Draw the sealed parts of the capstone anew, from a seed that nobody knows; its models are then graded again."""
    from autograder.authoring.seal import seal

    for path in seal():
        console.print(str(path), markup=False, highlight=False, soft_wrap=True)
