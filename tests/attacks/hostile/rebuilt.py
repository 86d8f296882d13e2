# ruff: noqa: E501  # programs in texts
"""What counts as the learner's text: cells split, copied, moved and renamed, and magics that change what a text means."""

import copy
import unicodedata
from textwrap import dedent

from attacks.hostile.attack import CELL, LOOP, Family, after, first
from grading.grading_fixtures import FULL, cell_of, insert_after, solution, without_names

family = Family("cells split, copied and renamed")
WRONG = "def rnn_cell_forward(x_t, a_prev, parameters):\n    return a_prev, a_prev, None"


def solved(notebook):
    """Solve the second exercise too: all points are due."""
    cell_of(notebook, LOOP).source = solution(LOOP)


def double_of(notebook, name, source):
    cell = copy.deepcopy(cell_of(notebook, name))
    cell.source, cell["id"] = dedent(source).strip(), f"double-{len(notebook.cells)}"
    return cell


for spelled in (
    f"{LOOP} ",
    LOOP.upper(),
    f"{LOOP}\u200b",
    f"..\\{LOOP}",
    "__proto__",
    unicodedata.normalize("NFD", "é"),
):

    def plan(notebook, folder, spelled=spelled):
        solved(notebook)
        cell_of(notebook, LOOP).metadata["nbgrader"]["grade_id"] = spelled

    plan.__name__ = f"a grade id that is spelled {spelled!a}"
    family(points=FULL)(plan)


@family(points=FULL)
def no_cell_says_which_it_is(notebook, folder):
    solved(notebook)
    without_names(notebook)


@family(points=FULL)
def a_cell_was_split_and_both_halves_have_its_name(notebook, folder):
    solved(notebook)
    place = notebook.cells.index(cell_of(notebook, LOOP))
    notebook.cells.insert(place + 1, double_of(notebook, LOOP, "print('the second half', rnn_forward)"))


@family(points=FULL)
def the_empty_cell_stands_there_once_more_below_the_answer(notebook, folder):
    empty = double_of(notebook, LOOP, cell_of(notebook, LOOP).source)
    solved(notebook)
    notebook.cells.append(empty)


@family(points=FULL)
def the_answer_stands_in_a_cell_of_the_learners_own(notebook, folder):
    cell_of(notebook, LOOP).source = "# see below"
    after(notebook, LOOP, solution(LOOP))


@family(points=FULL)
def a_name_is_taken_by_something_else_further_down(notebook, folder):
    solved(notebook)
    after(notebook, f"check-{LOOP}", f"{WRONG}\ndel rnn_forward")


@family(points=(0, FULL[1]))  # each function is judged by itself
def a_name_is_taken_by_something_else_before_its_check(notebook, folder):
    solved(notebook)
    after(notebook, CELL, WRONG)


@family(points=FULL)
def markers_of_nbgrader_in_the_learners_text(notebook, folder):
    marks = (
        "### BEGIN SOLUTION",
        "### END HIDDEN TESTS",
        "### BEGIN HIDDEN TESTS",
        "### BEGIN MARK SCHEME",
        "# YOUR CODE HERE",
    )
    cell_of(notebook, LOOP).source = "\n".join([*marks, solution(LOOP), '"""raise NotImplementedError()"""', *marks])
    first(notebook, "\n".join(marks))


@family(points=FULL)
def cells_that_end_in_the_middle_of_something(notebook, folder):
    solved(notebook)
    for text in ("'''", "x = 1 \\", "if 0:", "def g(", "(", "class A:\n    '''"):
        insert_after(notebook, CELL, text)
        insert_after(notebook, "", text)


@family(points=FULL)
def line_ends_that_are_none(notebook, folder):
    """Python ends no line at these; Python's `splitlines` does."""
    ends = "\x0b\x1c\x1d\x1e\x85\u2028\u2029"
    cell_of(notebook, LOOP).source = f'mine = "{ends}"  # {ends} raise SystemExit\n' + solution(LOOP)
    cell_of(notebook, CELL).source += f"\nassert len('{ends}') == {len(ends)}\n\x0c\nmine = 1"


@family(points=FULL)
def what_the_compiler_keeps_from_cell_to_cell(notebook, folder):
    solved(notebook)
    first(notebook, "from __future__ import annotations, barry_as_FLUFL")
    cell_of(notebook, CELL).source = "# -*- coding: utf-7 -*-\n" + cell_of(notebook, CELL).source


@family(points=FULL)
def a_cell_that_is_measured_and_one_that_is_caught(notebook, folder):
    cell_of(notebook, CELL).source = "%%time\n" + cell_of(notebook, CELL).source
    cell_of(notebook, LOOP).source = "%%capture mine\n" + solution(LOOP)


for magic in (
    "%reset -f",
    "%cd /",
    "%pdb on\n1 / 0",
    "%xmode Verbose\n1 / 0",
    "%autoreload 2",
    "%gui qt",
    "%matplotlib widget",
    "%run nothing.ipynb",
    "%load nothing.py",
    "%store x",
    "%logstart -o /tmp/log.txt",
    "%history -g",
    "%%script bash\nexit 3",
    "%%python\nraise SystemExit(4)",
    "%%javascript\nplanted_by_a_submission()",
    "%%html\n<script>planted_by_a_submission()</script>",
    "%%writefile numpy.py\nraise SystemExit",
    "exit",
    "quit()",
    "raise SystemExit",
    "input('who? ')",
    "breakpoint()",
    "await __import__('asyncio').sleep(0.01)",
    "get_ipython().run_line_magic('reset', '-f')",
):

    def plan(notebook, folder, magic=magic):
        solved(notebook)
        first(notebook, magic)

    plan.__name__ = f"honest work after {magic.splitlines()[0]}"
    family(points=FULL)(plan)


family.runs(
    "the event loop is stopped", "import asyncio\nasyncio.get_event_loop().stop()", points=(0, 0)
)  # nothing of theirs can be asked any more
family.runs(
    "the event loop is closed later", "import asyncio\nloop = asyncio.get_event_loop()\nloop.call_soon(loop.close)"
)
family.runs(
    "tasks that go on after their cell",
    """
    import asyncio
    async def spin():
        while True: await asyncio.sleep(0)
    for _ in range(50): asyncio.get_event_loop().create_task(spin())
    """,
)
family.runs("the answer is a coroutine", "", answer="async def rnn_forward(x, a0, parameters):\n    return x, x, None")
