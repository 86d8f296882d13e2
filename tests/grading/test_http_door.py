"""The HTTP door: who may hand in how much, what is told to whom, and that nothing that was accepted is lost."""

import asyncio
import json
import threading
from contextlib import contextmanager
from functools import partial
from itertools import islice

import httpx
import pytest
from at_once import at_once
from grading_fixtures import FULL, LESSON, NAMES, as_bytes, handed_in, save_release, solution
from typer.testing import CliRunner

from autograder.cli import app as commands
from autograder.errors import CourseError
from autograder.grading.doors.http.app import Bounds, Door, application
from autograder.grading.doors.http.line import Line
from autograder.grading.doors.http.people import People, Rate
from autograder.grading.doors.http.store import Store
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.worker.task import Judged, Refused

ANA, BEN = "a-token-of-ana-that-is-long", "a-token-of-ben-that-is-long"
PAGE = "<!doctype html><title>ana</title><p>&lt;script&gt;"


def judged(task):
    """What a worker would answer, at once."""
    if task.data == b"broken":
        return Refused("The file is not JSON. <script>")
    if task.data == b"flaw":
        raise RuntimeError("of the grader's own")
    return Judged("", PAGE, {"check-a": 3.0, "question": None}, [], [], {}, [f"{len(task.data)} bytes"], "42", 0.1)


class Server:
    """The application without a network, over a folder."""

    def __init__(self, root, judge=judged, **bounds):
        root.mkdir(exist_ok=True)
        tokens = root / "tokens.txt"
        tokens.write_text(f"# who\nana {ANA}\nben {BEN}\n")
        tokens.chmod(0o600)
        save_release(root / "notebooks")
        self.rate = Rate(most=bounds.pop("rate", 100), clock=lambda: self.now)
        self.now = 0.0
        self.store = Store(root / "accepted")
        with at_once() as workers:
            self.line = Line(self.store, workers, "none", judge)
        lessons = Lessons(root / "notebooks")
        self.app = application(Door(self.store, self.line, People(tokens), lessons, self.rate, Bounds(**bounds)))

    def ask(self, method, path, token=ANA, **more):
        async def asked():
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
                headers = {"Authorization": f"Bearer {token}"} if token else {}
                return await client.request(method, path, headers=headers, **more)

        return asyncio.run(asked())

    def submit(self, data=b"notebook", token=ANA, lesson=LESSON):
        return self.ask("POST", f"/submissions?lesson={lesson}", token, content=data)

    def done(self, address, token=ANA):
        """Wait for a verdict."""
        self.wait()
        return self.ask("GET", address, token).json()

    def wait(self):
        while self.line.open_of("ana") or self.line.open_of("ben"):
            threading.Event().wait(0.01)

    def close(self):
        self.line.close()
        self.store.close()


@contextmanager
def serving(root, judge=judged, **bounds):
    server = Server(root, judge, **bounds)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path / "server") as made:
        yield made


def test_a_notebook_is_taken_judged_and_shown(server):
    answer = server.submit()
    told = answer.json()
    assert (answer.status_code, told["state"], answer.headers["location"]) == (202, "waiting", told["address"])
    found = server.done(told["address"])
    assert (found["state"], found["lesson"]) == ("done", LESSON)
    assert (found["verdict"]["outcome"], found["verdict"]["score"], found["verdict"]["to_mark"]) == ("graded", 3, 1)
    assert "42" not in json.dumps(found)  # the seed of the hidden inputs
    assert server.ask("GET", found["page"]).text == PAGE


def test_a_page_may_run_nothing_and_ask_for_nothing(server):
    address = server.submit().json()["address"]
    server.wait()
    headers = server.ask("GET", f"{address}/page").headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")


def test_what_cannot_be_read_has_a_reason_and_a_page(server):
    found = server.done(server.submit(b"broken").json()["address"])
    assert found["verdict"] == {"outcome": "not graded", "reason": "The file is not JSON. <script>"}
    page = server.ask("GET", found["page"]).text
    assert ("Nothing was graded." in page, "0 of 0" in page, "<script>" in page) == (True, False, False)


@pytest.mark.parametrize("token", ["", "wrong", ANA[:-1], f"{ANA} {BEN}"])
@pytest.mark.parametrize(("method", "path"), [("POST", f"/submissions?lesson={LESSON}"), ("GET", "/submissions/x")])
def test_nobody_comes_in_without_a_token(server, token, method, path):
    answer = server.ask(method, path, token)
    assert answer.status_code == 401
    assert "Bearer" in answer.headers["www-authenticate"]
    assert server.store.waiting() == []


def test_what_is_anothers_is_not_there_like_what_nobody_has_handed_in(server):
    address = server.submit().json()["address"]
    server.wait()
    for path in (address, f"{address}/page", "/submissions/AAAAAAAAAAAAAAAAAAAAAA", "/submissions/..%2F..%2Ftokens"):
        answer = server.ask("GET", path, BEN)
        assert answer.status_code == 404
    answers = {server.ask("GET", path, BEN).text for path in (address, "/submissions/AAAAAAAAAAAAAAAAAAAAAA")}
    assert len(answers) == 1


def test_what_is_too_large_or_empty_or_of_no_lesson_is_refused_and_not_kept(tmp_path):
    with serving(tmp_path / "server", limits=Limits(file_bytes=1000)) as server:

        async def pieces():
            for _ in range(1_000_000):
                yield b"x" * 600

        assert server.submit(b"x" * 1001).status_code == 413
        assert server.submit(pieces()).status_code == 413
        assert server.submit(b"").status_code == 400
        answer = server.submit(lesson="../../etc")
        assert (answer.status_code, LESSON in answer.json()["problem"]) == (400, True)
        assert server.store.waiting() == []
        assert (server.line.open_of("ana"), server.line.waiting) == (0, 0)
        assert server.submit(b"x" * 1000).status_code == 202


