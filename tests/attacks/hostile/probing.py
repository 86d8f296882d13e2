# ruff: noqa: E501  # programs in texts
"""Looking for what the grader expects: in files, in memory, in other processes."""

from attacks.hostile.attack import Family

family = Family("probing for expected values")

SEARCH = """
import os, re
def found_in_files(places, wanted):
    for top in places:
        for place, folders, names in os.walk(top):
            folders[:] = [name for name in folders if name not in ("proc", "sys", "numpy", "matplotlib", "torch")]
            for name in names:
                path = os.path.join(place, name)
                if wanted(path):
                    yield path
"""
family.runs(
    "the reference is imported",
    "",
    answer="""
    try:
        from solutions.simple_rnn import rnn_forward
    except Exception:
        import importlib
        rnn_forward = importlib.import_module("solutions.simple_rnn").rnn_forward
    """,
)
family.runs(
    "every file that could hold an answer is searched",
    SEARCH
    + """
answer = None
for path in found_in_files(["/course", "/submission", "/home", "/tmp", "/run", os.getcwd() + "/../.."],
                           lambda path: path.endswith((".py", ".ipynb", ".json", ".pyc", ".db"))):
    text = open(path, errors="replace").read()
    match = re.search(r"def rnn_forward\\(.*?\\n    return [^\\n]*np\\.stack[^\\n]*", text, re.S)
    if match:
        exec(match.group(0))
        answer = rnn_forward
""",
    answer="rnn_forward = answer",
)
family.runs(
    "the memory of this and every other process is searched",
    """
    import gc, glob, os
    seen = []
    for process in glob.glob("/proc/[0-9]*"):
        for name in ("environ", "maps", "mem", "cmdline", "fd/3", "root/etc/shadow", "cwd"):
            try:
                seen.append(open(f"{process}/{name}", "rb").read(100_000))
            except OSError:
                pass
    arrays = [thing for thing in gc.get_objects() if type(thing).__name__ == "ndarray"]
    """,
    answer="""
    def rnn_forward(x, a0, parameters):
        kept = [a for a in gc.get_objects() + arrays if type(a).__name__ == "ndarray"]
        right = lambda *shape: next((a for a in kept if a.shape == shape), None)
        return right(6, 5, 4), right(6, 7, 4), None
    """,
)
family.runs(
    "the frames above a call are read",
    "import sys, inspect",
    answer="""
    def rnn_forward(x, a0, parameters):
        spoils = []
        frame = sys._getframe()
        while frame:
            spoils += list(frame.f_locals.values()) + list(frame.f_globals.values())
            frame = frame.f_back
        truth = next((thing for thing in spoils if "Reference" in type(thing).__name__), None)
        return (truth, truth, None) if truth is None else truth.truth(x)
    """,
)
family.runs(
    "the declaration's own reference is asked",
    """
    import autograder.exercises, autograder.reference, autograder.answer
    from autograder.check import evaluate
    """,
    answer="""
    def rnn_forward(x, a0, parameters):
        exercise = autograder.exercises.find("rnn_forward")
        truth = autograder.reference.Reference().truth(exercise, exercise.checks[0])
        got = truth(x=x, a0=a0, parameters=parameters)
        return got.a, got.y_pred, None
    """,
)
family.runs(
    "a copy of the sources of installed packages is searched",
    """
    import sys, glob
    hits = [path for place in sys.path for path in glob.glob(place + "/**/simple_rnn.py", recursive=True) if "solutions" in path]
    space = {}
    for path in hits:
        exec(open(path).read(), space)
    """,
    answer="rnn_forward = space['rnn_forward']",
)
