"""A JupyterHub with a server for each user, all of this machine, as a small class's would be; and requests to it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROXY = "configurable-http-proxy"
#: Each user's server runs in a box in which it sees that user's home and no other, and is called "jovyan", for whom
#: nbgrader takes the name that the hub gives: as the containers of a hub have it.
CONFIG = """
def box(spawner):
    home = f"{root}/home/{{spawner.user.name}}"
    spawner.cmd = [
        "bwrap", "--die-with-parent", "--dev-bind", "/", "/", "--bind", "{root}/passwd", "/etc/passwd", *{rights},
        "--tmpfs", "{root}/home", "--bind", home, home, "--chdir", home, "jupyterhub-singleuser",
    ]

c.Spawner.pre_spawn_hook = box
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{root}/home/{{username}}"
c.Spawner.args = ["--allow-root"]
c.Spawner.env_keep = ["PATH", "PYTHONPATH", "OPENBLAS_NUM_THREADS", "LANG"]
c.Spawner.environment = {{"JUPYTER_CONFIG_PATH": "{root}/etc", "JUPYTER_PREFER_ENV_PATH": "1"}}
c.Spawner.http_timeout = 120
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.JupyterHub.services = [{{"name": "class", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [
    {{"name": "class", "services": ["class"], "scopes": ["admin:users", "admin:servers", "tokens"]}}
]
"""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and the JSON of it where it is JSON."""

    status: int
    content: Any


@dataclass(frozen=True)
class Hub:
    """A hub that runs."""

    address: str
    token: str

    def ask(self, method: str, path: str, content: Any = None, *, token: str = "") -> Answer:
        """Send a request as whoever a token is of."""
        data = None if content is None else json.dumps(content).encode()
        headers = {"Authorization": f"token {token or self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(
            self.address + urllib.parse.quote(path, safe="/?=&"), data, headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=180) as reply:
                return Answer(reply.status, _read(reply.read()))
        except urllib.error.HTTPError as problem:
            with problem:
                return Answer(problem.code, problem.read().decode(errors="replace")[:2000])

    def user(self, name: str) -> User:
        """Let a user in, start the server of theirs, and wait for it."""
        self.ask("POST", f"/hub/api/users/{name}")
        token = self.ask("POST", f"/hub/api/users/{name}/tokens", {"note": "class"}).content["token"]
        assert self.ask("POST", f"/hub/api/users/{name}/server").status in (201, 202)
        give_up = time.monotonic() + 120
        while not self.ask("GET", f"/hub/api/users/{name}").content["servers"].get("", {}).get("ready"):
            assert time.monotonic() < give_up, f"The server of {name} does not start."
            time.sleep(0.3)
        return User(self, name, token)


@dataclass(frozen=True)
class User:
    """A user with a server."""

    hub: Hub
    name: str
    token: str

    def ask(self, method: str, path: str, content: Any = None, *, of: str = "") -> Answer:
        """Send a request to the user's own server, or to that of another."""
        return self.hub.ask(method, f"/user/{of or self.name}{path}", content, token=self.token)


def _read(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return data.decode(errors="replace")


def jovyan(passwd: str) -> str:
    """Return the list of the machine's users, in which the user who runs the tests is called jovyan."""
    others = [line for line in passwd.splitlines() if line.split(":")[2:3] != [str(os.getuid())]]
    return "\n".join([*others, f"jovyan:x:{os.getuid()}:{os.getgid()}::/:/bin/sh", ""])


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def hub(root: Path) -> Iterator[Hub]:
    """Start a hub whose users live in `root/home`, with Jupyter's settings for all of them in `root/etc`."""
    port, token = free_port(), secrets.token_hex(16)
    ports = {"port": port, "hub_port": free_port(), "proxy_port": free_port()}
    (root / "passwd").write_text(jovyan(Path("/etc/passwd").read_text()))
    rights = ["--cap-add", "ALL"] if os.getuid() == 0 else []
    config = CONFIG.format(root=root, rights=rights, proxy=shutil.which(PROXY), token=token, **ports)
    (root / "jupyterhub_config.py").write_text(config)
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    with (root / "hub.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", "jupyterhub_config.py"],
            cwd=root,
            env=os.environ | {"PATH": path, "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16)},
            stdout=log,
            stderr=log,
        )
    running = Hub(f"http://127.0.0.1:{port}", token)
    try:
        _wait_for(running, process, root / "hub.log")
        yield running
    finally:
        process.terminate()  # it ends the servers and the proxy
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(running: Hub, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + 90
    while True:
        try:
            if running.ask("GET", "/hub/api/users").status == 200:
                return
        except OSError:
            pass
        said = log.read_text(errors="replace")[-3000:]
        assert process.poll() is None, said
        assert time.monotonic() < give_up, said
        time.sleep(0.3)
