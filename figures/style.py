"""The Matplotlib style of the course."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from importlib.resources import files
from typing import ParamSpec

from matplotlib import style
from matplotlib.figure import Figure

P = ParamSpec("P")
STYLE_SHEET = str(files("figures") / "course.mplstyle")


def use_course_style() -> None:
    """Draw every figure from here on in the style of the course."""
    style.use(STYLE_SHEET)


def course_style() -> AbstractContextManager[None]:
    """Draw in the style of the course inside a `with` block, whatever was set outside."""
    return style.context(["default", STYLE_SHEET])


def in_course_style(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Decorate a function that returns a figure: it draws in the course's style wherever it is called."""

    @wraps(draw)
    def styled(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with course_style():
            return draw(*args, **kwargs)

    return styled
