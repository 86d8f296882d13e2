"""JupyterLab as `course.py lab` starts it, in a copy of the course, and the places where screenshots are kept."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from autograder.authoring.course import ROOT

expect.set_options(timeout=30_000)  # other tests keep the machine busy

LESSON = "02_simple_rnn"
FOLDERS = ("autograder", "data", "figures", "solutions", "requirements", ".jupyter", f"notebooks/{LESSON}")
FILES = ("course.py", "nbgrader_config.py", "pyproject.toml", "notebooks/start.ipynb")
#: The command `lab` of the course, in the environment that runs the tests in place of one of its own.
LAB = (
    "import sys, course; course.ensure = lambda name: None; course.PYTHON = sys.executable;"
    "sys.exit(course.main(['lab', *sys.argv[1:]]))"
)


def copy_of_the_course(root: Path) -> Path:
    """Copy what a learner and an instructor open to `root`: one lesson, and the code."""
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, root / file)
    return root


@contextmanager
def lab(root: Path, **settings: str) -> Iterator[str]:
    """Start JupyterLab in a course by its own command, and give its address; `settings` are of the environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    options += ["--ServerApp.password=", "--LabApp.expose_app_in_browser=True"]
    places = {f"JUPYTER_{name}_DIR": str(root / ".jupyter" / name) for name in ("CONFIG", "RUNTIME", "DATA")}
    environment = os.environ | places | {"PYTHONPATH": str(root), "HOME": str(root)} | settings
    with (root / "lab.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", LAB, *options], cwd=root, env=environment, stdout=log, stderr=log
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api", server, root / "lab.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > give_up:
                raise AssertionError(log.read_text(errors="replace")[-3000:]) from None
            time.sleep(0.2)


def keep_picture(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep a screenshot where whoever runs the tests looks for them."""
    folder = Path(os.environ.get("COURSE_SCREENSHOTS") or ROOT / "reports" / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=whole)


def wait_for_kernel(page: Page) -> None:
    """Wait until the kernel of the notebook in front can be asked: the icon of its state says so too early."""
    page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.sessionContext?.isReady === true", timeout=90_000)
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.ready")
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'", timeout=90_000
    )


def open_notebook(page: Page, address: str, path: str) -> None:
    """Open a notebook in JupyterLab, with its kernel."""
    page.goto(f"{address}/lab/tree/{path}?reset")
    expect(page.locator(".jp-Notebook").first).to_be_visible(timeout=90_000)
    wait_for_kernel(page)
