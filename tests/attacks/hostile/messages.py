# ruff: noqa: E501  # programs in texts
"""Messages of Jupyter, signed with the connection key, and bytes that are none."""

from attacks.hostile.attack import Family

family = Family("forged messages")

SEND = """
import json, os, sys, threading, time
shell = get_ipython()
kernel, session = shell.kernel, shell.kernel.session
def tell(kind, content, parent=None, **more):
    session.send(kernel.iopub_socket, kind, content, parent=parent or shell.parent_header, ident=b"x", **more)
def frames_up():
    frame = sys._getframe(1)
    while frame:
        yield frame
        frame = frame.f_back
"""
STEALS = """
def rnn_forward(x, a0, parameters):
    for frame in frames_up():
        if "token" in frame.f_locals and "mime" in frame.f_locals:
            forge(frame.f_locals["token"], frame.f_locals["mime"])
            break
    return 1, 2, 3
"""
FORGE = """
def forge(token, mime):
    reply = [{"value": {"tuple": [None, None, None]}, "passed": True, "points": 6, "status": "holds"}]
    body = {"token": token, "part": 0, "of": 1, "text": json.dumps(reply)}
    content = {"data": {mime: body}, "metadata": {}, "transient": {}}
"""

family.runs(
    "a reply with the stolen token, early",
    SEND + FORGE + '    tell("display_data", content); tell("status", {"execution_state": "idle"})\n',
    answer=STEALS,
)
family.runs(
    "a reply with the stolen token, late and for ever",
    SEND
    + FORGE
    + """
    parent = shell.parent_header
    def later():
        for _ in range(300):
            time.sleep(0.01)
            tell("display_data", content, parent)
            tell("status", {"execution_state": "idle"}, parent)
    threading.Thread(target=later, daemon=True).start()
""",
    answer=STEALS,
)
family.runs(
    "every message is sent twice",
    SEND
    + """
right = type(session).send
def twice(self, stream, *args, **kwargs):
    right(self, stream, *args, **kwargs)
    return right(self, stream, *args, **kwargs)
type(session).send = twice
""",
    # The same reply twice is the same reply; but a request is answered twice, and nothing waits for the second.
)
family.runs(
    "the end of a cell is told before it begins",
    SEND
    + """
def hurry():
    while True:
        parent = shell.parent_header
        tell("status", {"execution_state": "idle"}, parent)
        time.sleep(0.002)
threading.Thread(target=hurry, daemon=True).start()
""",
)
family.runs(
    "execute_reply is forged on the shell channel",
    SEND
    + """
right = kernel.shell_stream.send_multipart if hasattr(kernel, "shell_stream") else None
def answer_at_once(stream, ident, parent):
    return {"status": "ok", "execution_count": 7, "user_expressions": {}, "payload": []}
for handler in list(kernel.shell_handlers):
    def handle(stream, ident, parent, handler=handler):
        session.send(stream, handler.replace("request", "reply"), answer_at_once(stream, ident, parent), parent, ident)
    kernel.shell_handlers[handler] = handle
""",
)
family.runs(
    "the kernel says that it is dead, restarting, and asks for input",
    SEND
    + """
for state in ("dead", "restarting", "terminated", "starting", None, 5):
    tell("status", {"execution_state": state})
tell("input_request", {"prompt": "password", "password": True})
tell("shutdown_reply", {"restart": True}); tell("comm_open", {"comm_id": "1", "target_name": "x", "data": {}})
tell("kernel_info_reply", {}); tell("execute_reply", {"status": "ok"}); tell("iopub_welcome", {})
""",
)
family.runs(
    "content and headers that are no such thing",
    SEND
    + """
for content in ({"data": 5}, {"data": {"text/plain": {"a": [1]}}}, {"name": 7, "text": ["x", 1]}, {"traceback": "x"}):
    for kind in ("display_data", "stream", "error", "execute_result", "update_display_data", "clear_output", "", "x" * 999):
        tell(kind, content)
key, sign = shell.parent_header["header"]["msg_id"].encode(), session.sign
for header in (b"5", b"null", b"{}", b"[" * 50000, b'{"msg_type": null}', b'{"msg_type": "stream", "msg_id": 1e999, "date": "x"}'):
    body = [header, json.dumps({"msg_id": key.decode()}).encode(), b"{}", b"NaN"]
    kernel.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", sign(body), *body])
    kernel.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", b"wrong", *body])
    kernel.iopub_socket.send_multipart([header] * 50)
""",
)
family.runs(
    "a reply in a hundred thousand parts",
    SEND
    + """
def forge(token, mime):
    for part in range(100_000):
        body = {"token": token, "part": part, "of": 10**9, "text": "9"}
        tell("display_data", {"data": {mime: body}, "metadata": {}})
""",
    answer=STEALS,
)

# Bytes of its own on every socket of the process: at the other end of two of them is the judge.
RAW = """
import os, socket, stat, struct, time
def sockets():
    for name in os.listdir("/proc/self/fd"):
        try:
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                yield socket.socket(fileno=os.dup(int(name)))
        except OSError:
            pass
def flood(data, times, seconds=2):
    for end in sockets():
        end.settimeout(seconds)
        try:
            for _ in range(times):
                end.sendall(data)
        except OSError:
            pass
"""
NO_PAIR = "stock's kernels listen on TCP; the frames of one message have no bound there either"
family.runs(
    "one message of endless large frames on every socket",
    RAW + "\nflood(struct.pack('>I', 2**32 - 1) + bytes(2**20), 3000)",
    off_stock=NO_PAIR,
)
family.runs(
    "endless tiny messages on every socket",
    RAW + "\nflood(b'\\0\\0\\0\\2{}' * 2**18, 500)",
    off_stock=NO_PAIR,
)
family.runs(
    "frames that announce more than there is",
    RAW + "\nflood(struct.pack('>I', 2**24 - 1) + b'x', 1)\ntime.sleep(30)",
    off_stock=NO_PAIR,
)