def test_what_is_on_its_way_counts_as_not_done(server):
    async def together():
        come = asyncio.Event()

        async def slow():
            yield b"note"
            await come.wait()
            yield b"book"

        known = {"Authorization": f"Bearer {ANA}"}
        client = httpx.AsyncClient(transport=httpx.ASGITransport(server.app), base_url="http://door", headers=known)
        post = partial(client.post, f"/submissions?lesson={LESSON}")
        sent = [asyncio.create_task(post(content=slow())) for _ in range(8)]
        for refused in islice(asyncio.as_completed(sent, timeout=20), 3):
            await refused
        come.set()
        return [answer.status_code for answer in await asyncio.gather(*sent)]

    assert sorted(asyncio.run(together())) == [202] * 5 + [429] * 3


def test_nobody_is_sent_to_a_host_that_a_request_names(server):
    assert server.ask("GET", "/health/").status_code == 404


def test_a_flood_is_stopped_for_who_makes_it_and_for_a_while(tmp_path):
    with serving(tmp_path / "server", rate=3) as server:
        codes = []
        for _ in range(5):
            codes.append(server.submit().status_code)
            server.wait()
        assert codes == [202, 202, 202, 429, 429]
        answer = server.submit()
        assert (answer.headers["retry-after"], "More than 3 requests" in answer.json()["problem"]) == ("60", True)
        assert server.submit(token=BEN).status_code == 202
        server.now = 60.0
        assert server.submit().status_code == 202


def test_who_has_enough_open_waits_and_a_full_line_takes_nobody(tmp_path):
    begun, go = threading.Event(), threading.Event()

    def slow(task):
        begun.set()
        go.wait(30)
        return judged(task)

    with serving(tmp_path / "server", slow, open_of_one=2, waiting=1) as server:
        assert server.submit().status_code == 202
        begun.wait(30)
        assert [server.submit().status_code for _ in range(2)] == [202, 429]
        assert "not done yet" in server.submit().json()["problem"]
        assert server.submit(token=BEN).status_code == 503
        figures = server.ask("GET", "/health", token="").json()
        assert figures == {"status": "ok", "waiting": 1, "judging": 1, "done": 0, "failed": 0}
        go.set()
        server.wait()
        assert server.ask("GET", "/health", token="").json()["done"] == 2


def test_a_page_that_is_not_there_yet_says_so(tmp_path):
    go = threading.Event()
    with serving(tmp_path / "server", lambda task: go.wait(30) and judged(task)) as server:
        address = server.submit().json()["address"]
        answer = server.ask("GET", f"{address}/page")
        assert (answer.status_code, answer.json()["problem"]) == (409, "It is not judged yet.")
        go.set()


def test_what_was_accepted_is_judged_after_a_restart(tmp_path):
    with serving(tmp_path / "server") as server:
        server.line.close()  # nobody judges any more
        address = server.submit().json()["address"]
        assert server.ask("GET", address).json()["state"] == "waiting"
    with serving(tmp_path / "server") as server:
        assert server.done(address)["state"] == "done"
    with serving(tmp_path / "server") as server:
        assert (server.line.waiting, server.ask("GET", address).json()["state"]) == (0, "done")


def test_a_flaw_of_the_grader_ends_neither_server_nor_submission(tmp_path, caplog):
    with serving(tmp_path / "server") as server:
        address = server.submit(b"flaw").json()["address"]
        found = server.done(address)
        assert found["state"] == "failed"
        assert "judged again" in found["reason"]
        assert server.done(server.submit().json()["address"])["state"] == "done"
    with serving(tmp_path / "server", lambda task: judged(task.__class__("", b"", "", 0))) as server:
        assert server.done(address)["state"] == "done"


def test_a_folder_has_one_server(server, tmp_path):
    with pytest.raises(CourseError, match="Another server"):
        Store(tmp_path / "server" / "accepted")


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        (f"ana {ANA}\n", 0o644, "Others may read"),
        ("ana short\n", 0o600, "Line 1"),
        (f"{ANA}\n", 0o600, "Line 1"),
        (f"../ana {ANA}\n", 0o600, "Line 1"),
        ("# nobody\n", 0o600, "no token"),
        (None, 0, "cannot be read"),
    ],
)
def test_tokens_that_would_be_no_tokens_are_refused(tmp_path, text, mode, said):
    path = tmp_path / "tokens.txt"
    if text is not None:
        path.write_text(text)
        path.chmod(mode)
    with pytest.raises(CourseError, match=said):
        People(path)


def test_the_judge_behind_it_is_that_of_every_other_door(tmp_path):
    from autograder.grading.worker.judging import judge_task

    notebook = as_bytes(handed_in({NAMES[0]: solution(NAMES[0])}))
    releases = tmp_path / "server" / "notebooks"

    def judge(task):
        return judge_task(task.__class__(task.lesson, task.data, task.sandbox, task.seed, releases=releases))

    with serving(tmp_path / "server", judge) as server:
        found = server.done(server.submit(notebook).json()["address"])
        assert found["verdict"]["score"] == FULL[0]
        assert "rnn_cell_forward" in server.ask("GET", found["page"]).text


def test_the_command_says_what_is_missing(tmp_path):
    done = CliRunner().invoke(commands, ["serve", "--to", str(tmp_path), "--tokens", str(tmp_path / "none")])
    assert isinstance(done.exception, CourseError)
    assert "cannot be read" in str(done.exception)
