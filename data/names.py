"""Names of people, read from the package `names` when they are asked for; none is kept in this project."""

import numpy as np

from data.packages import file_in_package
from data.splits import Split, split

#: What there is, and the file of the package that holds it.
FILES = {"surnames": "dist.all.last", "women": "dist.female.first", "men": "dist.male.first"}


def load_names(kind: str = "surnames", *, most_frequent: int | None = None) -> list[str]:
    """Give names in small letters, the most frequent first.

    Args:
        kind: "surnames" (88,799), "women" (4,275 first names) or "men" (1,219 first names).
        most_frequent: so many from the beginning; all by default.

    Raises:
        DataMissing: the package `names` is not installed.
    """
    if kind not in FILES:
        raise ValueError(f"no names of kind {kind!r}; there are {', '.join(FILES)}")
    lines = file_in_package("names", FILES[kind]).read_text(encoding="ascii").splitlines()
    return [line.split()[0].lower() for line in lines[:most_frequent] if line.strip()]


def name_splits(
    kind: str = "surnames",
    *,
    rng: np.random.Generator,
    most_frequent: int | None = None,
    dev: float = 0.1,
    test: float = 0.1,
) -> Split:
    """Give names to train on, to choose with and to test on; no name is in two of them."""
    return split(load_names(kind, most_frequent=most_frequent), rng=rng, dev=dev, test=test)
