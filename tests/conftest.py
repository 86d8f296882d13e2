"""One thread each for linear algebra, set before NumPy is imported: the same numbers on every machine, and quicker."""

import os

import pytest

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"


@pytest.fixture(params=["kernel", "jail"])
def every_place(request, monkeypatch):
    """Have a test's submissions run in each of the places where cells can run."""
    from grading import places

    monkeypatch.setattr(places, "chosen", request.param)
    return request.param
