"""The learner's page in a browser: it runs nothing, asks nobody, can be read by keyboard, on a phone and on paper."""

from itertools import pairwise

import pytest
from browser import open_page
from feedback_fixtures import CELL, LOOP, MARKS, displayed, graded, page_of, printed
from grading_fixtures import handed_in, solution
from nbformat.v4 import new_markdown_cell
from test_pages_in_browser import MARKUP, ran

from autograder.grading.pages.marks import Mark


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """A page with hostile markup wherever a learner can put any."""
    notebook = handed_in({CELL: solution(CELL), LOOP: f"r'''{MARKUP}'''"}, explanation=MARKUP + "\n\n$a < b$")
    notebook.cells.insert(0, new_markdown_cell(MARKUP))
    shows = [
        displayed(text_html=MARKUP),
        displayed(text_markdown=MARKUP),
        printed(MARKUP),
        printed("w" * 500),
        printed("line\n" * 50),
    ]
    built = graded(notebook, **{CELL: shows, LOOP: shows})
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(page_of(built, MARKS | {LOOP: Mark(comment=MARKUP)}), encoding="utf-8")
    return path


@pytest.fixture
def asked():
    return []


@pytest.fixture
def opened(page_file, asked):
    with open_page() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_file.as_uri())
        yield page


def test_no_script_runs_and_nothing_is_asked_for(opened, asked, page_file):
    assert not ran(opened)
    assert [url for url in asked if not url.startswith("data:")] == [page_file.as_uri()]


def test_the_rule_in_the_page_holds_even_where_markup_has_got_through(page_file, tmp_path):
    leaky = tmp_path / "leaky.html"
    leaky.write_text(page_file.read_text(encoding="utf-8").replace("<main>", f"<main>{MARKUP}", 1), encoding="utf-8")
    with open_page() as page:
        page.goto(leaky.as_uri())
        assert not ran(page)


def test_a_phone_shows_the_page_without_scrolling_to_the_side(opened):
    opened.set_viewport_size({"width": 360, "height": 700})
    assert opened.evaluate("document.documentElement.scrollWidth") <= 360


def test_headings_go_down_one_level_at_a_time(opened):
    levels = [
        int(level) for level in opened.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => h.tagName[1])")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_the_keyboard_reaches_the_exercises(opened):
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    opened.keyboard.press("Enter")
    assert opened.evaluate("location.hash") == "#part-1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_paper(opened, scheme):
    """Contrast of at least 4.5 to 1, as WCAG 2.2 asks for (1.4.3), for each colour of words."""
    opened.emulate_media(color_scheme=scheme)
    contrasts = opened.evaluate(
        """() => {
          const style = getComputedStyle(document.documentElement);
          const light = name => {
            const hex = style.getPropertyValue(name).trim().slice(1);
            const full = hex.length == 3 ? [...hex].map(c => c + c).join('') : hex;
            const [r, g, b] = [0, 2, 4].map(i => parseInt(full.slice(i, i + 2), 16) / 255)
              .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const words = 'ink soft link full part wait c1 c2 c3 c4 c5'.split(' ').map(name => '--' + name);
          return words.map(name => Math.min(...['--paper', '--pale'].map(paper => ratio(light(name), light(paper)))));
        }"""
    )
    assert min(contrasts) >= 4.5, contrasts


def test_on_paper_what_is_folded_is_open(opened):
    opened.emulate_media(media="print")
    hidden = opened.evaluate("[...document.querySelectorAll('details > pre')].filter(e => !e.checkVisibility()).length")
    assert hidden == 0
    assert opened.locator("details:not([open])").count() > 0
