"""One student repository for all tests that only look at it."""

import pytest
from repository import StudentRepository, written


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> StudentRepository:
    return written(tmp_path_factory.mktemp("released") / "students")
