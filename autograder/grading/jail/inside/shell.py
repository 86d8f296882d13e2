"""The code of Jupyter's kernel without its process: no sockets, no threads; its messages go to an outlet."""

import asyncio
import io
import logging
import os
import threading
from types import SimpleNamespace
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from IPython.core.profiledir import ProfileDir

from .outlet import Outlet


def make_kernel(outlet: Outlet) -> Any:
    """Return ipykernel's kernel, with its shell, magics and hooks."""
    app = IPKernelApp.instance()  # never initialised; %matplotlib wants one
    app.config.HistoryManager.enabled = False
    app.profile_dir = ProfileDir(location=os.path.expanduser("~/.ipython/profile_default"))
    main_thread = SimpleNamespace(parent_thread=threading.main_thread())  # all that do_execute asks of a channel
    make: Any = app.kernel_class
    app.kernel = make.instance(
        parent=app,
        session=outlet,
        profile_dir=app.profile_dir,
        user_ns=None,  # then the shell makes a module for the notebook's names, as in a kernel
        shell_channel_thread=main_thread,
        log=logging.getLogger("kernel"),
    )
    app.kernel.displayhook = app.kernel.shell.displayhook
    app.kernel.shell.extension_manager.load_extension("storemagic")
    return app.kernel


def warm(kernel: Any) -> None:
    """Do once, before any fork, what is slow the first time; leave nothing behind that a learner could see."""
    before = dict(kernel.shell.user_ns)
    _draw_once()
    _run_once(kernel, "import numpy as np")
    _run_once(kernel, "def f():\n    raise ValueError\nf()")  # the first traceback takes a quarter of a second
    kernel.shell.history_manager.reset(new_session=False)
    kernel.shell.user_ns.clear()
    kernel.shell.user_ns.update(before)
    kernel.shell.execution_count = 1


def _run_once(kernel: Any, source: str) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(kernel.do_execute(source, silent=False, store_history=False))
    loop.close()
    asyncio.set_event_loop(None)


def _draw_once() -> None:
    """Import what draws, and draw: this finds fonts and fills caches."""
    import matplotlib
    from IPython import get_ipython
    from matplotlib import font_manager, mathtext, pyplot
    from matplotlib_inline.backend_inline import configure_inline_support

    import figures

    with matplotlib.rc_context():
        figures.use_course_style()
        figures.figure_html(figures.rnn_cell(), caption="A $W_{aa}$.", alt="A cell.")
        pyplot.plot([0, 1])
        pyplot.savefig(io.BytesIO(), format="png")
        pyplot.close("all")
    # What importing pyplot in a cell does. The magic would do more: it changes %run.
    configure_inline_support(get_ipython(), "inline")  # type: ignore[no-untyped-call]
    # What was drawn is remembered together with open files of fonts, and forks would share their positions.
    font_manager._get_font.cache_clear()  # type: ignore[attr-defined]
    mathtext.MathTextParser._parse_cached.cache_clear()  # type: ignore[attr-defined]
