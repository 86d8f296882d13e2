"""Building the site: what is kept, what is refused, and which links lead somewhere."""

import re
from pathlib import Path

import pytest
from site_browser import LESSON

from autograder.authoring.course import Course
from autograder.authoring.notebooks import released
from autograder.errors import CourseError
from autograder.site import build, outputs, tree
from autograder.site.build import build_site
from autograder.site.guides import guide_text
from autograder.site.outputs import outputs_of


def test_a_lesson_that_has_not_changed_is_not_run_again(
    site: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "_run", lambda *arguments: pytest.fail("it was run"))
    assert any(outputs_of(LESSON, Course(), cache).values())
    assert len(list(cache.iterdir())) == 1


def test_a_folder_with_something_else_in_it_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(CourseError, match="holds something that is no site"):
        build_site(Course(), tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_an_unknown_lesson_is_named_before_anything_is_run(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="There is no lesson '99_nothing'"):
        build_site(Course(), tmp_path / "site", lessons=["99_nothing"])
    assert list(tmp_path.iterdir()) == []


def test_without_sphinx_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "NEEDED", ("sphinx", "no_such_theme"))
    with pytest.raises(CourseError, match=r"needs no_such_theme: pip install -e '\.\[site\]'"):
        build_site(Course(), tmp_path / "site")


def test_without_mathjax_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MATHJAX", ("no-such-package", "a.js"))
    with pytest.raises(CourseError, match=r"pip install -e '\.\[site\]'"):
        tree.mathjax()


def test_what_sphinx_complains_of_is_told_and_the_old_site_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "site"
    old.mkdir()
    (old / build.MADE).write_text("an older site")
    monkeypatch.setattr(
        tree.Site, "write", lambda self, folder: (folder.mkdir(), (folder / "conf.py").write_text("x ="))
    )
    monkeypatch.setattr(build, "outputs_of", lambda *arguments: {})
    with pytest.raises(CourseError, match="Sphinx says"):
        build_site(Course(), old, lessons=[LESSON])
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (old / build.MADE).read_text() == "an older site"


def test_the_site_of_instructors_has_the_cards_and_the_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "write_cards", lambda folder: (folder / tree.PAGE).write_text("cards"))
    lesson = released(LESSON)
    tree.Site(Course(), {LESSON: lesson}, instructor=True).write(tmp_path / "ours")
    tree.Site(Course(), {LESSON: lesson}).write(tmp_path / "theirs")
    only_ours = {"extra/cards.html", *(f"guides/{name}" for name in (*tree.FOR_INSTRUCTORS, *tree.GUIDES))}
    assert files_in(tmp_path / "ours") - files_in(tmp_path / "theirs") >= only_ours
    guides = {name for name in files_in(tmp_path / "theirs") if re.match(r"guides/.*md$", name)}
    assert guides == {f"guides/{name}" for name in tree.LOOKED_UP}, "the guide for learners comes first"
    assert files_in(tmp_path / "theirs") - files_in(tmp_path / "ours") == set()
    assert "cards.html" in (tmp_path / "ours" / "index.md").read_text()
    assert "cards.html" not in (tmp_path / "theirs" / "index.md").read_text()


def files_in(folder: Path) -> set[str]:
    """The files of a folder, by their paths in it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_guide_that_is_named_is_there() -> None:
    docs = Course().root / "docs"
    assert [name for name in (*tree.LOOKED_UP, *tree.GUIDES, *tree.FOR_INSTRUCTORS) if not (docs / name).exists()] == []


PAGES = ("index.md", "lessons/02_simple_rnn.ipynb", "guides/grading.md", "guides/teaching/weeks.md")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[a](grading.md#two) b", "[a](grading.md#two) b"),
        ("[a](Containerfile)", "a"),
        ("[a](https://example.org) [b](#there)", "[a](https://example.org) [b](#there)"),
        ("[02](../notebooks/02_simple_rnn/02_simple_rnn.ipynb)", "[02](../lessons/02_simple_rnn.ipynb)"),
        ("[weeks](teaching/weeks.md)", "[weeks](teaching/weeks.md)"),
        ("`[a](Containerfile)`", "`[a](Containerfile)`"),
        ("```\n[a](Containerfile)\n```\n", "```\n[a](Containerfile)\n```\n"),
        ("![a picture](images/check.png)", "![a picture](images/check.png)"),
    ],
)
def test_a_link_of_a_guide_leads_to_a_page_or_is_words(written: str, shown: str) -> None:
    assert guide_text(written, "guides/instructor.md", PAGES) == shown
