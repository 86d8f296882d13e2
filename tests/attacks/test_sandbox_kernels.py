"""Kernels in the sandbox, as the judge and nbclient start them."""

import re
import signal
from importlib.metadata import entry_points

import nbformat
import pytest
from boxes import nothing_left, working_sandbox
from nbclient import NotebookClient

from autograder.grading.kernels import kernel_manager, start_kernel
from autograder.grading.sandbox import BubblewrapProvisioner, SandboxLimits

LIMITS = SandboxLimits(memory_mib=512)
SHADOWS = ["numpy.py", "ipykernel_launcher.py", "ipykernel.py", "zmq.py", "json.py", "sitecustomize.py", "launch.py"]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """One kernel for all tests that leave it as it was; its folder ships modules that would like to be ours."""
    folder = tmp_path_factory.mktemp("submission")
    for name in SHADOWS:
        (folder / name).write_text("raise SystemExit('taken over')\n")
    (folder / "given").mkdir()
    (folder / "given/activations.py").write_text("name = 'tanh'\n")
    with nothing_left() as watch:
        manager = start_kernel(folder, sandbox=working_sandbox())
        client = manager.client()
        client.start_channels()
        watch(manager.provisioner.box)
        client.wait_for_ready(timeout=30)
        yield manager, client
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.context.term()


def run(kernel, code):
    """Execute code and return what it printed."""
    outputs = []
    _, client = kernel
    reply = client.execute_interactive(code, timeout=20, output_hook=outputs.append, allow_stdin=False)
    assert reply["content"]["status"] == "ok", reply["content"]
    return "".join(message["content"]["text"] for message in outputs if message["msg_type"] == "stream")


def test_modules_of_the_submission_take_nothing_over(kernel):
    names = [name.removesuffix(".py") for name in SHADOWS[:5]]
    printed = run(kernel, f"import importlib\nfor n in {names}: print(importlib.import_module(n).__file__)")
    assert len(printed.splitlines()) == len(names)
    assert not re.search("^/submission/", printed, re.MULTILINE)


def test_what_lies_beside_the_notebook_can_be_imported(kernel):
    assert (
        run(kernel, "import os; from given.activations import name; print(name, os.getcwd())") == "tanh /submission\n"
    )


def test_the_learners_part_of_the_course_can_be_imported(kernel):
    assert (
        run(kernel, "import autograder.check, data, figures; print(autograder.check.__name__)") == "autograder.check\n"
    )


def test_plots_are_drawn_without_a_word_on_standard_error(kernel):
    _, client = kernel
    messages = []
    code = "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.title('$W_{aa}$'); plt.show()"
    client.execute_interactive(code, timeout=30, output_hook=messages.append)
    assert [m for m in messages if m["msg_type"] == "stream"] == []
    assert any("image/png" in m["content"].get("data", {}) for m in messages)


def test_a_kernel_is_interrupted_by_message_and_deaf_to_signals(kernel):
    manager, client = kernel
    message = client.execute("import time; print('begun'); time.sleep(100)", stop_on_error=False)
    while client.get_iopub_msg(timeout=10)["content"].get("text") != "begun\n":
        pass
    manager.signal_kernel(signal.SIGINT)
    manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=10))["parent_header"]["msg_id"] != message:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert run(kernel, "print('well')") == "well\n"


def test_no_connection_file_is_left_on_the_host(kernel):
    manager, _ = kernel
    assert manager.connection_file == ""


def notebook(*cells, **metadata):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells], metadata=metadata)


class Client(NotebookClient):
    """What the judge does: only the manager is ours."""

    def create_kernel_manager(self):
        self.km = kernel_manager(self.folder, sandbox=self.sandbox, limits=LIMITS)
        return self.km


def execute(cells, folder, sandbox, **options):
    client = Client(cells, **options)
    client.folder, client.sandbox = folder, sandbox
    return client.execute()


def test_nbclient_runs_a_notebook_whatever_kernelspec_it_names(tmp_path):
    spec = {"name": "evil", "display_name": "x", "argv": ["/bin/sh"]}
    done = execute(notebook("import os; print(os.getcwd())", kernelspec=spec), tmp_path, working_sandbox())
    assert done.cells[0].outputs[0].text == "/submission\n"


def test_a_kernel_that_kills_itself_is_noticed(tmp_path):
    with pytest.raises(RuntimeError, match="Kernel died"):
        execute(notebook("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), tmp_path, working_sandbox())


def test_a_kernel_that_ignores_interrupts_ends_at_once(tmp_path):
    with nothing_left() as watch:
        manager = start_kernel(tmp_path, sandbox=working_sandbox(), limits=LIMITS)
        watch(manager.provisioner.box)
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=30)
        client.execute("import subprocess, signal\nsignal.signal(2, signal.SIG_IGN)\nsubprocess.run(['sleep', '99'])")
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.context.term()


def test_a_kernel_can_be_started_again(tmp_path):
    manager = start_kernel(tmp_path, sandbox=working_sandbox(), limits=LIMITS)
    manager.restart_kernel(now=True)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=30)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    manager.context.term()


def test_the_provisioner_is_registered():
    (entry,) = entry_points(group="jupyter_client.kernel_provisioners", name="bubblewrap")
    assert entry.load() is BubblewrapProvisioner


def test_without_a_sandbox_the_same_kernel_runs_in_the_folder_itself(tmp_path):
    (tmp_path / "numpy.py").write_text("raise SystemExit('taken over')\n")
    cells = notebook("import os, numpy; print(os.getcwd())", kernelspec={"name": "evil", "display_name": "x"})
    assert execute(cells, tmp_path, None).cells[0].outputs[0].text == f"{tmp_path}\n"


def test_a_notebook_cannot_see_another_ones_kernel(kernel, tmp_path):
    # Both have their sockets at the same path, each on a mount of its own.
    code = "import os; print(sorted(os.listdir('/run/jupyter')), len([p for p in os.listdir('/proc') if p.isdigit()]))"
    done = execute(notebook(code), tmp_path, working_sandbox())
    assert done.cells[0].outputs[0].text == "['k-1', 'k-2', 'k-3', 'k-4', 'k-5', 'log'] 2\n"
