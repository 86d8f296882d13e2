# ruff: noqa: E501  # programs in texts
"""Dying, killing, and staying behind."""

from attacks.hostile.attack import PLANTED, Family

family = Family("exits, signals and daemons")

family.runs("os._exit in a cell", "import os; os._exit(0)")
family.runs("os._exit in the answer", "import os", answer="def rnn_forward(*a, **k):\n    os._exit(0)")
family.runs("SystemExit in the answer", "", answer="def rnn_forward(*a, **k):\n    raise SystemExit(0)")
family.runs("KeyboardInterrupt in the answer", "", answer="def rnn_forward(*a, **k):\n    raise KeyboardInterrupt")
family.runs(
    "signals to every process there is",
    """
    import os, signal
    for pid in (os.getppid(), 1, 0, -1):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
            try: os.kill(pid, number)
            except OSError: pass
    """,
)
family.runs(
    "signals to the parent alone",
    "import os, signal, time\nos.kill(os.getppid(), signal.SIGTERM); os.kill(os.getppid(), signal.SIGINT); time.sleep(0.2)",
)
family.runs("the process stops itself", "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)")
family.runs("a broken memory access", "import ctypes; ctypes.string_at(0)")
family.runs(
    "a daemon stays behind",
    f"""
    import os, time
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for fd in range(200):
                try: os.close(fd)
                except OSError: pass
            time.sleep(900)
            open("/tmp/{PLANTED}", "w")
        os._exit(0)
    """,
)
family.runs(
    "work is left for the end",
    f"""
    import atexit, subprocess, weakref
    atexit.register(lambda: subprocess.Popen(["sleep", "900"], start_new_session=True))
    atexit.register(lambda: open("/tmp/{PLANTED}", "w"))
    """,
)
family.runs(
    "the kernel is asked to shut down",
    "",
    answer="""
    def rnn_forward(x, a0, parameters):
        get_ipython().kernel.do_shutdown(False)
        get_ipython().ask_exit()
        return 1, 2, 3
    """,
)
family.runs(
    "the process dies again and again",
    "import os, pathlib",
    answer="""
    import threading
    threading.Timer(0.05, os._exit, [0]).start()
    def rnn_forward(x, a0, parameters):
        return 1, 2, 3
    """,
)
