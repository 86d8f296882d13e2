"""The page that a learner gets back: what stands on it, and that nothing which a learner wrote does anything there."""

import copy

import pytest
from feedback_fixtures import (
    CELL,
    LOOP,
    MARKS,
    QUESTION,
    TEMPLATE,
    Elements,
    displayed,
    graded,
    page_of,
    printed,
    verdict,
)
from grading_fixtures import cell_of, handed_in, insert_after, release, solution
from nbformat.v4 import new_markdown_cell, new_output

from autograder.grading.judge.judge import shown
from autograder.grading.notebook.template import from_notebook
from autograder.grading.pages.feedback import PageTrouble, feedback_page, plain_page
from autograder.grading.pages.marks import Mark, total

PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ATTACKS = [
    "<script>alert(1)</script>",
    "</pre></details></section><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<style>body{display:none}</style>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "<a href='javascript:alert(1)'>x</a> [x](javascript:alert(1)) <javascript:alert(1)>",
    "<iframe src='https://evil.example/'></iframe><base href='https://evil.example/'><form><input autofocus></form>",
    "<img src='https://evil.example/pixel'> ![x](https://evil.example/pixel)",
    '<div style="background:url(https://evil.example/)">x</div>',
    "![$onerror=alert(1) x$](attachment:p.png) $\\href{javascript:alert(1)}{x}$ $\\text{<img src=x onerror=alert(1)>}$",
    "\ue0000\ue001 <b title='\ue0000\ue001'>x</b> $a$",
    "```html\n<script>alert(1)</script>\n```\n```mermaid\n<script>alert(1)</script>\n```",
]
HARMLESS_TAGS = (
    "html head meta title style body header h1 h2 h3 h4 h5 h6 p strong em b i span div nav table thead tbody tr th td a"
    " details summary ul ol li main section pre code footer img math mrow mi mn mo mtext msub msup mstyle br hr s"
)


def does_nothing(page):
    """Assert that a page holds elements of known kinds alone, which run nothing and ask for nothing."""
    elements = Elements(page)
    assert {tag for tag, _ in elements.found} <= set(HARMLESS_TAGS.split())
    assert len(elements.all("style")) == len(elements.all("main")) == 1
    assert {meta.get("http-equiv", meta.get("name", "charset")) for meta in elements.all("meta")} == {
        "charset",
        "Content-Security-Policy",
        "viewport",
        "referrer",
        "color-scheme",
    }
    for tag, attributes in elements.found:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert attributes.get("src", "data:image/png;").startswith("data:image/"), attributes
        assert attributes.get("href", "#").startswith(("#", "https://")), attributes
        assert "url(" not in attributes.get("style", "")


def test_points_lead_to_their_exercises():
    elements = Elements(page := page_of())
    assert "7 of 13 points" in page
    assert "1 answer waits to be marked by a person, for up to 2 points more." in page
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [link["href"].removeprefix("#") for link in elements.all("a")]
    assert len(links) == 4
    assert set(links) <= set(ids)
    assert [page.count(f">{points} points</") for points in ("5 of 5", "2 of 6")] == [2, 2]  # in the list and below


def test_an_exercise_has_the_code_the_verdict_and_the_comment():
    page = page_of()
    assert f'<span class="nf">{CELL}</span>' in page
    assert f"{LOOP} follows the equation." in page
    assert "Look at the <em>second</em> step." in page
    assert (
        page.index(f'id="part-2-name"><code>{LOOP}') < page.index("Look at the <em>") < page.index('id="part-3-name"')
    )


def test_an_answer_stands_under_its_question():
    notebook = release()
    notebook.cells.insert(-2, new_markdown_cell("**Explain it: memory.** Where is it in $a_1$?"))
    page = page_of(template=from_notebook(notebook, "lesson"))
    asked, answered = page.index("Where is it in"), page.index("It <strong>keeps</strong> a state.")
    assert page.index('id="part-3-name">Explain it: memory') < asked < answered


def test_a_page_is_called_as_the_lesson_is_and_not_as_a_learner_likes():
    notebook = handed_in()
    notebook.cells.insert(0, new_markdown_cell("# Full marks"))
    page = page_of(graded(notebook), title="")
    assert "<h1>The simple RNN</h1>" in page
    assert "<title>The simple RNN: 7 of 13 points</title>" in page


