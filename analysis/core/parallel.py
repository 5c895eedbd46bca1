"""Work on all cores: the same results in the same order as on one."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, parent_process
from typing import Any

from analysis.core.cache import FOLDER
from analysis.core.problems import Problem, ProblemsError
from analysis.core.scratch import scratch_of_this_process, temporary_files_in

Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

# Characters that Python adds for the socket of its helper, and how many a socket's path may have.
SOCKET_NAME, SOCKET_PATH = len("/pymp-12345678/listener-12345678"), 104


@contextmanager
def on_all_cores(*needed: str) -> Iterator[Map]:
    """A `map` that begins when it is called, in processes beside this one; results wait for them.

    The modules that the work needs are imported once, with the first of it: there may be none.
    Functions and items go to the processes as copies, so both must be of modules, not of a cell or
    of a function. Processes are copied from one that runs nothing: libraries with threads of their
    own, such as that of the charts, do not survive being copied.
    """
    if sys.platform == "win32":
        yield map
        return
    context = get_context("forkserver")
    pool: ProcessPoolExecutor | None = None

    def begin() -> None:
        context.set_forkserver_preload(list(needed))
        lifetime = scratch_of_this_process()
        has_room = len(str(lifetime)) + SOCKET_NAME < SOCKET_PATH
        with temporary_files_in(lifetime if has_room else lifetime.parent):
            forkserver.ensure_running()

    def run(work: Callable[[Any], Any], items: Iterable[Any]) -> Iterable[Any]:
        nonlocal pool
        if pool is None:
            begin()
            kept_in = (os.environ.get(FOLDER),)
            pool = ProcessPoolExecutor(os.cpu_count(), context, begin_to_work, kept_in)
        return waited_for(pool.map(work, items))

    try:
        yield run
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def waited_for(results: Iterable[Any]) -> Iterator[Any]:
    """The results of processes beside this one.

    Raises ProblemsError if one of them was ended from outside, or found no memory.
    """
    try:
        yield from results
    except (BrokenProcessPool, MemoryError):
        problem = Problem(
            file="a process of this run",
            rule="memory",
            message="it was ended before its work was done, most likely because memory ran out",
            repair="close other programs and run the command again; what is done stays",
        )
        raise ProblemsError([problem]) from None


def begin_to_work(kept_in: str | None) -> None:
    """Keep results where the process keeps them that this one works for, and end when it does."""
    os.environ.update({FOLDER: kept_in} if kept_in else {})
    end_with_parent()


def end_with_parent() -> None:
    """End this process when the one that it works for ends, killed or not."""

    def wait() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
