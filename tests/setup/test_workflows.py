"""Workflows of build machines: their form, and the shell in them as far as it can be tried here."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "autograder" / "grading" / "doors" / "templates"
WORKFLOWS = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), TEMPLATES / "classroom.yml.txt"]
SCRIPTS = sorted(TEMPLATES.glob("gradescope_*.txt"))


def steps_of(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_few_rights_bounded_time_and_named_versions(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert "contents" in workflow["permissions"]
    assert "write-all" not in path.read_text()
    assert all(job["timeout-minutes"] <= 30 for job in workflow["jobs"].values())
    assert all(re.fullmatch(r"[\w.-]+/[\w.-]+@v\d+", step["uses"]) for step in steps_of(path) if "uses" in step)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_the_shell_of_a_workflow_can_be_parsed_and_takes_nothing_that_a_stranger_chose(path):
    for step in steps_of(path):
        if "run" in step:
            assert not re.search(r"\$\{\{\s*github\.(event|head_ref)", step["run"])
            subprocess.run(["bash", "-n"], input=step["run"], text=True, check=True)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_for_gradescope_stops_at_its_first_failure(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    subprocess.run(["bash", "-n"], input=text, text=True, check=True)


def test_a_tag_that_is_not_the_version_releases_nothing():
    (step,) = [step for step in steps_of(WORKFLOWS[1]) if step.get("name") == "The tag is the version"]
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    command = step["run"].replace("python ", f"{sys.executable} ", 1)
    for tag, code in ((f"v{version}", 0), ("v99.0", 1)):
        known = os.environ | {"GITHUB_REF_NAME": tag}
        done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=known, capture_output=True, check=False)
        assert done.returncode == code
