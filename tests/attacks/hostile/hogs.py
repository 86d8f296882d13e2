"""Taking all there is: time, memory, processes, disk, descriptors, the reader's patience."""

from attacks.hostile.attack import Family

family = Family("hogs and floods")

family.runs("an infinite loop in a cell", "while True: pass")
family.runs("a long sleep", "import time; time.sleep(10**6)")
family.runs("an infinite loop in the answer", "", answer="def rnn_forward(x, a0, parameters):\n    while True: pass")
family.runs(
    "a loop that cannot be interrupted",
    "",
    answer="""
    def rnn_forward(x, a0, parameters):
        while True:
            try:
                while True: pass
            except BaseException: pass
    """,
)
family.runs("one instruction that never ends", "", answer="def rnn_forward(*a, **k):\n    return 9**9**9**9")
family.runs(
    "every call is slow",
    "import time",
    answer="def rnn_forward(x, a0, parameters):\n    time.sleep(0.4)\n    return 1, 2, 3",
)
family.runs(
    "a fork bomb",
    """
    import os
    while True:
        try: os.fork()
        except OSError: pass
    """,
)
family.runs(
    "a bomb of threads",
    """
    import threading, time
    try:
        while True:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError: pass
    """,
)
family.runs("more memory than there is", "hog = []\nwhile True: hog.append(bytearray(2**26))")
family.runs(
    "memory of many processes",
    """
    import os, time
    for _ in range(20):
        if os.fork() == 0:
            hog = b"x" * 2**27
            time.sleep(60)
            os._exit(0)
    """,
)
family.runs(
    "the disk is filled",
    """
    import itertools, tempfile
    for place in (".", "/tmp", "/dev/shm"):
        try:
            folder = tempfile.mkdtemp(dir=place)
            for number in itertools.count():
                with open(f"{folder}/{number}", "wb") as file:
                    for _ in range(8): file.write(bytes(2**22))
        except OSError: pass
    """,
    off_stock="it would fill the disk of the machine",
)
family.runs(
    "files without number",
    """
    import os, tempfile
    folder = tempfile.mkdtemp(dir="/tmp")
    for number in range(50_000):
        try: os.close(os.open(f"{folder}/{number}", os.O_CREAT))
        except OSError: break
    """,
)
family.runs("descriptors without number", "import os\ntry:\n    while True: os.dup(1)\nexcept OSError: pass")
family.runs("a hundred megabytes are printed", "for _ in range(100): print('x' * 2**20)")
family.runs("a million small outputs", "from IPython.display import display\nfor n in range(10**6): display(n)")
family.runs("a hundred megabytes at once", "import sys\nsys.stdout.write('y' * 10**8); sys.stdout.flush()")
family.runs(
    "a flood past Jupyter, on the process's own output", "import os\nfor _ in range(100): os.write(1, b'x' * 2**20)"
)
family.runs("input is asked for", "name = input('who? ')")
family.runs(
    "an enormous value comes back",
    "",
    answer="def rnn_forward(x, a0, parameters):\n    return np.zeros((10**4, 10**3)), np.zeros(5), None",
)
family.runs(
    "a value that is nested and shared without end",
    """
    deep = []
    for _ in range(10**5): deep = [deep]
    wide = ["x"]
    for _ in range(40): wide = [wide, wide]
    """,
    answer="def rnn_forward(x, a0, parameters):\n    return wide, deep, wide",
)
family.runs(
    "an exception whose message has no end",
    "",
    answer="def rnn_forward(x, a0, parameters):\n    raise type('E' * 10**6, (Exception,), {})('m' * 10**8)",
)
family.runs("an answer of ten thousand lines of output", "", answer="def rnn_forward(*a, **k):\n    print('x' * 10**8)")
