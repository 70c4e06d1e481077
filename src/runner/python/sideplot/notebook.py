"""IPython: which notebook and cell a run comes from, and what interrupts and restarts mean for runs."""

from __future__ import annotations

import os
import sys

from .background_cell import stop_all
from .open_runs import OPEN_RUNS, is_interrupt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .run import Run

# So long a kernel that goes down waits for its background cells.
_STOP_SECONDS = 1.0
_MAX_LINE_CHARACTERS = 200


class Watched:
    """The shell whose events are watched, and whether it executes a cell."""

    def __init__(self) -> None:
        self.shell: Any = None
        self.executes = False
        # Counts the cells of the main thread.
        self.cells = 0


_WATCHED: Watched = globals().get("_WATCHED") or Watched()


def in_shell() -> bool:
    """Whether this code runs in IPython: in a kernel or in a terminal."""
    return _shell() is not None


def executing_cell() -> int | None:
    """Counts the cells of the main thread; None while it executes none."""
    return _WATCHED.cells if _WATCHED.executes else None


def notebook_facts() -> dict[str, Any] | None:
    """The `notebook` of the `run` record: path, executing cell and its count as far as known; None outside of notebooks."""
    shell = _shell()
    if shell is None:
        return None
    facts: dict[str, Any] = {}
    try:
        path = shell.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME")
        if isinstance(path, str) and path:
            facts["path"] = path
        cell = _parent_message(shell).get("metadata", {}).get("cellId")
        if isinstance(cell, str) and cell:
            facts["cell"] = cell
        # The shell's own count is that of this cell or of the next one, depending on its version; the history begins with a blank entry.
        facts["execution_count"] = len(shell.history_manager.input_hist_parsed) - 1
    except Exception:
        # Another shell than IPython's own may lack any of these.
        pass
    return facts or None


def watch_shell() -> None:
    """See to it that interrupted cells and shutdowns of the kernel end the runs; may be called again."""
    shell = _shell()
    if shell is None or _WATCHED.shell is shell:
        return
    try:
        shell.events.register("pre_run_cell", _before_cell)
        shell.events.register("post_run_cell", _after_cell)
    except Exception:
        return
    _WATCHED.shell = shell
    # Registered by a cell, whose own pre_run_cell is over.
    _WATCHED.executes = True
    kernel = getattr(shell, "kernel", None)
    if kernel is not None and hasattr(kernel, "do_shutdown"):
        _watch_shutdown(kernel)


def _shell() -> Any:
    module = sys.modules.get("IPython")
    get_shell = getattr(module, "get_ipython", None)
    try:
        return get_shell() if get_shell is not None else None
    except Exception:
        return None


def _parent_message(shell: Any) -> dict[str, Any]:
    kernel = getattr(shell, "kernel", None)
    message = kernel.get_parent("shell") if kernel is not None and hasattr(kernel, "get_parent") else getattr(shell, "parent_header", None)
    return message if isinstance(message, dict) else {}


def _before_cell(info: Any = None) -> None:
    _WATCHED.executes = True
    _WATCHED.cells += 1
    runs = list(OPEN_RUNS.running)
    # What the editor executes for itself is no cell.
    text = _describe(info) if runs and getattr(info, "store_history", True) else None
    for run in runs:
        run.expect_cell()
        if text is not None:
            run.mark_cell(text)


def _after_cell(result: Any = None) -> None:
    _WATCHED.executes = False
    error = getattr(result, "error_in_exec", None)
    for run in list(OPEN_RUNS.running):
        run.cell_ended(error is not None)
        if run.logged_by_cell and is_interrupt(error):
            run.end("interrupted", "KeyboardInterrupt")


def _describe(info: Any) -> str:
    """A cell in a line: its number and its first line of code."""
    try:
        number = len(_WATCHED.shell.history_manager.input_hist_parsed)
    except Exception:
        number = 0
    code = str(getattr(info, "raw_cell", "") or "")
    line = next((line.strip() for line in code.split("\n") if line.strip()), "")
    return f"In [{number or ' '}]: {line[:_MAX_LINE_CHARACTERS]}"


def _watch_shutdown(kernel: Any) -> None:
    # A kernel has loaded it already; a script need not pay for it.
    import inspect

    # The request arrives on the control thread: the runs end even while a cell keeps the main thread busy.
    original = kernel.do_shutdown

    def end_runs(restart: bool) -> None:
        text = "kernel restarted" if restart else "kernel shut down"

        def mark(run: Run) -> None:
            run.note(text, kind="restart")

        stopped = stop_all(_STOP_SECONDS)
        OPEN_RUNS.end_all("interrupted" if _WATCHED.executes or stopped else "finished", "", mark)

    def do_shutdown(restart: bool) -> Any:
        try:
            end_runs(restart)
        except Exception as error:
            # The kernel must go down whatever happens to the runs.
            print(f"sideplot: {error!r}", file=sys.stderr)
        return original(restart)

    async def do_shutdown_async(restart: bool) -> Any:
        result = do_shutdown(restart)
        return await result if inspect.isawaitable(result) else result

    kernel.do_shutdown = do_shutdown_async if inspect.iscoroutinefunction(original) else do_shutdown
