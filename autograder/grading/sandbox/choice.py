"""Which box a submission runs in, by the name that a person gives it. Without a word it is the sandbox."""

from autograder.errors import CourseError, SandboxUnavailable
from autograder.grading import VARIABLE
from autograder.grading.sandbox import Sandbox, find_sandbox
from autograder.grading.sandbox.other_user import OtherUser, find_other_user

SANDBOX, OTHER_USER, NONE = "bubblewrap", "user", "none"

NOT_PROMISED = (
    "No sandbox: the submissions run with your own rights. A hostile one can read your files, use the network, "
    "change the scores of others and leave processes behind. Grade so only what you would run yourself."
)
WITHOUT = (
    "To grade without a sandbox, and so only what you would run yourself, say --sandbox none; "
    f"for nbgrader's own commands set {VARIABLE}=none."
)


def sandbox_called(name: str) -> Sandbox | OtherUser | None:
    """Return the sandbox of this name, tried on this machine; None for `none`.

    `user` is for a container that exists for one submission alone; see `other_user`.

    Raises:
        SandboxUnavailable: this machine cannot have it; the message says what to install.
    """
    if name == NONE:
        return None
    if name == OTHER_USER:
        return find_other_user()
    if name != SANDBOX:
        raise CourseError(f"There is no sandbox called {name!r}; there are {SANDBOX} and {NONE}.")
    try:
        return find_sandbox()
    except SandboxUnavailable as problem:
        raise SandboxUnavailable(f"{problem}\n{WITHOUT}") from None
