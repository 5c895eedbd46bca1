"""Coordination versus capacity: from raw tables to a rendered briefing."""

import os

# The matrices here are tiny: threads that wait for each other take hundreds of times as long over
# them as one does, and would add in another order on a machine of other cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
