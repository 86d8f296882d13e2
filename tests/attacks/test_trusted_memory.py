"""The memory of the judge over a hostile submission, each within every bound of one message and of one cell."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from jailed import working_sandbox
from weigh_judge import ATTACKS

MOST_MIB = 70  # seen: up to 43; without what these attacks share a bound for, 86 to several thousand
PROGRAM = Path(__file__).with_name("weigh_judge.py")


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_hostile_submission_takes_little_of_the_judges_memory(attack):
    working_sandbox()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(
        [sys.executable, str(PROGRAM), attack], env=environment, capture_output=True, text=True, timeout=300, check=True
    )
    assert float(said.stdout) < MOST_MIB
