"""What a process does when the editor asks its run to stop: it tells those who ask, and interrupts those who do not."""

from __future__ import annotations

import os
import signal
import threading
from _thread import interrupt_main

from .background_cell import CURRENT, RUNNING
from .notebook import executing_cell, in_shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .run import Run

STREAM = "sideplot"


def asked_since(run: Run) -> float:
    """Since when a request counts for the code that asks, in seconds since 1970: one that is older was for a cell that has ended."""
    cell = CURRENT.get()
    if cell is not None:
        return cell.started
    return run.cell_began if threading.current_thread() is threading.main_thread() else 0.0


def stop_work(run: Run) -> None:
    """Stop the background cells that work on a run, and the program or the cell of the main thread.

    Code that has ever asked `sideplot.stopping()` has the time to end by itself that the editor grants; then, or when it is asked a second
    time, and at once in other code, KeyboardInterrupt is raised.
    """
    log = run.control_log
    cells = [cell for cell in list(RUNNING) if cell.works_on(run)]
    for cell in cells:
        cell.stop(log.grace)
    work = _work_of_main(run)
    again = work is not None and log.stopped_work == work
    log.stopped_work = work
    if work is None:
        if not cells and not log.asked:
            run.text("Asked to stop, but nothing here can be interrupted: a thread ends when it asks sideplot.stopping().", STREAM)
    elif log.asked and not again and log.grace > 0:
        run.text(f"Asked to stop; an interrupt follows in {log.grace:g} s unless the program ends.", STREAM)
        timer = threading.Timer(log.grace, lambda: _interrupt(run, work))
        timer.daemon = True
        timer.start()
    else:
        _interrupt(run, work)


def _work_of_main(run: Run) -> int | None:
    """What the main thread does for a run, as a number that another work does not have; None when it does nothing."""
    if in_shell():
        return executing_cell() if run.logged_by_cell else None
    return 0 if threading.main_thread().is_alive() else None


def _interrupt(run: Run, work: int) -> None:
    if run.status != "running" or _work_of_main(run) != work:
        return
    run.text("Interrupted.", STREAM)
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        # As Ctrl+C does it: a call that waits in the main thread ends.
        signal.pthread_kill(main, signal.SIGINT)
    elif os.name == "nt":
        interrupt_main()
