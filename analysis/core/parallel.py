"""Work on all cores: the same results in the same order as on one."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, parent_process
from typing import Any

from analysis.core.scratch import scratch_of_this_process, temporary_files_in

Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

# Characters that Python adds for the socket of its helper, and how many a socket's path may have.
SOCKET_NAME, SOCKET_PATH = len("/pymp-12345678/listener-12345678"), 104


@contextmanager
def on_all_cores(*needed: str) -> Iterator[Map]:
    """A `map` that begins at once, in processes beside this one; its results wait for them.

    The modules that the work needs are imported once, while this process still starts.
    Functions and items go to the processes as copies, so both must be of modules, not of a cell or
    of a function. Processes are copied from one that runs nothing: libraries with threads of their
    own, such as that of the charts, do not survive being copied.
    """
    if sys.platform == "win32":
        yield map
        return
    context = get_context("forkserver")
    context.set_forkserver_preload(list(needed))
    lifetime = scratch_of_this_process()
    has_room = len(str(lifetime)) + SOCKET_NAME < SOCKET_PATH
    with temporary_files_in(lifetime if has_room else lifetime.parent):
        forkserver.ensure_running()
    pool = ProcessPoolExecutor(os.cpu_count(), context, end_with_parent)
    try:
        yield pool.map
    finally:
        pool.shutdown(cancel_futures=True)


def end_with_parent() -> None:
    """End this process when the one that it works for ends, killed or not."""

    def wait() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
