"""Work on all cores: the same results in the same order as on one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver, get_context
from typing import Any

Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

# All that the work needs is imported once, while this process still starts.
IMPORTED = ["analysis.publish"]


@contextmanager
def on_all_cores() -> Iterator[Map]:
    """A `map` that begins at once, in processes beside this one; its results wait for them.

    Functions and items go to the processes as copies, so both must be of modules, not of a cell or
    of a function. Processes are copied from one that runs nothing: libraries with threads of their
    own, such as that of the charts, do not survive being copied.
    """
    if sys.platform == "win32":
        yield map
        return
    context = get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    forkserver.ensure_running()
    pool = ProcessPoolExecutor(os.cpu_count(), context)
    try:
        yield pool.map
    finally:
        pool.shutdown(cancel_futures=True)
