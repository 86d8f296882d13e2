"""Answers without computing: constants, tables, memory of what was asked."""

from attacks.hostile.attack import LOOP, Family, first
from grading.grading_fixtures import cell_of

from autograder.evaluate import PUBLIC_SEED, generator_for
from autograder.exercises import find
from autograder.packing import pack
from autograder.promises.inputs import some_sizes
from autograder.promises.simple_rnn import RNN
from autograder.reference import Reference

family = Family("constants, tables and memory")

family.runs(
    "zeros of the right shape",
    "",
    answer="""
    def rnn_forward(x, a0, parameters):
        T_x, n_x, m = x.shape
        return np.zeros((T_x, 5, m)), np.zeros((T_x, 7, m)), None
    """,
)
family.runs(
    "a probability that is the same everywhere",
    "",
    answer="""
    def rnn_forward(x, a0, parameters):
        T_x, n_x, m = x.shape
        return np.ones((T_x, 5, m)), np.full((T_x, 7, m), 1 / 7), None
    """,
)
family.runs(
    "its own last output again",
    "memory = []",
    answer="""
    def rnn_forward(x, a0, parameters):
        memory.append((x, a0, parameters))
        x, a0, parameters = memory[0]
        return np.concatenate([x, x], axis=1)[:, :5], np.concatenate([x, x, x], axis=1)[:, :7], memory
    """,
    points=(5, 0),  # it leaves its arguments alone, which counts only where values are right
)


@family()
def answers_to_the_public_inputs_are_looked_up(notebook, folder):
    exercise = find(LOOP)
    table = []
    for check in exercise.checks:
        rng = generator_for(exercise, check, PUBLIC_SEED)
        call = RNN.a_sequence(rng, some_sizes(rng))
        reply = Reference().truth(exercise, check)(**call)
        table.append([pack(call["x"]), pack(reply.a), pack(reply.y_pred)])
    first(notebook, f"import sys\ntable = {table!r}")
    cell_of(notebook, LOOP).source = (
        "def rnn_forward(x, a0, parameters):\n"
        "    from autograder import packing as probe\n"
        "    for known, a, y_pred in table:\n"
        "        if probe.pack(x) == known:\n"
        "            return probe.unpack(a), probe.unpack(y_pred), None\n"
        "    raise ValueError('not in the table')"
    )


family.runs(
    "inputs are kept in a file until the kernel is started again",
    "",
    answer="""
    import os, pickle
    def rnn_forward(x, a0, parameters):
        for place in ("/tmp", os.path.expanduser("~"), ".", "/dev/shm", "/run/jupyter"):
            path = os.path.join(place, "remembered")
            if os.path.exists(path):
                return pickle.load(open(path, "rb"))
            pickle.dump((x, a0, None), open(path, "wb"))
        os._exit(1)
    """,
)
family.runs(
    "a replaced probe answers with what it was asked",
    """
    import sys, json
    probe = sys.modules.get("_course_probe")
    if probe:
        honest = probe.answer
        def answer(token, mime, text):
            request = json.loads(text)
            if request["function"] == "rnn_cell_forward":
                return honest(token, mime, text)
            given = [dict(map(tuple, kwargs["dict"])) for args, kwargs in request["calls"]]
            value = lambda call: {"tuple": [True, 6, call["parameters"]]}
            replies = [{"value": value(call), "changed": [], "passed": True} for call in given]
            body = {"token": token, "part": 0, "of": 1, "text": json.dumps(replies)}
            get_ipython().display_pub.publish({mime: body})
        probe.answer = answer
        probe.get_ipython = get_ipython
    else:
        from autograder import probe
        serve = probe.serve
        def answers(request, namespace):
            if request["function"] == "rnn_cell_forward":
                return serve(request, namespace)
            given = [dict(map(tuple, kwargs["dict"])) for args, kwargs in request["calls"]]
            value = lambda call: {"tuple": [True, 6, call["parameters"]]}
            return [{"value": value(call), "changed": [], "passed": True} for call in given]
        probe.serve = answers
    """,
)
