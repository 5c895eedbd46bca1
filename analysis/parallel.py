"""Work on all cores: the same results in the same order as on one."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any

Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

# Items that a process takes at once: what they share is sent once for all of them.
TAKEN = 6


@contextmanager
def on_all_cores() -> Iterator[Map]:
    """A `map` that begins at once, in processes beside this one; its results wait for them.

    The processes are copies of this one, ready with all that it has imported and read. Where a
    system does not copy processes safely, it is the plain `map`, and the work is done when asked.
    """
    if sys.platform != "linux":
        yield map
        return
    gc.freeze()  # what is there stays: no process need look through it for garbage
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        yield partial(pool.map, chunksize=TAKEN)
