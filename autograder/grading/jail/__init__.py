"""Where a submission's cells run: a process forked for it alone, in a sandbox, from a parent that has imported all.

`jail` and `unguarded` start places; `conversation` speaks with them; `inside/` is what runs there.
"""

from autograder.grading.jail.jail import Jail
from autograder.grading.jail.unguarded import unguarded_place

__all__ = ["Jail", "unguarded_place"]
