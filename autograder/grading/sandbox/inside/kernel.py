"""Be the kernel: an IPython kernel whose own imports no file of the submission can take over.

Run as a script under `python -I`, so that neither the working directory nor the script's folder is on
`sys.path` while the kernel is loaded. The submission's folder comes last: a notebook can import what lies
beside it (`given`), but a `numpy.py` that was handed in shadows nothing.
"""

import sys

from ipykernel.kernelapp import IPKernelApp

sys.path.extend(["/course", sys.argv.pop(1)])

IPKernelApp.launch_instance()
