"""Run a program with its clock put forward: ``python -m tests.ahead SECONDS MODULE ARGUMENTS…``.

The two weeks of a window, the thirty minutes of a session: a journey waits for neither.
"""

import runpy
import sys
from datetime import UTC, datetime, timedelta

import time_machine

if __name__ == "__main__":
    ahead, module = timedelta(seconds=int(sys.argv[1])), sys.argv[2]
    time_machine.travel(datetime.now(UTC) + ahead, tick=True).start()
    sys.argv = sys.argv[2:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
