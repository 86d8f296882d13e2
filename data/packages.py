"""Files that come with installed packages. They are found without importing the package, whose code does not run."""

from importlib.util import find_spec
from pathlib import Path

from data.errors import DataMissing


def file_in_package(package: str, filename: str, *, install: str | None = None) -> Path:
    """Give the path of a file that a package brings.

    Args:
        package: the name that it is imported by.
        filename: path inside the package.
        install: what pip is to install, where that is not the name alone.

    Raises:
        DataMissing: the package is not installed, or this version of it has no such file.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise DataMissing(
            f"The package '{package}' brings this data and is not installed. Run: pip install {install or package}"
        )
    path = Path(spec.submodule_search_locations[0]) / filename
    if not path.is_file():
        raise DataMissing(
            f"The package '{package}' is installed, but has no file '{filename}'. "
            f"Run: pip install --upgrade {install or package}"
        )
    return path
