"""One Python process that runs code for all documents, through Jupyter's own client.

`jupyter_client` alone, not `nbclient`: importing the latter takes a second longer (it reads and
validates notebooks, and there are none here).
"""

from __future__ import annotations

import os
import queue
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from analysis.render.answering import Ended, Output

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

# Code that makes Python ready for a document: nothing stays of the last one but imported modules.
# IPython's own reset collects garbage too, half a second each time with the exhibits loaded.
_ENTER = """
import os as _os, sys as _sys
_os.chdir({folder!r})
_sys.path[:] = [{folder!r}] + [_path for _path in _sys.path if _path not in {others!r}]
_names = set(get_ipython().user_ns) - set(get_ipython().user_ns_hidden)
[get_ipython().user_ns.pop(_name) for _name in _names if not _name.startswith("__")];
"""
_WARM_UP = """
import contextlib, importlib
for _name in {modules!r}:
    with contextlib.suppress(Exception):
        importlib.import_module(_name)
"""
# Long enough to import all that the cells need on a busy machine.
_START_TIMEOUT_S = 300
_LIFE_CHECK_S = 1


def _manager(modules: Iterable[str]) -> KernelManager:
    """What starts this very Python, whatever kernels the machine has under the name `python3`.

    Jupyter's client is slow to import, and only cells need it.
    """
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import KernelManager

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            options = ["-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f"]
            quiet = ["--HistoryManager.enabled=False", "--log-level=ERROR"]
            code = _WARM_UP.format(modules=list(modules))
            argv = [sys.executable, *options, "{connection_file}", *quiet, "-c", code]
            return KernelSpec(argv=argv, display_name="Python", language="python")

    return KernelManager(kernel_spec_manager=ThisPython())


class Python:
    """The process; a context manager. It starts with `begin`, or when first needed."""

    def __init__(self, root: Path) -> None:
        """`root` is the project's folder, in which Python starts."""
        self._root = root
        self._folders = [""]
        self._settings = tempfile.TemporaryDirectory(prefix="ipython-")
        self._manager: Any = None
        self._client: Any = None

    def __enter__(self) -> Self:
        return self

    def begin(self, modules: Iterable[str] = ()) -> None:
        """Start the process, which is waited for when first needed.

        `modules` are imported at once, so that no cell has to wait for them; one that cannot be
        imported is left for its cell to fail on.
        """
        environment = {
            # Sets iterate in the same order on every run.
            "PYTHONHASHSEED": "0",
            **os.environ,
            # No start-up files of the user.
            "IPYTHONDIR": self._settings.name,
            "QUARTO_PROJECT_ROOT": str(self._root),
        }
        self._manager = _manager(dict.fromkeys(modules))
        self._manager.start_kernel(env=environment, cwd=str(self._root))

    def __exit__(self, *raised: object) -> None:
        if self._client is not None:
            self._client.stop_channels()
        if self._manager is not None:
            self._manager.shutdown_kernel(now=True)
        self._settings.cleanup()

    def enter(self, folder: Path) -> None:
        """Begin a document: an empty namespace, in its folder, which is first to import from.

        Raises Ended if Python does not start.
        """
        if self._manager is None:
            self.begin()
        if self._client is None:
            self._client = self._manager.blocking_client()
            self._client.start_channels()
            try:
                self._client.wait_for_ready(timeout=_START_TIMEOUT_S)
            except RuntimeError:
                raise Ended from None
        self._request(_ENTER.format(folder=str(folder), others=self._folders), {})
        self._folders.append(str(folder))

    def execute(self, code: str) -> list[Output]:
        """The outputs of a cell, each with `output_type` and Jupyter's content.

        Raises Ended if Python ended.
        """
        return self._request(code, {})[0]

    def evaluate(self, expressions: list[str]) -> list[Output]:
        """The result of each expression: `status` with `data`, or with `ename` and `evalue`."""
        named = {str(index): expression for index, expression in enumerate(expressions)}
        _, reply = self._request("", named)
        return [reply["user_expressions"][name] for name in named]

    def _request(self, code: str, expressions: dict[str, str]) -> tuple[list[Output], Output]:
        request = self._client.execute(
            code, store_history=False, user_expressions=expressions, allow_stdin=False
        )
        outputs: list[Output] = []
        while True:
            message = self._message(self._client.get_iopub_msg, request)
            if message["msg_type"] == "status":
                if message["content"]["execution_state"] == "idle":
                    break
            else:
                _add(outputs, message)
        return outputs, self._message(self._client.get_shell_msg, request)["content"]

    def _message(self, receive: Any, request: str) -> Output:
        """The next message about the request."""
        while True:
            try:
                message: Output = receive(timeout=_LIFE_CHECK_S)
            except queue.Empty:
                if not self._manager.is_alive():
                    raise Ended from None
            else:
                if message["parent_header"].get("msg_id") == request:
                    return message


def _add(outputs: list[Output], message: Output) -> None:
    """Add a message to the outputs of a cell; text of one stream joins the text before it."""
    kind = message["msg_type"]
    if kind not in ("stream", "display_data", "execute_result", "error"):
        return
    output = {"output_type": kind, **message["content"]}
    last = outputs[-1] if outputs else {}
    if kind == "stream" and last.get("name") == output["name"]:
        last["text"] += output["text"]
    else:
        outputs.append(output)
