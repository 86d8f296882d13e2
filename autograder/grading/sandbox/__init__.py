"""What a learner's processes are kept in: what they see, what they may use, and what of Linux they may call."""

from autograder.errors import SandboxUnavailable
from autograder.grading.sandbox.find import Sandbox, find_sandbox
from autograder.grading.sandbox.limits import SandboxLimits
from autograder.grading.sandbox.submission import SubmissionTooLarge

__all__ = ["Sandbox", "SandboxLimits", "SandboxUnavailable", "SubmissionTooLarge", "find_sandbox"]
