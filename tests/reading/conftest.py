"""One site for all tests of it: a lesson with figures, animations, exercises and two hunts, and all guides."""

from pathlib import Path

import pytest
from site_browser import LESSON

from autograder.authoring.course import Course
from autograder.site.build import build_site


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what the lesson shows is kept."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """The learners' site with one lesson."""
    folder = tmp_path_factory.mktemp("reading") / "site"
    build_site(Course(), folder, lessons=[LESSON], cache=cache)
    return folder
