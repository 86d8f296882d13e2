"""No script of a submission runs in the browser of whoever reads its pages, and the pages can be read."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from browser import open_page
from grading_fixtures import LESSON, NAMES, as_bytes, handed_in, insert_after, save, save_release, solution
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

from autograder.grading.books.gradebook import COURSE, CourseFolder, quiet_nbgrader
from autograder.grading.grade import Batch
from autograder.grading.intake import find_submissions
from autograder.grading.lessons import Lessons

CELL, LOOP = NAMES
# nbgrader looks for its helper program by name.
ENVIRONMENT = os.environ | {"PATH": f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"}
ACT = "document.documentElement.dataset.ran='yes'"
MARKUP = f"""<script>{ACT}</script><img src="x" onerror="{ACT}"><svg onload="{ACT}"><script>{ACT}</script></svg>
<details open ontoggle="{ACT}">d</details><iframe srcdoc="<script>parent.{ACT}</script>"></iframe>
<a href="javascript:void({ACT})" id="lure">a link</a><style onload="{ACT}"></style><body onload="{ACT}">
<math><mtext></mtext><mglyph><style><img src=x onerror="{ACT}"></style></mglyph></math><base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=javascript:void({ACT})"><input autofocus onfocus="{ACT}">"""
SHOWS = f"""from IPython.display import display, HTML, SVG, Javascript, Markdown, Latex
markup = {MARKUP!r}
display(HTML(markup), Markdown(markup), Javascript({ACT!r}), Latex(markup))
display({{"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'>{{markup}}</svg>"}}, raw=True)
display({{"image/png": '">' + markup}}, raw=True)
display({{"application/vnd.jupyter.widget-view+json": {{"model_id": markup}}, "text/html": markup}}, raw=True)
print(markup)
raise type("</pre>" + markup, (Exception,), {{}})(markup)
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A graded batch with one hostile submission."""
    root = tmp_path_factory.mktemp("pages")
    save_release(root / "notebooks")
    hostile = handed_in({CELL: solution(CELL), LOOP: f"{MARKUP!r}\nraise ValueError({MARKUP!r})"}, explanation=MARKUP)
    insert_after(hostile, "", SHOWS)
    hostile.cells.insert(0, new_markdown_cell(MARKUP, attachments={MARKUP: {"image/png": MARKUP}}))
    name = "mallory<img src=x onerror=1>"
    save(as_bytes(hostile), root / "inbox" / name / f"{LESSON}.ipynb")
    lessons = Lessons(root / "notebooks")
    batch = Batch(lessons, CourseFolder(root / "out"), "none")
    (result,) = batch.run(lambda work: find_submissions([root / "inbox"], lessons.names), lambda result: None)
    assert result.outcome == "graded", result.reason
    return root / "out", result


def ran(page):
    """Tell whether a script of the submission ran; its link is followed as well."""
    page.wait_for_timeout(500)
    for lure in page.query_selector_all("a:has-text('a link')"):
        lure.evaluate("link => link.getAttribute('href') || link.remove()")
        with contextlib.suppress(Exception):
            lure.click(timeout=500, no_wait_after=True)
    return page.evaluate("document.documentElement.dataset.ran") == "yes"


def test_the_markup_does_run_where_nothing_is_done_about_it():
    with open_page() as page:
        page.set_content(MARKUP.replace("<meta", "<p"))  # which would lead the test away
        assert ran(page)


def test_no_script_runs_on_a_feedback_page(graded, tmp_path):
    out, result = graded
    path = out / "feedback" / result.student / LESSON / f"{LESSON}.html"
    with open_page() as page:
        page.goto(path.as_uri())
        assert not ran(page)
        assert page.locator("main section").count() >= 3
        page.screenshot(path=tmp_path / "feedback.png", full_page=True)


def test_the_rule_in_the_page_holds_even_where_markup_has_got_through(graded, tmp_path):
    out, result = graded
    text = (out / "feedback" / result.student / LESSON / f"{LESSON}.html").read_text()
    assert not leaks(text, "</header>", tmp_path)


def test_nbgrader_itself_writes_the_same_page(graded, tmp_path):
    out, result = graded
    course = shutil.copytree(out, tmp_path / "course")
    path = course / "feedback" / result.student / LESSON / f"{LESSON}.html"
    page = path.read_text(encoding="utf-8")
    path.unlink()
    step = ["-m", "nbgrader", "generate_feedback", LESSON, "--student", result.student, "--force"]
    done = subprocess.run([sys.executable, *step], cwd=course, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert path.read_text(encoding="utf-8") == page


def leaks(text, place, folder):
    """Tell whether markup runs that stands behind a place of a page, as if it had got through."""
    assert place in text
    page_file = save(text.replace(place, f"{place}{MARKUP}", 1).encode(), folder / "leaky.html")
    with open_page() as page:
        page.goto(page_file.as_uri())
        return ran(page)


@pytest.fixture
def formgrader(graded):
    """The address of the formgrader's page of the hostile submission, served by JupyterLab's own server."""
    out, result = graded
    with quiet_nbgrader(), Gradebook(f"sqlite:///{out / 'gradebook.db'}", COURSE) as gradebook:
        identity = gradebook.find_submission_notebook(LESSON, LESSON, result.student).id
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = {
        "ServerApp": {"jpserver_extensions": {"nbgrader.server_extensions.formgrader": True, "jupyterlab": False}}
    }
    save(json.dumps(config).encode(), out / ".jupyter" / "jupyter_server_config.json")
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", f"--port={port}", f"--ServerApp.root_dir={out}"]
    command += ["--IdentityProvider.token=", "--ServerApp.password=", "--allow-root"]
    places = {name: str(out / ".jupyter") for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR")}
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    with open(out / "server.log", "wb") as log:
        server = subprocess.Popen(command, cwd=out, env=os.environ | places | {"PATH": path}, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/formgrader"
        _wait_for(f"http://127.0.0.1:{port}/api")
        yield f"{address}/submissions/{identity}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address):
    give_up = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)


def test_no_script_runs_in_the_formgrader(formgrader, tmp_path):
    with open_page() as page:
        page.goto(formgrader)
        page.wait_for_selector("input.score")
        assert not ran(page)
        assert page.locator("textarea.comment").count() >= 1
        page.screenshot(path=tmp_path / "formgrader.png", full_page=True)
