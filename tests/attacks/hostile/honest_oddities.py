# ruff: noqa: E501  # programs in texts
"""Honest work that looks like an attack: every point is due."""

from attacks.hostile.attack import CELL, LOOP, Family, after, first
from grading.grading_fixtures import FULL, cell_of, insert_after, solution

family = Family("honest work that looks odd")


def honest(name, code, *, after_it="", before="", end=""):
    """Add honest work: a cell at the start, and lines before, in and after the second answer."""

    def plan(notebook, folder):
        first(notebook, code)
        cell_of(notebook, LOOP).source = before + solution(LOOP) + end
        if after_it:
            after(notebook, f"check-{CELL}", after_it)

    plan.__name__ = name
    family(points=FULL)(plan)


honest("five megabytes are printed", "print('0.12345 ' * 600_000)\nfor i in range(3000): print(i)")
honest("a bar of progress", "for i in range(20_000): print(f'\\r{i} of 20000', end='', flush=True)")
honest(
    "forty figures",
    "import matplotlib.pyplot as plt\nfor i in range(40):\n    plt.plot([i, 1])\n    plt.show()",
)
honest("another place's modules", "from google.colab import drive\ndrive.mount('/content/drive')")
honest("a module is installed", "!pip install nothing-at-all\n%pip install nothing-at-all")
honest("Python 2", "print 'hello'")
honest("an error in the middle", "", after_it="1 / 0")
honest("a loop that was to be stopped by hand", "", after_it="while True: pass")
honest(
    "names that a grader could use itself",
    "list = dict = input = print = sys = json = os = x = test = result = socket = probe = type = len = None\n"
    "del list, dict, print, type, len",
    after_it="np_ = __builtins__; input = sys = json = check = request = reply = kernel = self = None",
)
honest("the answer says what it does", "", end="\nhonest_one = rnn_forward\n")
honest("the random state is set", "import random\nimport numpy as np\nnp.random.seed(0); random.seed(0)")
honest(
    "processes of one's own",
    "import multiprocessing\nif __name__ == '__main__':\n    with multiprocessing.get_context('fork').Pool(2) as pool:\n"
    "        print(pool.map(abs, [-1, -2]))",
)
honest("warnings are errors", "import warnings\nwarnings.simplefilter('error')\nwarnings.warn('mine')")
honest("NumPy prints otherwise", "import numpy as np\nnp.set_printoptions(precision=1, threshold=3)")
honest("help is asked for", "np.zeros?\nhelp(len)\n?print")
honest("a long word", "word = 'a' * 10**6\nword")
honest("the end of the notebook", "", after_it="import sys\nsys.exit()")


@family(points=FULL)
def the_answer_prints_at_every_step(notebook, folder):
    lines = solution(LOOP).splitlines()
    last = next(i for i, line in enumerate(lines) if line.lstrip().startswith("return"))
    lines.insert(last, "    print('x' * 500)")
    cell_of(notebook, LOOP).source = "\n".join(lines)


@family(points=FULL)
def a_parameter_more_with_a_default(notebook, folder):
    cell_of(notebook, LOOP).source = solution(LOOP).replace("parameters):", "parameters, verbose=False):", 1)


@family(points=FULL)
def a_decorated_answer(notebook, folder):
    cell_of(notebook, LOOP).source = (
        "import functools\n\ndef told(f):\n    @functools.wraps(f)\n    def inner(*a, **k):\n        return f(*a, **k)\n"
        "    return inner\n\n" + solution(LOOP).replace("def rnn_forward", "@told\ndef rnn_forward", 1)
    )


@family(points=FULL)
def letters_of_many_scripts(notebook, folder):
    cell_of(notebook, LOOP).source = (
        solution(LOOP) + "\n# größer, Ελλάδα, 数学, \u0430\u0441, \U0001f600, a\u0301\nα = 'ß'"
    )
    insert_after(notebook, LOOP, "print('größer 数学 \\N{GREEK SMALL LETTER ALPHA}', α)")
