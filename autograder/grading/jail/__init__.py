"""Where a submission's cells run: a process forked for it alone, in a sandbox, from a parent that has imported all.

`jail` and `unguarded` start places; `conversation` speaks with them; `inside/` is what runs there; `examine` tries
what holds on this machine.
"""

from autograder.grading.jail.examine import Finding, doctor
from autograder.grading.jail.jail import Jail
from autograder.grading.jail.unguarded import unguarded_place

__all__ = ["Finding", "Jail", "doctor", "unguarded_place"]
