"""The cards as one page of HTML: to project, to read and to print; no script, no request to the network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from autograder.authoring.course import require_solutions
from autograder.cards.card import Card
from autograder.grading.files import replace_file
from figures.svg import figure_svg

PAGE = "cards.html"
KINDS = {"-": "minus", "+": "plus", " ": "same"}


def write_cards(to: Path, cards: Sequence[Card] = ()) -> Path:
    """Write the page with the cards into a folder and return its path.

    Args:
        to: the folder, which is made where it is missing.
        cards: which; by default all.

    Raises:
        CourseError: `solutions` is not there, or a card shows a mistake that is no longer registered.
    """
    require_solutions("The cards run registered mistakes, so they are made")
    from autograder.cards.declared import CARDS  # each names its exercise, which is looked up at once

    text = page(cards or CARDS)
    to.mkdir(parents=True, exist_ok=True)
    replace_file(to / PAGE, text.encode())
    return to / PAGE


def page(cards: Sequence[Card]) -> str:
    """Return the HTML of the cards."""
    template, style = _template()
    return template.render(cards=[_shown(card) for card in cards], style=style)


def _shown(card: Card) -> dict[str, Any]:
    """Return what the template fills in for one card."""
    picture = card.picture()
    return {
        "name": f"{card.exercise}-{card.mistake}",
        "title": card.title,
        "lesson": card.of().lesson.partition("_")[0],
        "exercise": card.exercise,
        "picture": Markup(figure_svg(picture.fig, picture.alt)),  # drawn by us: nothing of a learner is in it
        "caption": picture.caption,
        "looks_right": card.looks_right,
        "ask": card.ask,
        "says": _pieces(card.registered().says),
        "fix": [{"kind": KINDS[line[0]], "mark": _mark(line[0]), "text": line[1:]} for line in card.fix()],
    }


def _pieces(says: str) -> list[tuple[bool, str]]:
    """Return the sentence in pieces, each with whether it is code."""
    if re.match(r"[a-z]+ ", says):  # not where it begins with code
        says = says[0].upper() + says[1:]
    return [(bool(at % 2), text) for at, text in enumerate(re.split(r"`([^`]*)`", says)) if text]


def _mark(sign: str) -> str:
    """Return the sign of a changed line as it is printed."""
    return "\N{MINUS SIGN}" if sign == "-" else sign.replace(" ", "\N{NO-BREAK SPACE}")


@cache
def _template() -> tuple[Template, Markup]:
    here = files("autograder.cards")
    loader = DictLoader({PAGE: (here / "cards.html.j2").read_text(encoding="utf-8")})
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template(PAGE), Markup((here / "cards.css").read_text(encoding="utf-8"))
