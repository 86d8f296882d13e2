"""Files that come with installed packages. They are found without importing the package, whose code does not run."""

from importlib.util import find_spec
from pathlib import Path

from data.errors import DataMissing


def file_in_package(package: str, filename: str) -> Path:
    """Give the path of a file that a package brings.

    Raises:
        DataMissing: the package is not installed, or this version of it has no such file.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise DataMissing(f"The package '{package}' brings this data and is not installed. Run: pip install {package}")
    path = Path(spec.submodule_search_locations[0]) / filename
    if not path.is_file():
        raise DataMissing(
            f"The package '{package}' is installed, but has no file '{filename}'. Run: pip install --upgrade {package}"
        )
    return path
