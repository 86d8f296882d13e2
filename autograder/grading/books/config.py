"""The configuration of nbgrader in a folder of results."""

from __future__ import annotations

COURSE = "sequence-models"


def config_of(url: str) -> str:
    """Return the configuration of the folder; a gradebook elsewhere is named by the environment, with its password."""
    elsewhere = 'c.CourseDirectory.db_url = os.environ["AUTOGRADER_GRADEBOOK"]\n' if url else ""
    imported = "import os\n\n" if url else ""
    return f'''"""A graded batch as an nbgrader course: run `nbgrader` and its formgrader here."""

{imported}from autograder.grading.stock.configure import configure

c = get_config()  # noqa: F821  # nbgrader puts get_config here before it reads this file
c.CourseDirectory.course_id = "{COURSE}"
c.GenerateFeedback.permissions = 600  # as all that is written here
{elsewhere}configure(c)
'''