def test_what_was_not_written_is_said_and_not_shown():
    page = page_of(graded(release()))
    assert page.count("nothing is written in it") == 3
    assert "NotImplementedError" not in page


def test_of_the_course_nothing_is_shown_but_what_was_changed_is():
    notebook = handed_in({CELL: solution(CELL)})
    notebook.cells[0].source += " and what I make of it"
    insert_after(notebook, CELL, "mine = 1")
    page = page_of(graded(notebook))
    assert "and what I make of it" in page
    assert '<span class="n">mine</span>' in page
    assert "np.max" not in page
    assert "The end." not in page
    assert "are not shown here (4 cells)" in page


def test_cells_that_were_not_run_are_counted():
    notebook = graded()
    own = [cell for cell in notebook.cells if cell.source in TEMPLATE.own]
    assert own
    own[0].metadata["course_grading"] = {"ran": "no"}
    assert "Of these, 1 were not run" in page_of(notebook)


def test_plain_asserts_of_an_instructor_stand_there_folded_with_what_they_raised():
    course = release(with_assert=True)
    built = graded(handed_in(with_assert=True), template=from_notebook(course, "lesson"))
    cell_of(built, "plain").outputs = [new_output("error", ename="AssertionError", evalue="<b>", traceback=[])]
    page = page_of(built, MARKS | {"plain": Mark(2, auto=0)}, template=from_notebook(course, "lesson"))
    assert page.index('id="part-3-name"><code>plain</code>') < page.index("<summary>Code, 2 lines</summary>")
    assert "The cell stopped: AssertionError: &lt;b&gt;" in page
    assert "0 of 2 points" in page


def test_outputs_are_shown_in_their_forms():
    trouble = new_output(
        "error", ename="ValueError", evalue="too small", traceback=["\x1b[31mValueError\x1b[0m: small"]
    )
    outputs = [
        printed("epoch 1\repoch 2\n\x1b[1mdone\x1b[0m\x07"),
        displayed(text_plain="<Figure>", image_png=PICTURE),
        displayed(text_html="<table><tr><td>7</td></tr></table>", text_plain="seven"),
        trouble,
    ]
    page = page_of(graded(**{LOOP: outputs}))
    assert "epoch 2\ndone</pre>" in page
    assert "epoch 1" not in page
    assert f'<img src="data:image/png;base64,{PICTURE}" alt="&lt;Figure&gt;">' in page
    assert "<td>7</td>" in page
    assert "seven" not in page
    assert "<summary>The cell stopped: ValueError: too small</summary>" in page
    assert "ValueError: small</pre>" in page


def test_much_that_was_printed_is_folded():
    page = page_of(graded(**{CELL: [printed("short")], LOOP: [printed("line\n" * 50)]}))
    assert "<summary>Printed, 50 lines</summary>" in page
    assert '<p class="label">Printed</p>' in page


@pytest.mark.parametrize("attack", [*ATTACKS, "{{ 7 * 7 }} {% raw %}"])
def test_nothing_that_a_learner_wrote_does_anything(attack):
    notebook = handed_in({CELL: f"'''{attack}'''", LOOP: attack}, explanation=attack)
    notebook.cells.insert(0, new_markdown_cell(attack, attachments={"p.png": {"image/png": PICTURE}}))
    insert_after(notebook, LOOP, f"r'''{attack}'''")
    forms = {"text_html": attack, "text_markdown": attack, "text_latex": attack, "text_plain": attack}
    shows = [printed(attack), *(displayed(**{kind: attack}) for kind in forms), displayed(image_png=f'">{attack}')]
    shows.append(new_output("error", ename=attack, evalue=attack, traceback=[attack]))
    marks = MARKS | {CELL: Mark(comment=attack)}
    page = page_of(graded(notebook, **{CELL: shows, LOOP: shows}), marks, notes=[attack], title=attack)
    does_nothing(page)
    assert "49" not in page


