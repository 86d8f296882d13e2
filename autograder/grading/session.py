"""A conversation with one kernel: run a cell, hear what comes of it, never wait or store without bound.

nbclient would do this for code that is trusted. It stores what arrives before anyone can look at its size, waits
for messages that a forged one has made it miss, and gives the notebook up when the kernel dies. libzmq, below it,
bounds no message of many frames.
"""

from __future__ import annotations

import select
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from jupyter_client.manager import KernelManager

from autograder.grading.channel import Channel, HungUp
from autograder.grading.judge.place import DEAF, ENDED, STUBBORN, Heard, Message, ProcessGone, ProcessNotStarted
from autograder.grading.limits import Limits

GRACE_SECONDS = 1.0  # how long the second sign of a cell's end may come after the first
TICK_MS = 250
RETRY_SECONDS = 0.01


@dataclass
class Hearing:
    """What one cell has told so far."""

    request: str
    most_bytes: int
    replied: bool = False
    idle: bool = False
    deaf: bool = False  # the output channel was closed because of a flood
    messages: Counter[Any] = field(default_factory=Counter)  # by socket
    received: Counter[Any] = field(default_factory=Counter)  # bytes, by socket
    ended: float = 0.0  # when the first sign of the end came

    def over(self) -> bool:
        """Tell whether the cell has ended: both signs came, or one, and the other is overdue."""
        if self.deaf or not (self.replied or self.idle):
            return self.replied
        self.ended = self.ended or time.monotonic()
        return (self.replied and self.idle) or time.monotonic() - self.ended > GRACE_SECONDS


