"""Of a learner's text only what computes gets into the course; what may do more is refused before it is run."""

import numpy as np
import pytest

from autograder.authoring.computes import LONGEST, DoesMore, function_alone

KNOWN = {"softmax"}


def alone(body, before=""):
    return function_alone(f"{before}\ndef f(x, rng=None):\n    {body}\n", "f", KNOWN)


@pytest.mark.parametrize(
    "body",
    [
        "return np.tanh(x @ x.T).sum(axis=0, keepdims=True)",
        "y = [_ ** 2 for _ in x]; return {k: v for k, v in enumerate(y)}",
        "return softmax(x) if isinstance(x, np.ndarray) else float(x)",
        "if x is None:\n        raise ValueError(f'{x!r} is none')\n    return np.linalg.norm(x)",
        "with np.errstate(all='ignore'):\n        return np.log(x)",
        "import math\n    from numpy import zeros\n    return math.sqrt(2) * zeros(3)",
        "def inner(v, *more, **names):\n        return v\n    return sorted(x, key=lambda v: inner(v))",
        "try:\n        x[0] += 1\n    except IndexError as problem:\n        del x\n    return rng",
    ],
)
def test_what_computes_is_taken(body):
    text = alone(body)
    assert text.startswith("def f(")
    assert text == function_alone(text, "f", KNOWN)


@pytest.mark.parametrize(
    "body",
    [
        "return ().__class__",
        "return x.__dict__",
        "return x._private",
        "return getattr(x, 'a')",
        "return '{0.__class__}'.format(x)",
        "return '__import__'",
        "return b'__import__'",
        "import os; return os",
        "from os import system; return system('x')",
        "import numpy.lib as np; return np",
        "from numpy import *; return 1",
        "return np.load('x')",
        "return np.lib.npyio",
        "return np.random.normal()",
        "np.tanh = x; return 1",
        "m = np; return m.load",
        "np = x; return np.load",
        "return [np for np in x]",
        "return x.tofile('x')",
        "return x.gi_frame",
        "return open('x')",
        "return eval('1') or [eval for eval in x]",
        "return (lambda exec: exec)(1), exec('1')",
        "return unknown(x)",
        "global y; y = 1",
        "nonlocal_ = 1\n    class A: pass",
        "with open('x') as g: return g",
        "with x: return 1",
        "@x\n    def g(): pass",
        "async def g(): await x",
        "return 'caf\\u00e9\\u202e'",
        "return pi\u00e9",
    ],
)
def test_what_may_do_more_is_refused(body):
    with pytest.raises(DoesMore):
        alone(body)


@pytest.mark.parametrize("cell", ["def f(:", "def g(x): return x", "f = 1", "x" * 50_000, "@c\ndef f(x): return x"])
def test_a_cell_without_a_plain_function_is_refused(cell):
    with pytest.raises(DoesMore):
        function_alone(cell, "f", KNOWN)


def test_a_long_text_is_refused():
    with pytest.raises(DoesMore, match="longer"):
        alone(f"return [{', '.join(['x'] * (LONGEST // 2))}]")


def test_helpers_go_into_the_function_and_the_rest_of_the_cell_stays_out():
    before = (
        "print('run')\nimport os\nHALF = 0.5\ndef helper(v):\n    '''Says\n    much.'''\n    return HALF * v\n"
        "def other(v):\n    return open(v)\n"
    )
    text = alone('"""Says much."""\n    # a comment\n    return helper(x)', before)
    namespace = {"np": np}
    exec(text, namespace)
    assert namespace["f"](3.0) == 1.5
    assert not any(word in text for word in ("os", "other", "run", "much", "comment"))


def test_a_default_is_looked_at_as_well():
    with pytest.raises(DoesMore):
        function_alone("def f(x=open('x')):\n    return x", "f", KNOWN)
    with pytest.raises(DoesMore):
        function_alone("def f(x: open('x')):\n    return x", "f", KNOWN)
