"""The solver's own process: ``python -m peerreview.domain.matching.child SECONDS``.

The first line that comes in is a problem; the solver's progress goes out as it prints it; the last line is the
proposal. It knows no database and no framework, so it starts fast and killing it loses nothing. The line in stays open
as long as somebody waits: when it closes, whoever asked is gone, and the process ends itself.
"""

import os
import sys
import threading

from peerreview.domain.matching.progress import ANSWER
from peerreview.domain.matching.solving import solve
from peerreview.domain.matching.wire import problem_from_text, proposal_as_text


def main() -> int:
    """Read, solve, write."""
    problem = problem_from_text(sys.stdin.readline())
    threading.Thread(target=_end_with_the_asker, daemon=True).start()
    answer = solve(problem, seconds=float(sys.argv[1]), loud=True)
    sys.stdout.write(f"\n{ANSWER}{proposal_as_text(answer)}\n")
    sys.stdout.flush()
    return 0


def _end_with_the_asker() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    raise SystemExit(main())