def test_a_verdict_speaks_of_a_learners_words_and_runs_none():
    notebook = graded()
    for attack in ATTACKS:
        said = verdict(CELL, "fails", f"Calling it raised ValueError: {attack}")
        cell_of(notebook, f"check-{CELL}").outputs = [shown(said)]
        does_nothing(page_of(notebook))


def test_what_stands_in_a_check_that_is_no_verdict_is_text():
    notebook = graded()
    cell_of(notebook, f"check-{CELL}").outputs = [displayed(text_html=ATTACKS[0], text_plain=ATTACKS[0])]
    page = page_of(notebook)
    does_nothing(page)
    assert "<pre>&lt;script&gt;" in page


def test_letters_that_reorder_others_are_written_out():
    hidden = "access = 'user\u202e \u2066# check\u2069 \u2066'"
    notebook = graded(handed_in({CELL: hidden}, explanation=hidden), **{CELL: [printed(hidden)]})
    cell_of(notebook, f"check-{CELL}").outputs = [shown(verdict(CELL, "fails", hidden))]
    page = page_of(notebook)
    assert page.count("[U+202E]") == 4
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(page)


def test_a_learners_names_cannot_stand_in_for_those_of_the_page():
    text = '<p id="part-1" class="points">x</p><p id=\'a"b\' class=k>y</p>'
    elements = Elements(page_of(graded(handed_in(explanation=text), **{CELL: [displayed(text_html=text)]})))
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert ids.count("part-1") == 1
    assert 'a"b' not in ids
    assert len([1 for tag, attributes in elements.found if attributes.get("class", "").startswith("points")]) == 3


def test_the_page_tells_the_browser_to_run_nothing_and_to_ask_nobody():
    (rule,) = [meta["content"] for meta in Elements(page_of()).all("meta") if "http-equiv" in meta]
    assert rule.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert "script-src" not in rule


def test_the_same_notebook_gives_the_same_page_and_stays_as_it_was():
    notebook = graded(**{CELL: [printed("x")]})
    before = copy.deepcopy(notebook)
    assert page_of(notebook) == page_of(notebook)
    assert notebook == before


@pytest.mark.parametrize(
    "break_it",
    [
        lambda notebook: notebook.cells[1].pop("source"),
        lambda notebook: cell_of(notebook, CELL).update(outputs=5),
        lambda notebook: notebook.update(cells=None),
    ],
)
def test_a_page_that_cannot_be_made_is_one_kind_of_trouble(break_it):
    notebook = graded()
    break_it(notebook)
    with pytest.raises(PageTrouble, match="The page cannot be made"):
        feedback_page(notebook, MARKS, template=TEMPLATE, title="x")


def test_the_plain_page_has_points_verdicts_and_comments():
    page = plain_page(MARKS, {CELL: "a_next is off."}, title="The simple RNN", reason="The page cannot be made: x.")
    for words in (
        "7 of 13 points",
        "2 of 6 points",
        "a_next is off.",
        "Look at the *second* step.",
        "cannot be made: x",
    ):
        assert words in page


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs_on_the_plain_page(attack):
    page = plain_page({attack: Mark(2, auto=1, comment=attack)}, {attack: attack}, title=attack, reason=attack)
    assert {tag for tag, _ in Elements(page).found} <= set(HARMLESS_TAGS.split())


def test_both_pages_can_be_written_whatever_letters_are_in_them():
    odd = "lone \ud800 and \x00 and \ufffe"
    notebook = graded(**{CELL: [printed(odd)]})
    cell_of(notebook, CELL).source = odd
    page_of(notebook, title=odd, notes=[odd]).encode("utf-8")
    plain_page({}, {odd: odd}, title=odd).encode("utf-8")


def test_points_are_those_of_a_person_where_there_are_any():
    assert Mark(5, auto=3).score == 3
    assert Mark(5, auto=3, manual=4, extra=0.5).score == 4.5
    assert Mark(5, auto=3, extra=0.5).words == "3.5 of 5 points"
    assert Mark(1, to_mark=True).words == "not marked yet, 1 point"
    assert Mark(2, manual=1, to_mark=True).words == "1 of 2 points"
    assert total({QUESTION: Mark(2, manual=1), CELL: Mark(comment="x")}).wait == ""
    assert total({}).percent == 0
