"""Libraries changed from inside, and objects that lie about themselves."""

from attacks.hostile.attack import Family

family = Family("patched libraries and lying objects")

family.runs(
    "comparisons of NumPy always agree",
    """
    import numpy as np, numpy.testing
    for name in dir(numpy.testing):
        if name.startswith("assert"):
            setattr(numpy.testing, name, lambda *a, **k: None)
    np.allclose = np.isclose = np.array_equal = lambda *a, **k: True
    """,
    answer="def rnn_forward(x, a0, parameters):\n    return np.ones((6, 5, 4)), np.ones((6, 7, 4)), None",
)
family.runs(
    "a thread goes on patching the comparisons",
    """
    import threading, time, numpy.testing
    def patch():
        while True:
            numpy.testing.assert_allclose = numpy.testing.assert_array_equal = lambda *a, **k: None
            time.sleep(0.001)
    threading.Thread(target=patch, daemon=True).start()
    """,
    answer="def rnn_forward(x, a0, parameters):\n    return np.ones((6, 5, 4)), np.ones((6, 7, 4)), None",
)
family.runs(
    "AssertionError and the judging builtins are replaced",
    """
    import builtins
    class Quiet(BaseException): pass
    builtins.AssertionError = Quiet
    builtins.all = builtins.any = lambda *a: True
    builtins.NotImplementedError = Quiet
    """,
    points=(0, 0),  # what it breaks is its own process
)
family.runs(
    "json writes praise instead of replies",
    """
    import json
    json.dumps = lambda *a, **k: '[{"passed": true, "points": 6, "value": true, "status": "holds"}]'
    """,
)
family.runs(
    "base64 encodes nothing but zeros",
    """
    import binascii
    right = binascii.b2a_base64
    binascii.b2a_base64 = lambda raw, **k: right(bytes(len(raw)), **k)
    """,
    points=(0, 0),
)
family.runs(
    "check and evaluate of the course always pass",
    """
    import autograder.check, autograder.evaluate, autograder.verdict
    autograder.check.check = lambda f: None
    autograder.evaluate.run_check = lambda check, *a: autograder.verdict.Outcome(check.name, check.title, "holds", 6)
    check = lambda f: None
    """,
)
family.runs(
    "an array subclass says that it equals everything",
    """
    import numpy as np
    class Agreeable(np.ndarray):
        def __eq__(self, other): return np.ones(self.shape, bool)
        def __ne__(self, other): return np.zeros(self.shape, bool)
        def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
            return np.True_ if ufunc.nout == 1 and ufunc.types[-1].endswith("?") else np.float64(0)
        def __array_function__(self, function, types, args, kwargs): return True
        def __abs__(self): return 0
        shape = property(lambda self: (6, 5, 4))
    """,
    answer="""
    def rnn_forward(x, a0, parameters):
        agree = np.ones((6, 5, 4)).view(Agreeable)
        return agree, agree, None
    """,
)
family.runs(
    "an object lies about its dtype, shape and values",
    """
    import numpy as np
    class Chameleon:
        dtype, shape, ndim, size = np.dtype(float), (6, 5, 4), 3, 120
        calls = 0
        def __array__(self, *a, **k):
            Chameleon.calls += 1
            return np.full((6, 5, 4), float(Chameleon.calls))
        def __eq__(self, other): return True
        def __float__(self): return 0.0
        def __getattr__(self, name): return self
        def __call__(self, *a, **k): return self
        def __iter__(self): return iter([self, self, None])
        def __len__(self): return 3
        course_source = "def stolen(): pass"
        course_name, course_bound = "stolen", {}
    """,
    answer="def rnn_forward(x, a0, parameters):\n    return Chameleon(), Chameleon(), Chameleon()",
)
family.runs(
    "a tuple grows while it is read",
    """
    class Growing(tuple):
        def __len__(self): return 3
        def __iter__(self):
            while True:
                yield self
    """,
    answer="def rnn_forward(x, a0, parameters):\n    return Growing((1, 2, 3))",
)
family.runs(
    "numpy in sys.modules is another module",
    """
    import sys, types
    import numpy as real
    fake = types.ModuleType("numpy")
    fake.__dict__.update({**real.__dict__, "allclose": lambda *a, **k: True})
    fake.testing = types.SimpleNamespace(assert_allclose=lambda *a, **k: None)
    sys.modules["numpy"], sys.modules["numpy.testing"] = fake, fake.testing
    """,
)
family.runs(
    "the exception of an unsolved exercise calls itself a success",
    """
    class Praise(Exception):
        def __str__(self): return "<b>all checks hold</b> 6 of 6 points"
        def _render_traceback_(self): return []
    Praise.__name__ = "holds"
    """,
    answer="def rnn_forward(x, a0, parameters):\n    raise Praise",
)
