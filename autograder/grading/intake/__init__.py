"""From what an instructor names to one notebook a learner: whose each file is, and which of several counts."""

from autograder.grading.intake.counting import Rule, one_each
from autograder.grading.intake.owners import find_submissions
from autograder.grading.intake.roster import Roster, read_roster
from autograder.grading.intake.submission import Submission

__all__ = ["Roster", "Rule", "Submission", "find_submissions", "one_each", "read_roster"]
