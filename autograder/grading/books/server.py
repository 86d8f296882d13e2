"""A gradebook on a PostgreSQL server, where graders on several machines write into one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from autograder.errors import CourseError, NobodyToBlame

FORM = "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
KEY = 7_365_726_965_732  # of the lock that graders share; any number does that no other program uses


class GradebookGone(NobodyToBlame):
    """The server cannot be reached any more."""


class Server:
    """A PostgreSQL server with a gradebook.

    Args:
        url: as SQLAlchemy has it, `postgresql+psycopg://USER:PASSWORD@HOST/DATABASE`.

    Raises:
        CourseError: that is no such address, or its driver is not installed.
    """

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
            self.name = parsed.render_as_string(hide_password=True)
            if parsed.get_backend_name() != "postgresql":
                raise CourseError(f"A gradebook elsewhere has to be on a PostgreSQL server, and {self.name} is not.")
            self._engine = create_engine(parsed)
        except (ArgumentError, NoSuchModuleError):
            raise CourseError(
                "The gradebook's address has to be postgresql+psycopg://USER:PASSWORD@HOST/DATABASE."
            ) from None
        except ModuleNotFoundError as missing:
            raise CourseError(f"The driver for {self.name} is not installed: {missing.name}.") from None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other grader write meanwhile: nbgrader looks, and then writes, as if it were alone.

        Raises:
            GradebookGone: the server does not answer, or ended the connection.
        """
        try:
            with self._engine.connect() as connection:
                connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": KEY})
                try:
                    yield
                finally:
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": KEY})
        except DBAPIError as problem:
            if problem.connection_invalidated or not self._answers():
                raise GradebookGone(
                    f"The gradebook {self.name} cannot be reached. What was judged is kept: start the command again."
                ) from problem
            raise

    def close(self) -> None:
        self._engine.dispose()

    def _answers(self) -> bool:
        try:
            with self._engine.connect() as connection:
                return bool(connection.execute(text("SELECT 1")).scalar())
        except DBAPIError:
            return False
