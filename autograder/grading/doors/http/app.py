"""The routes.

    POST /submissions?lesson=LESSON     a notebook as the body: 202 and its address
    GET  /submissions/ID                how far it is, and the verdict
    GET  /submissions/ID/page           the learner's page
    GET  /health                        figures of the line; without a token, and without a name

Every answer but the page is JSON. What is another's is not there, like what nobody has handed in.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from autograder.grading.doors.http.line import FAILED, Line
from autograder.grading.doors.http.people import People, Rate
from autograder.grading.doors.http.store import Accepted, Store
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits

STRICT = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
PAGE_POLICY += "; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True)
class Bounds:
    """How much is taken in.

    Attributes:
        waiting: submissions that wait, of all.
        open_of_one: submissions of one owner that are not done.
        limits: the size of a notebook.
    """

    waiting: int = 500
    open_of_one: int = 5
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Door:
    """What the routes work with."""

    store: Store
    line: Line
    people: People
    lessons: Lessons
    rate: Rate
    bounds: Bounds

    async def submit(self, request: Request) -> Response:
        owner = self._owner(request)
        if seconds := self.rate.wait_for(owner):
            why = f"More than {self.rate.most} requests in {self.rate.seconds:g} s: try again in {seconds} s."
            raise refusal(429, why, seconds)
        if self.line.open_of(owner) >= self.bounds.open_of_one:
            raise refusal(429, f"{self.bounds.open_of_one} of your submissions are not done yet: wait for them.", 30)
        if self.line.waiting >= self.bounds.waiting:
            raise refusal(503, f"{self.line.waiting} submissions wait already: try again later.", 60)
        lesson = request.query_params.get("lesson", "")
        if lesson not in self.lessons.names:
            raise refusal(400, f"Say ?lesson= with one of: {', '.join(self.lessons.names)}.")
        self.line.reserve(owner)  # before its body is waited for: else any number could come at once
        try:
            data = await self._body(request)
            accepted = await run_in_threadpool(self.store.accept, owner, lesson, time.time(), data)
        except BaseException:
            self.line.give_up(owner)
            raise
        self.line.add(accepted)
        address = f"/submissions/{accepted.id}"
        told = {"id": accepted.id, "state": "waiting", "lesson": lesson, "address": address}
        return JSONResponse(told, 202, STRICT | {"Location": address})

    async def look(self, request: Request) -> Response:
        accepted = self._found(request)
        verdict = await run_in_threadpool(self.store.verdict, accepted)
        told: dict[str, Any] = {"id": accepted.id, "lesson": accepted.lesson, "state": self._state(accepted, verdict)}
        if verdict:
            told |= {"verdict": verdict, "page": f"/submissions/{accepted.id}/page"}
        elif told["state"] == "failed":
            told["reason"] = FAILED
        return JSONResponse(told, headers=STRICT)

    async def page(self, request: Request) -> Response:
        accepted = self._found(request)
        if not await run_in_threadpool(self.store.verdict, accepted):
            raise refusal(409, "It is not judged yet.", 5)
        page = await run_in_threadpool(self.store.page, accepted)
        return Response(page, headers=STRICT | {"Content-Security-Policy": PAGE_POLICY}, media_type="text/html")

    async def health(self, _: Request) -> Response:
        line = self.line
        figures = {"waiting": line.waiting, "judging": len(line.judging), "done": line.done, "failed": len(line.failed)}
        return JSONResponse({"status": "ok"} | figures, headers=STRICT)

    def _owner(self, request: Request) -> str:
        owner = self.people.owner_of(request.headers.get("authorization", ""))
        if owner is None:
            raise HTTPException(401, "Send the header Authorization: Bearer TOKEN.", {"WWW-Authenticate": "Bearer"})
        return owner

    def _found(self, request: Request) -> Accepted:
        owner, accepted = self._owner(request), self.store.find(request.path_params["name"])
        if accepted is None or accepted.owner != owner:
            raise refusal(404, "There is no such submission of yours.")
        return accepted

    def _state(self, accepted: Accepted, verdict: dict[str, Any] | None) -> str:
        if verdict:
            return "done"
        if accepted.id in self.line.failed:
            return "failed"
        return "judging" if accepted.id in self.line.judging else "waiting"

    async def _body(self, request: Request) -> bytes:
        """Return what was sent; stop reading where it is too much, whatever its header says."""
        most, parts, size = self.bounds.limits.file_bytes, [], 0
        try:
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise refusal(413, f"A notebook may have {most // 2**20} MiB at most.")
                parts.append(part)
        except ClientDisconnect:
            raise refusal(400, "The connection ended before the notebook did.") from None
        if not size:
            raise refusal(400, "Send the notebook as the body of the request.")
        return b"".join(parts)


def refusal(code: int, why: str, seconds: int = 0) -> HTTPException:
    """Return an answer that says why not, and after how many seconds to try again."""
    return HTTPException(code, why, {"Retry-After": str(seconds)} if seconds else None)


async def _refused(_: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    return JSONResponse({"problem": problem.detail}, problem.status_code, STRICT | dict(problem.headers or {}))


def application(door: Door) -> Starlette:
    """Return the application with these routes."""
    routes = [
        Route("/submissions", door.submit, methods=["POST"]),
        Route("/submissions/{name}", door.look),
        Route("/submissions/{name}/page", door.page),
        Route("/health", door.health),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refused})
    app.router.redirect_slashes = False  # it would send people to whatever host the request names
    return app