class Session:
    """One kernel from its start to its end.

    Args:
        start: starts the kernel.
        limits: what is waited for and received at most.
    """

    def __init__(self, start: Callable[[], KernelManager], limits: Limits) -> None:
        self._limits = limits
        try:
            self._manager = start()
        except OSError as problem:
            raise ProcessNotStarted(f"No kernel could be started: {problem}") from problem
        self._shell: Channel | None = None
        self._iopub: Channel | None = None
        self._control: Channel | None = None
        try:
            self._listen(limits.start_seconds)
        except ProcessGone as gone:
            self.close()
            raise ProcessNotStarted(f"No kernel could be started: {gone}") from None

    def run(
        self,
        source: str,
        *,
        seconds: float,
        heard: Heard,
        hidden: bool = False,
        most_bytes: int | None = None,
    ) -> bool:
        """Run `source` and pass on every message that it causes; tell whether it ended in time.

        Args:
            source: the text of a cell.
            seconds: when it is interrupted.
            heard: called with each message on the output channel, oldest first.
            hidden: leave no trace in the numbering and the history of cells.
            most_bytes: what is listened to at most, by default `cell_bytes` of the limits.

        Raises:
            ProcessGone: the kernel died, or did not stop and was ended.
        """
        hearing = Hearing(self._execute(source, hidden), most_bytes or self._limits.cell_bytes)
        deadline, in_time = time.monotonic() + seconds, True
        while not hearing.over():
            for socket in self._ready():
                self._take(socket, hearing, heard)
            if time.monotonic() > deadline:
                self._stop(in_time)
                deadline, in_time = time.monotonic() + self._limits.interrupt_seconds, False
        if not hearing.idle or self._iopub is None:
            self._listen(self._limits.settle_seconds)
        return in_time

    def close(self) -> None:
        """End the kernel and everything that it has started."""
        self._manager.shutdown_kernel(now=True)
        for channel in (self._shell, self._iopub, self._control):
            if channel is not None:
                channel.close()

    def _execute(self, source: str, hidden: bool) -> str:
        return self._send(
            "execute_request",
            {
                "code": source,
                "silent": hidden,
                "store_history": not hidden,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": False,
            },
        )

    def _send(self, kind: str, content: dict[str, Any]) -> str:
        message = self._manager.session.msg(kind, content)
        if self._shell is None:
            self._shell = self._connected("shell", "DEALER", self._limits.start_seconds)
        try:
            self._shell.send(self._manager.session.serialize(message))
        except OSError:
            self._kill()
            raise ProcessGone(DEAF) from None
        identity: str = message["header"]["msg_id"]
        return identity

    def _connected(self, socket: str, kind: Literal["DEALER", "SUB"], seconds: float) -> Channel:
        """Connect to a socket of the kernel, which may not be there yet."""
        known: dict[str, Any] = dict(self._manager.get_connection_info())
        between = "-" if known["transport"] == "ipc" else ":"
        address = f"{known['transport']}://{known['ip']}{between}{known[f'{socket}_port']}"
        give_up = time.monotonic() + seconds
        while True:
            try:
                return Channel(address, kind)
            except (OSError, HungUp):
                if not self._manager.is_alive():
                    raise ProcessGone(ENDED) from None
                if time.monotonic() > give_up:
                    self._kill()
                    raise ProcessGone("The process that ran the notebook could not be reached any more.") from None
            time.sleep(RETRY_SECONDS)

    def _ready(self) -> list[Channel]:
        """Return the channels with something to read; where there is none, see to it that the kernel still lives."""
        channels = {channel.fileno(): channel for channel in (self._shell, self._iopub) if channel is not None}
        poller = select.poll()
        for descriptor in channels:
            poller.register(descriptor, select.POLLIN)
        ready = [channels[descriptor] for descriptor, _ in poller.poll(TICK_MS)]
        if not ready and not self._manager.is_alive():
            raise ProcessGone(ENDED)
        return ready

    def _take(self, channel: Channel, hearing: Hearing, heard: Heard) -> None:
        try:
            for frames in channel.arrived():
                hearing.messages[channel] += 1
                hearing.received[channel] += sum(map(len, frames))
                if self._too_much(channel, hearing):
                    return self._turn_away(channel, hearing, "sent a flood of messages and was ended")
                self._interpret(channel, frames, hearing, heard)
        except HungUp:
            self._turn_away(channel, hearing, "ended")

    def _too_much(self, channel: Channel, hearing: Hearing) -> bool:
        return hearing.messages[channel] > self._limits.messages or hearing.received[channel] > hearing.most_bytes

    def _interpret(self, channel: Channel, frames: list[bytes], hearing: Hearing, heard: Heard) -> None:
        message = self._read(frames)
        if message is None or message["parent_header"].get("msg_id") != hearing.request:
            return
        if channel is self._shell:
            hearing.replied = hearing.replied or message["msg_type"] == "execute_reply"
        elif message["msg_type"] == "status":
            hearing.idle = hearing.idle or message["content"].get("execution_state") == "idle"
        else:
            heard(message)

    def _turn_away(self, channel: Channel, hearing: Hearing, why: str) -> None:
        """Stop listening to a flood: on a closed subscription the kernel's side drops what is sent."""
        if channel is self._shell:
            self._kill()
            raise ProcessGone(f"The process that ran the notebook {why}.")
        channel.close()
        self._iopub, hearing.deaf = None, True

    def _read(self, frames: list[bytes]) -> Message | None:
        """Return a message, or None for whatever is not one: any process in there can send any bytes."""
        session = self._manager.session
        try:
            _, rest = session.feed_identities(frames)
            message: Message = session.deserialize(rest)
            if not isinstance(message["content"], dict) or not isinstance(message["parent_header"], dict):
                return None
            return message
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError):
            return None

    def _stop(self, first_time: bool) -> None:
        if not first_time:
            self._kill()
            raise ProcessGone(STUBBORN)
        session = self._manager.session
        try:
            # Not by the manager, which would leave libzmq listening to what comes back.
            self._control = self._control or self._connected("control", "DEALER", self._limits.interrupt_seconds)
            self._control.send(session.serialize(session.msg("interrupt_request", {})))
        except OSError:
            return  # dead already; the next look at it says so

    def _kill(self) -> None:
        self._manager.shutdown_kernel(now=True)

    def _listen(self, seconds: float) -> None:
        """Open a new subscription and wait until something is heard on it: until then messages may be lost."""
        if self._iopub is not None:
            self._iopub.close()
        self._iopub = self._connected("iopub", "SUB", seconds)
        give_up = time.monotonic() + seconds
        asked = [self._send("kernel_info_request", {}).encode()]
        while time.monotonic() < give_up:
            try:
                frames = self._heard_now(self._iopub)
            except HungUp:
                break
            # Messages keep their order, so with the answer to ours all that older cells have sent is behind us.
            if any(request in frame for frame in frames for request in asked):
                return
            if not frames and not self._manager.is_alive():
                raise ProcessGone(ENDED)
            if not frames:
                asked.append(self._send("kernel_info_request", {}).encode())
        self._kill()
        raise ProcessGone("The process that ran the notebook did not answer any more, and was ended.")

    def _heard_now(self, channel: Channel) -> list[bytes]:
        """Return the frames that arrive within a tick."""
        poller = select.poll()
        poller.register(channel.fileno(), select.POLLIN)
        return [frame for frames in channel.arrived() for frame in frames] if poller.poll(TICK_MS) else []
