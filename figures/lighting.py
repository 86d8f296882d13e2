"""Parts of a diagram that light up: what is drawn inside a part that is not lit stays faint."""

from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Patch

from figures.blocks import strength


@contextmanager
def part(ax: Axes, *, lit: bool) -> Iterator[None]:
    """Draw what follows at full strength where `lit`, else faintly, whatever draws it."""
    before = set(ax.get_children())
    yield
    if not lit:
        for artist in ax.get_children():
            if artist not in before:
                _dim(artist)


def dim_all(ax: Axes) -> None:
    """Make all that has been drawn so far faint, as the ground for something else."""
    for artist in (*ax.patches, *ax.lines, *ax.texts):
        _dim(artist)


def _dim(artist: Artist) -> None:
    """Make one artist faint; a tinted area stays paler than its edge."""
    if isinstance(artist, Patch) and artist.get_alpha() is None:
        for colour, set_colour in (
            (artist.get_facecolor(), artist.set_facecolor),
            (artist.get_edgecolor(), artist.set_edgecolor),
        ):
            red, green, blue, opacity = to_rgba(colour)
            set_colour((red, green, blue, opacity * strength(False)))
    else:
        artist.set_alpha(strength(False))
