"""Judge an honest submission and then a hostile one in the jail, and print by how many MiB the judge has grown."""

import resource
import sys

from grading import places
from grading.grading_fixtures import insert_after, judged, points, solved

LIES = """
import base64
from autograder import probe
def serve(request, *others):
    count = len(request["calls"])
    return [{{"value": value_of(count)}} for _ in request["calls"]]
probe.serve = serve
def value_of(count):
{body}
"""
BODIES = {
    "texts": '    return {"texts": [[2001], ["x" * 7_000] + [""] * 2000]}',
    "bytes": '    n = 11_000_000 // count\n    return {"array": ["b1", [n], base64.b64encode(bytes(n)).decode()]}',
    "containers": '    return {"list": [{"list": []}] * (90_000 // count)}',
}
ATTACKS = {name: [LIES.format(body=body)] for name, body in BODIES.items()}
ATTACKS["prints"] = ["print('x' * 1_900_000)"] * 60
ATTACKS["displays"] = ["for i in range(1_900):\n    display({'text/plain': 'x'}, raw=True)"] * 30


def grown(attack: str) -> float:
    """Return the MiB that the judge's memory has grown by over a hostile submission."""
    places.chosen = "jail"
    judged(solved())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    notebook = solved()
    for cell in ATTACKS[attack]:
        insert_after(notebook, "", cell)
    assert points(judged(notebook))[0] in (0, 5)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


if __name__ == "__main__":
    print(grown(sys.argv[1]))
