"""Harm without a bang: limits, priorities and locks of others, descriptors, timers, what the server inside stands on."""

from attacks.hostile.attack import LOOP, Family, beside_the_right_one
from grading.grading_fixtures import FULL

family = Family("quiet harm, descriptors and hooks")

family.runs(
    "limits, priorities and places of every other process are changed",
    """
    import os, resource, signal
    for pid in {0, 1, os.getppid(), *(int(name) for name in os.listdir("/proc") if name.isdecimal())} - {os.getpid()}:
        for deed in (
            lambda: resource.prlimit(pid or 1, resource.RLIMIT_NOFILE, (0, 0)),
            lambda: resource.prlimit(pid or 1, resource.RLIMIT_AS, (4096, 4096)),
            lambda: os.sched_setaffinity(pid, {0}),
            lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
            lambda: os.setpriority(os.PRIO_USER, 0, 19),
            lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0)),
            lambda: pid and os.kill(pid, signal.SIGSTOP),
        ):
            try: deed()
            except (OSError, ValueError): pass
    """,
)
family.runs(
    "locks are held on every file that all can read",
    """
    import fcntl, glob, os, sys
    held = []
    for path in glob.glob(os.path.dirname(os.__file__) + "/*.py")[:100] + [sys.executable, "/etc/passwd", "."]:
        try:
            held.append(os.open(path, os.O_RDONLY))
            fcntl.flock(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError: pass
    """,
)
family.runs(
    "the disk of the machine is told to write, again and again",
    """
    import ctypes, os, threading
    libc, place = ctypes.CDLL(None), os.open("/usr/bin", os.O_RDONLY)
    def write():
        while True:
            libc.sync(); libc.syncfs(place); libc.fsync(place)
    threading.Thread(target=write, daemon=True).start()
    """,
)
family.runs(
    "thirty crashes ask for a memory dump each",
    """
    import os, resource
    for limit in (0, 1, resource.RLIM_INFINITY):
        try: resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
        except (OSError, ValueError): pass
    for _ in range(30):
        if (pid := os.fork()) == 0: os.abort()
        os.waitpid(pid, 0)
    """,
)
family.runs(
    "signals that wait without number",
    """
    import ctypes, os, signal
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGRTMIN})
    libc = ctypes.CDLL(None)
    for _ in range(100_000): libc.sigqueue(os.getpid(), int(signal.SIGRTMIN), 0)
    """,
)
family.runs(
    "terminals and timers without number",
    """
    import ctypes, pty
    libc = ctypes.CDLL(None)
    try:
        while True: pty.openpty()
    except OSError: pass
    for _ in range(10_000): libc.timer_create(1, None, ctypes.create_string_buffer(8))
    """,
)
family.runs(
    "a process whose name breaks what reads the list of them",
    "import ctypes\nctypes.CDLL(None).prctl(15, b') Z 1 1\\n0 (', 0, 0, 0)",
)
family.runs(
    "every descriptor gets junk, other flags and copies of itself",
    """
    import array, fcntl, os, socket
    for fd in range(3, 256):
        try:
            fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)
            os.write(fd, bytes(64))
            end = socket.socket(fileno=os.dup(fd))
            end.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd] * 200))])
        except OSError: pass
    """,
)
family.runs(
    "descriptors are sent along with every message, thousands",
    """
    import array, os, socket
    for fd in range(3, 64):
        try:
            end = socket.socket(fileno=os.dup(fd))
            for _ in range(50):
                end.sendmsg([bytes([0, 0, 0, 2]) + b"{}"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0] * 250))])
        except OSError: pass
    """,
)
family.runs(
    "a fork answers as well",
    "import os",
    answer=beside_the_right_one(f"""
    def {LOOP}(x, a0, parameters):
        os.fork()
        return right(x, a0, parameters)
    """),
    points=FULL,  # the answers are right; the fork's are nobody's
)
family.runs(
    "the frames above a call and the memory round its arguments are printed",
    "import ctypes, sys",
    answer=f"""
    def {LOOP}(x, a0, parameters):
        frame = sys._getframe()
        while frame:
            print(frame.f_code.co_filename, {{k: repr(v)[:200] for k, v in frame.f_locals.items()}})
            frame = frame.f_back
        print(ctypes.string_at(x.ctypes.data - 4096, 8192))
        return 1, 2, 3
    """,
)
family.runs(
    "every event of Python ends in an interrupt",
    """
    import sys
    def hook(event, arguments):
        if event in ("open", "import", "compile", "exec", "socket.__new__", "os.fork", "sys._getframe"):
            raise KeyboardInterrupt
    sys.addaudithook(hook)
    """,
    points=(0, 0),  # what it breaks is its own process
)
family.runs(
    "rounding, recursion, buffers, collection and printing are set anew",
    """
    import ctypes, decimal, gc, locale, os, sys, numpy as np
    ctypes.CDLL("libm.so.6").fesetround(0x800)
    np.seterr(all="ignore"); np.set_printoptions(threshold=1, formatter={"all": lambda v: 1 / 0}); np.setbufsize(16)
    sys.setrecursionlimit(10**9); sys.setswitchinterval(1e9); gc.disable(); sys.set_int_max_str_digits(0)
    os.environ["OMP_NUM_THREADS"] = "10000"; decimal.getcontext().prec = 10**6
    """,
)
family.runs(
    "sys.stdout is an object that raises, then gone",
    """
    import sys
    class Evil:
        def __getattr__(self, name): raise SystemExit
    sys.stdout = Evil()
    sys.stderr = None
    """,
)
family.runs(
    "a profiler raises in every function that is called",
    "import sys\ndef boom(*a): raise MemoryError\nsys.setprofile(boom)",
)
family.runs(
    "exceptions that cannot be printed, with causes in a circle",
    "",
    answer=f"""
    class Odd(Exception):
        def __str__(self): raise self
        def __repr__(self): raise self
        __class__ = property(lambda self: 1 / 0)
    def {LOOP}(x, a0, parameters):
        odd = SyntaxError("x", ("/etc/passwd", 1, 1, None))
        odd.__cause__ = Odd()
        odd.__cause__.__context__ = odd
        raise odd
    """,
)
family.runs(
    "every exception there is",
    "import asyncio",
    answer=f"""
    kinds = [GeneratorExit, asyncio.CancelledError, MemoryError, RecursionError, StopIteration, StopAsyncIteration]
    kinds += [lambda: BaseExceptionGroup("x", [KeyboardInterrupt()]), lambda: ExceptionGroup("x", [ValueError()])]
    def {LOOP}(x, a0, parameters):
        kinds.append(kinds.pop(0))
        raise kinds[0]()
    """,
)
family.runs(
    "the function is an object that is everything",
    """
    class All:
        def __getattr__(self, name): return self
        def __call__(self, *a, **k): return self
        def __iter__(self): return iter(())
        def __len__(self): return 2**62
        __code__ = property(lambda self: 1 / 0)
        __signature__ = property(lambda self: 1 / 0)
    """,
    answer=f"{LOOP} = All()",
)
family.runs(
    "the names of the notebook are found, whatever they are",
    """
    import collections
    class Names(dict):
        def get(self, name, *a): return dict.get(self, name, lambda *a, **k: (1, 2, 3))
        __missing__ = get
    get_ipython().user_ns = Names(get_ipython().user_ns)
    """,
    points=(0, 0),  # the cells after it define their functions elsewhere
)
# ruff: noqa: E501  # programs in texts
