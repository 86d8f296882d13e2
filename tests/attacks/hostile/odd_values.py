"""Answers that are no arrays, or none that could be right: what makes a careless comparison agree, or never end."""

from attacks.hostile.attack import LOOP, Family, beside_the_right_one
from grading.grading_fixtures import FULL

family = Family("values that are none")

#: What stands in the place of the activations and of the predictions.
VALUES = {
    "nan everywhere": "np.full((len(x), 5, x.shape[2]), np.nan)",
    "infinity everywhere": "np.full((len(x), 5, x.shape[2]), np.inf)",
    "the largest numbers there are": "np.full((len(x), 5, x.shape[2]), 1e308)",
    "an array without an entry": "np.empty((0, 5, 4))",
    "an array without an entry and an axis of 2**58": "np.empty((0, 2**58))",
    "one entry for a terabyte": "np.broadcast_to(np.float64(0), (2**40,))",
    "one text for a gigabyte": "np.broadcast_to(np.array('a' * 1000), (250_000,))",
    "sixty axes": "np.zeros((1,) * 60)",
    "entries of no bytes": "np.zeros(5, 'V0')",
    "an array whose entries are all masked": "np.ma.array(np.zeros((len(x), 5, x.shape[2])), mask=True)",
    "complex numbers": "np.zeros((len(x), 5, x.shape[2]), complex) + 1e9j",
    "texts that could be read as numbers": "np.full((len(x), 5, x.shape[2]), '0.5')",
    "times that are none": "np.array(['NaT'], 'M8[s]')",
    "records": "np.zeros(3, [('a', 'f8', (100,))])",
    "a number of 5,000 digits": "10**5000",
    "what never ends": "iter(int, 1)",
    "every number up to a trillion": "range(10**12)",
    "Ellipsis": "...",
}
for what, value in VALUES.items():
    family.runs(
        f"the answer is {what}", "", answer=f"def {LOOP}(x, a0, parameters):\n    return {value}, {value}, None"
    )
for what, value in {"nothing": "()", "one thing": "(a0,)", "four things": "(a0,) * 4", "a dict": "{'a': a0}"}.items():
    family.runs(
        f"{what} is returned where three are due", "", answer=f"def {LOOP}(x, a0, parameters):\n    return {value}"
    )

family.runs(
    "interfaces of arrays point at memory that is not there",
    """
    import numpy as np
    class Null:
        __array_interface__ = {"shape": (6, 5, 4), "typestr": "<f8", "data": (0, True), "version": 3}
    class Wild:
        __array_interface__ = {"shape": (2**40,), "typestr": "<f8", "data": (4096, True), "version": 3}
    """,
    answer=f"def {LOOP}(x, a0, parameters):\n    return np.asarray(Wild()), np.asarray(Null()), None",
)
family.runs(
    "an array that lies about its bytes",
    """
    import numpy as np
    class Liar(np.ndarray):
        def tobytes(self, *a): return b"x" * 10**7
        def astype(self, *a, **k): return self
        def __array__(self, *a, **k): return np.zeros(1)
        def __reduce__(self): return (print, ("x",))
        dtype = property(lambda self: np.dtype("f4"))
        nbytes = property(lambda self: -10**12)
    """,
    answer=beside_the_right_one(f"""
    def {LOOP}(x, a0, parameters):
        return tuple((0 * each).view(Liar) for each in right(x, a0, parameters)[:2]) + (None,)
    """),
)
family.runs(
    "pickles that run when they are opened",
    """
    import os, numpy as np
    class Opened:
        def __reduce__(self): return (os.system, ("touch /tmp/planted_by_a_submission",))
    """,
    answer=f"def {LOOP}(x, a0, parameters):\n    return np.array([Opened()], dtype=object), Opened(), [Opened()]",
)
family.runs(
    "dicts with the words of the transport as keys, and with themselves inside",
    "",
    answer=f"""
    def {LOOP}(x, a0, parameters):
        inside = {{}}
        inside["me"] = inside
        return {{"array": ["f8", [2**40], ""]}}, inside, {{"kept": [0, "x"], True: 1, 1.0: 2, "1": 3}}
    """,
)
family.runs(
    "keys that are equal to nothing",
    """
    class Key(str):
        def __hash__(self): return 0
        def __eq__(self, other): return False
    """,
    answer=f"def {LOOP}(x, a0, parameters):\n    return {{Key('a'): 1, Key('a'): 2}}, {{}}, None",
)
family.runs(
    "memory that is gone when it is read",
    "import mmap",
    answer=f"""
    def {LOOP}(x, a0, parameters):
        file = open("/tmp/gone", "w+b")
        file.truncate(2**20)
        found = np.frombuffer(mmap.mmap(file.fileno(), 2**20), dtype="f8")
        file.truncate(0)
        return found, found, None
    """,
)
family.runs(
    "a right answer half of the time",
    "import random",
    answer=beside_the_right_one(f"""
    def {LOOP}(x, a0, parameters):
        a, y_pred, caches = right(x, a0, parameters)
        calls.append(1)
        return (a, y_pred, caches) if len(calls) % 2 else (a + 1, y_pred, caches)
    calls = []
    """),
)
family.runs(
    "one right answer, given to every question",
    "",
    answer=beside_the_right_one(f"""
    kept = []
    def {LOOP}(x, a0, parameters):
        kept.append(kept[0] if kept else right(x, a0, parameters))
        return kept[0]
    """),
)
family.runs(
    "noise of the right shapes",
    "",
    answer=beside_the_right_one(f"""
    def {LOOP}(x, a0, parameters):
        return tuple(np.random.random(each.shape) for each in right(x, a0, parameters)[:2]) + (None,)
    """),
)
# What looks odd and is right: it counts.
family.runs(
    "right values in one buffer that each call overwrites",
    "",
    answer=beside_the_right_one(f"""
    buffers = {{}}
    def {LOOP}(x, a0, parameters):
        a, *rest = right(x, a0, parameters)
        buffer = buffers.setdefault(a.shape, np.empty_like(a))
        buffer[...] = a
        return buffer, *rest
    """),
    points=FULL,
)
family.runs(
    "right values in a subclass, in the other order of bytes and in columns",
    "class Own(__import__('numpy').ndarray): pass",
    answer=beside_the_right_one(f"""
    def {LOOP}(x, a0, parameters):
        a, y_pred, caches = right(x, a0, parameters)
        return np.asfortranarray(a).astype(">f8").view(Own), y_pred[..., ::-1][..., ::-1], caches
    """),
    points=FULL,
)
