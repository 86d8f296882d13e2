"""The rules that hold in a folder of results: those that were named last."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from autograder.grading.files import replace_file
from autograder.grading.intake import Roster
from autograder.grading.policy.handed_in import Terms, read_handed_in
from autograder.grading.policy.read import read_policy
from autograder.grading.policy.rules import Policy

POLICY, BEFORE = "policy.toml", "policy.before.toml"


def terms_in(
    folder: Path,
    lessons: Collection[str],
    *,
    policy: Path | None = None,
    handed_in: Path | None = None,
    roster: Roster | None = None,
) -> Terms:
    """Return the rules for a folder of results.

    Args:
        folder: its policy.toml holds where no other is named.
        lessons: the lessons that there are.
        policy: another one, which holds from now on; see `keep`.
        handed_in: the instructor's list of when things were handed in.
        roster: who is in the class.

    Raises:
        CourseError: one of the files is not as it should be.
    """
    students = [learner.identity for learner in roster.learners] if roster else None
    path = policy or folder / POLICY
    rules = read_policy(path, lessons, students) if policy or path.exists() else Policy()
    listed = read_handed_in(handed_in, lessons, rules, roster) if handed_in else {}
    return Terms(rules, listed)


def keep(policy: Path, folder: Path) -> None:
    """Keep a policy in a folder of results, for whoever regrades there; the one before stays beside it."""
    mine, data = folder / POLICY, policy.read_bytes()
    if mine.exists():
        if mine.read_bytes() == data:
            return
        replace_file(folder / BEFORE, mine.read_bytes())
    replace_file(mine, data)
