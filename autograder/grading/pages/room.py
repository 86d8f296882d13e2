"""How much a page holds. What is coloured, rendered or cleaned costs far more than its letters.

Of each kind a page takes so much, in the order of the notebook; what comes after that stands there as text, or is
left out with a sentence that says so.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["coloured", "rendered", "markup", "formulas", "text", "pictures", "pieces"]


@dataclass
class Room:
    """What a page still takes of each kind."""

    coloured: int = 60_000  # letters of code
    rendered: int = 60_000  # letters of Markdown
    markup: int = 60_000  # letters of HTML, embedded pictures aside
    formulas: int = 300
    text: int = 400_000  # letters as they are
    pictures: int = 8 * 2**20  # letters of encoded pictures
    pieces: int = 2_000  # cells and outputs

    def take(self, kind: Kind, size: int) -> bool:
        """Take room for so many, and tell whether there was enough."""
        left: int = getattr(self, kind) - size
        if left >= 0:
            setattr(self, kind, left)
        return left >= 0
