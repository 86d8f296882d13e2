"""The file to hand in: a copy of the saved notebook under the name that a grader knows it by."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import CourseError
from autograder.grading.files import read_regular, replace_file
from autograder.grading.limits import Limits
from autograder.submitting.trial import Trial


def hand_in(trial: Trial, folder: Path) -> Path:
    """Copy the notebook to a folder; return what is to be handed in.

    It is `LESSON.ipynb`; where files of the learner's own lie beside the notebook, the folder `LESSON` with all of
    them. A copy of before is replaced.

    Raises:
        CourseError: something else has this name, or the folder cannot be written to.
    """
    name, limits = f"{trial.lesson}.ipynb", Limits()
    place = folder / trial.lesson if trial.beside else folder
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is a file. Name a folder for what is to be handed in.")
    if (place / name).resolve() == trial.path.resolve():
        raise CourseError(f"{place / name} is the notebook itself. Name another folder.")
    try:
        replace_file(place / name, read_regular(trial.path, limits.file_bytes))
        for other in trial.beside:
            replace_file(place / other, read_regular(trial.path.parent / other, limits.beside_bytes))
    except OSError as problem:
        raise CourseError(f"{place} cannot be written to: {problem.strerror or problem}.") from None
    return place if trial.beside else place / name
