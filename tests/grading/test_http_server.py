"""The server as a process: where it listens, and how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from autograder.errors import CourseError
from autograder.grading.doors.http.serve import AT_ONCE, Address, listening, server_of

ROOT = Path(__file__).parents[2]
ANA = "a-token-of-ana-that-is-long"
LESSON = "02_simple_rnn"


def test_a_port_that_is_taken_is_said_in_a_sentence():
    with listening(Address(port=0)) as first:
        host, port = first.getsockname()
        with pytest.raises(CourseError, match=f"Nobody can listen at {host}, port {port}: .*--port"):
            listening(Address(host, port))
    with pytest.raises(CourseError, match="Nobody can listen at no such host"):
        listening(Address("no such host"))


def test_connections_that_ask_for_nothing_keep_nobody_out():
    listener = listening(Address(port=0))
    server = server_of(Starlette(routes=[Route("/", lambda request: PlainTextResponse("here"))]))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    mute = [socket.create_connection(listener.getsockname()) for _ in range(AT_ONCE + 6)]
    try:
        for each in mute[::2]:
            each.send(b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ")
        for _ in range(3):
            answer = httpx.get(f"http://127.0.0.1:{listener.getsockname()[1]}/", timeout=60)
            assert (answer.text, answer.headers["connection"]) == ("here", "close")
    finally:
        for each in mute:
            each.close()
        server.should_exit = True
        thread.join()


def test_a_server_that_is_asked_to_end_says_so_and_has_written_down_what_it_accepted(tmp_path):
    (tmp_path / "tokens.txt").write_text(f"ana {ANA}\n")
    (tmp_path / "tokens.txt").chmod(0o600)
    with listening(Address(port=0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "autograder", "serve", "--to", "accepted", "--tokens", "tokens.txt"]
    command += ["--port", str(port), "--jobs", "1", "--sandbox", "none"]
    known = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, env=known, stdout=pipe, stderr=subprocess.STDOUT, text=True) as server:
        try:
            said = next((line for line in server.stdout if "startup complete" in line), "it ended")
            assert "complete" in said
            address = f"http://127.0.0.1:{port}/submissions?lesson={LESSON}"
            answer = httpx.post(address, headers={"Authorization": f"Bearer {ANA}"}, content=b"{", timeout=60)
            server.send_signal(signal.SIGTERM)
            rest = server.stdout.read()
        finally:
            server.kill()
    assert (answer.status_code, server.returncode) == (202, 0), rest
    folder = tmp_path / "accepted" / answer.json()["id"]
    assert json.loads((folder / "request.json").read_text())["owner"] == "ana"
    assert folder.stat().st_mode & 0o077 == 0
