"""Which box a submission runs in, by the name that a person gives it."""

from autograder.errors import CourseError
from autograder.grading.sandbox import Sandbox, find_sandbox

NOT_PROMISED = (
    "No sandbox: the submissions run with your own rights. A hostile one can read your files, use the network, "
    "change the scores of others and leave processes behind. Grade so only what you would run yourself."
)


def box_called(name: str) -> Sandbox | None:
    """Return the sandbox of this name, tried on this machine; None for `none`.

    Raises:
        SandboxUnavailable: this machine cannot have it.
    """
    if name == "none":
        return None
    if name == "bubblewrap":
        return find_sandbox()
    raise CourseError(f"There is no sandbox called {name!r}; there are bubblewrap and none.")
