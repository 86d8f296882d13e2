"""Everything that the course raises on purpose, in one tree.

CourseMessage
├── NotAttempted      there is nothing to check yet; never "wrong"
├── CheckFailed       a check does not hold; the message says where and what to look at
├── Mismatch          raised inside a check by what it expects; collected into the verdict, never shown by itself
│   ├── FormMismatch  nothing came back, or nothing of which values could be compared
│   └── ChangedArgument  a call wrote into what belongs to its caller
└── CourseError       the course or the call is broken, not the learner's answer
    ├── UnknownExercise
    ├── RecordingError
    ├── ProtocolError  what came back from the learner's process cannot be read
    └── NobodyToBlame  grading cannot go on, whatever was handed in
        └── SandboxUnavailable  this machine cannot run untrusted code safely
"""

#: What is said of a function whose body is there and which still raises NotImplementedError.
LEFT_STANDING = "still raises NotImplementedError: delete that line"
#: What is said of a function that is not written yet, and of the one that calls it.
CALLED_UNWRITTEN = "is not written yet, and"
#: What is said of a hunted function in which nothing was changed.
AS_GIVEN = "is as it was given: run it, find the mistake and fix it"


class CourseMessage(Exception):
    """Base of all: in a notebook its traceback is the message alone."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for its own traceback by this name; the frames of the checker teach nothing.
        return [self.brief]

    @property
    def brief(self) -> str:
        """What a notebook prints under the box that has said everything already."""
        return str(self)


class NotAttempted(CourseMessage):
    """The function is missing or still raises NotImplementedError."""


class CheckFailed(CourseMessage):
    """At least one check does not hold."""

    def __init__(self, message: str, *, brief: str | None = None) -> None:
        super().__init__(message)
        self._brief = brief

    @property
    def brief(self) -> str:
        """One line under the box in a notebook, the whole message elsewhere."""
        return self._brief or str(self)


class Mismatch(CourseMessage):
    """One expectation of one check is not met.

    Args:
        message: what is right, then what is wrong and where.
        cause: what the numbers themselves betray (transposed, sign flipped, ...), if anything.
        part: the part of the answer that is wrong, where there are several.
        others: further parts that are wrong as well.
        mistake: the name of the mistake that `cause` tells, where what was seen leaves no other.
    """

    def __init__(
        self,
        message: str,
        cause: str | None = None,
        part: str | None = None,
        others: tuple[str, ...] = (),
        mistake: str = "",
    ) -> None:
        super().__init__(message)
        self.cause, self.part, self.others, self.mistake = cause, part, others, mistake


class FormMismatch(Mismatch):
    """A call raised, or what it returned does not have the form that is due: a place to look for values is no help."""


class ChangedArgument(Mismatch):
    """A call changed its arguments: what it returned may well be right."""


class CourseError(CourseMessage):
    """The course or the call is broken: exit code 2, never a learner's fault."""


class UnknownExercise(CourseError):
    """No exercise has this name."""


class RecordingError(CourseError):
    """The recording beside the notebook is missing, damaged or made for other checks."""


class ProtocolError(CourseError):
    """A reply from the learner's process breaks the format or its bounds."""


class NobodyToBlame(CourseError):
    """Grading cannot go on, and no submission is to blame; the message says what to do."""


class SandboxUnavailable(NobodyToBlame):
    """Untrusted code cannot be run safely here; the message says what is missing and what to do."""
