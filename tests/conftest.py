"""One thread each for linear algebra, set before NumPy is imported: the same numbers on every machine, and quicker."""

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
