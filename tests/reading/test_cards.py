"""Misconception cards: each shows a registered mistake at work, fills one screen or page, and hides what it is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page
from site_browser import chromium, open_page
from typer.testing import CliRunner

from autograder.authoring.course import ROOT
from autograder.cards import pages
from autograder.cards.card import Card, Pair
from autograder.cards.declared import CARDS
from autograder.cli import app
from autograder.errors import CourseError
from autograder.syllabus import LESSONS
from figures.svg import figure_svg

every_card = pytest.mark.parametrize("card", CARDS, ids=lambda card: card.exercise)


@every_card
def test_a_card_shows_a_registered_mistake_that_looks_unlike_the_right_answer(card: Card) -> None:
    picture = card.picture()
    same = replace(card, draw=lambda pair: card.draw(Pair(pair.right, pair.right))).picture
    try:
        unlike = same().alt != picture.alt
    except (IndexError, ValueError):  # nothing to point at where both are right
        unlike = True
    assert unlike, "with the right answer in the place of the mistake the card would say the same"
    assert re.search(r"\d", picture.alt)
    assert not re.search(r"nan|-0\.0+\b", picture.alt + picture.caption)


@every_card
def test_the_fix_goes_from_wrong_to_right_and_a_card_has_little_to_read(card: Card) -> None:
    signs = {line[0] for line in card.fix()}
    assert "+" in signs <= {"+", "-", " "}
    assert len(card.fix()) <= 6
    words = " ".join([card.title, card.looks_right, card.ask, card.registered().says]).split()
    assert len(words) <= 90
    assert card.ask.endswith(("?", "."))


def test_there_are_twenty_cards_of_all_lessons_but_the_capstone_and_no_title_twice() -> None:
    assert len({card.title for card in CARDS}) == len(CARDS) == 20  # docs/teaching/cards.md says so
    assert {card.of().lesson for card in CARDS} == set(LESSONS[:-1])


def test_a_card_of_a_mistake_that_is_no_longer_registered_is_named() -> None:
    with pytest.raises(CourseError, match="shows renamed of rnn_forward"):
        Card("rnn_forward", "renamed", "", "", "", CARDS[0].draw).picture()


def test_without_solutions_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(what: str) -> None:
        raise CourseError(f"{what} where the folder solutions/ is")

    monkeypatch.setattr(pages, "require_solutions", refuse)
    with pytest.raises(CourseError, match="solutions/"):
        pages.write_cards(tmp_path / "cards")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cards")
    result = CliRunner().invoke(app, ["cards", "--to", str(folder)])
    assert result.exit_code == 0, result.output
    return folder / pages.PAGE


@pytest.fixture(scope="module")
def page(written: Path) -> Iterator[Page]:
    """The cards on a screen of 16:9."""
    with chromium() as browser:
        page, asked = open_page(browser, viewport={"width": 1280, "height": 720})
        page.goto(written.as_uri())
        yield page
        assert asked == []


def test_the_page_of_cards_has_no_script_and_a_figure_the_same_bytes_each_time(written: Path) -> None:
    text = written.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "default-src 'none'" in text
    picture = CARDS[0].picture()
    assert figure_svg(picture.fig, picture.alt) in text


def test_what_a_card_is_about_is_shown_when_its_box_is_ticked(page: Page) -> None:
    answer, box = page.locator(".answer").first, page.locator(".shown").first
    assert not answer.is_visible()
    box.focus()
    page.keyboard.press("Space")
    assert answer.is_visible()
    page.keyboard.press("Space")


def test_what_gives_the_answer_away_waits_for_the_box(page: Page) -> None:
    behind = page.locator(".card").first.locator(".answer h3").all_text_contents()
    assert behind == ["Why it looks right", "What the check says of the mistake", "The fix"]


def test_letters_of_figures_and_code_can_be_read_from_the_third_row(page: Page) -> None:
    points = page.locator(".card figure svg").evaluate_all(
        "all => all.map(svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"
    )
    code = page.locator(".card pre").first.evaluate("pre => parseFloat(getComputedStyle(pre).fontSize)")
    assert min(points) > 1.6, "a figure's letters have 9 points and more"
    assert code > 15


def test_a_card_fills_one_screen_and_fits_in_the_window_of_a_laptop(page: Page) -> None:
    for width, height in ((1366, 650), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        heights = page.locator(".card").evaluate_all("all => all.map(card => card.offsetHeight)")
        assert [each for each in heights if each > height + 1] == []


def test_a_card_is_one_printed_page_and_nothing_of_it_is_cut(page: Page) -> None:
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == len(CARDS)
    page.emulate_media(media="print")
    cut = page.locator(".card").evaluate_all(
        "all => all.filter(c => c.scrollHeight > c.offsetHeight + 1).map(c => c.id)"
    )
    hidden = page.locator(".answer").evaluate_all(
        "all => all.filter(a => getComputedStyle(a).visibility != 'visible').length"
    )
    page.emulate_media(media="screen")
    assert (cut, hidden) == ([], 0)


def test_the_guide_shows_a_declaration_in_the_form_that_cards_have() -> None:
    guide = (ROOT / "docs" / "teaching" / "cards.md").read_text(encoding="utf-8")
    shown = re.search(r'^Card\(\s*"(\w+)",\s*"(\w+)",\s*"([^"]+)"', guide, re.MULTILINE)
    assert shown is not None
    assert shown.groups() in {(card.exercise, card.mistake, card.title) for card in CARDS}
