"""`%%background [name]`: runs a notebook cell in a thread of the kernel."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from functools import partial

from .background_cell import CURRENT, RUNNING, BackgroundCell
from .cell_figures import separate_figures
from .cell_input import refuse_input
from .cell_status import CellStatus
from .identity import new_run_id
from .notebook import notebook_facts
from .start import start_cell_run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def register_magic() -> None:
    """Make `%%background` known to the IPython that imports Sideplot, if one does; may be called again."""
    module = sys.modules.get("IPython")
    get_shell = getattr(module, "get_ipython", None)
    shell = get_shell() if get_shell is not None else None
    if shell is not None and hasattr(shell, "register_magic_function"):
        shell.register_magic_function(_background, "cell", "background")


def _background(line: str, cell: str) -> BackgroundCell:
    """Run the cell in a thread of the kernel: `%%background [name]`.

    What it prints goes to the text pane of its run. The handle is `_`, and the variable `name`: `.stop()`, `.wait(timeout)`, `.status`,
    `.result`, `.error`. In the cell `sideplot.stopping()` tells whether it was asked to stop.
    """
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    notebook = notebook_facts()
    name = _checked_name(shell, line.strip(), notebook)
    program = CellProgram(shell, cell, (notebook or {}).get("execution_count", 0))
    handle = BackgroundCell(name, program.run, partial(start_cell_run, name, new_run_id()))
    handle.describe_error = program.describe_error
    handle.notebook = notebook
    status = CellStatus(handle)
    handle.show, handle.changed = status.show, status.changed
    if name:
        shell.user_ns[name] = handle
    refuse_input(CURRENT, getattr(shell, "kernel", None))
    handle.start()
    return handle


def _checked_name(shell: Any, name: str, notebook: dict[str, Any] | None) -> str:
    from IPython.core.error import UsageError

    if name and not name.isidentifier():
        raise UsageError(f"%%background: the name must be one that a variable can have, not {name!r}")
    before = shell.user_ns.get(name) if name else None
    if isinstance(before, BackgroundCell) and before.ended is None:
        raise UsageError(f"%%background: {name} is still running; {name}.stop() ends it")
    if not name:
        number = _running_execution(notebook or {})
        if number is not None:
            raise UsageError(f"%%background: this cell is still running since it was executed as [{number}]; Out[{number}].stop() ends it")
    return name


def _running_execution(notebook: dict[str, Any]) -> Any:
    """The number under which a cell without a name was executed before, if it still runs."""
    for cell in list(RUNNING):
        place = cell.notebook or {}
        number = place.get("execution_count")
        if not cell.name and place.get("cell") and place.get("cell") == notebook.get("cell") and number != notebook.get("execution_count"):
            return number
    return None


class CellProgram:
    """The code of the cell with this number, compiled as IPython does it: with magics and with `await`. Raises SyntaxError."""

    def __init__(self, shell: Any, source: str, number: int) -> None:
        self._shell = shell
        self._source = source
        # The lines before the code count, so that tracebacks name the lines of the notebook's cell.
        blank_lines = 1 + len(re.match(r"(?:[ \t]*\n)*", source).group().splitlines())  # type: ignore[union-attr]
        code = "\n" * blank_lines + shell.transform_cell(source)
        self._file_name: str = shell.compile.cache(code, max(0, number), raw_code="%%background\n" + source)
        tree = ast.parse(code, self._file_name)
        self._codes = self._compile(shell.transform_ast(tree))

    def run(self, cell: BackgroundCell) -> Any:
        """Execute the code in the notebook's namespace; the value of its last expression."""
        separate_figures(self._source)
        if any(code.co_flags & inspect.CO_COROUTINE for code in self._codes):
            import asyncio

            return asyncio.run(self._run_awaiting(cell))
        value = None
        for code in self._codes:
            value = eval(code, self._shell.user_global_ns, self._shell.user_ns)
        return value

    def describe_error(self, error: BaseException) -> str:
        """The traceback as the notebook shows it, without colours, from the cell's code on."""
        if isinstance(error, KeyboardInterrupt):
            return "KeyboardInterrupt"
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != self._file_name:
            trace = trace.tb_next
        lines = self._shell.InteractiveTB.structured_traceback(type(error), error, trace or error.__traceback__, tb_offset=0)
        return _ANSI.sub("", "\n".join(lines))

    def _compile(self, tree: ast.Module) -> list[CodeType]:
        from IPython.core.compilerop import PyCF_MASK

        flags = (self._shell.compile.flags & PyCF_MASK) | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        parts: list[tuple[Any, str]] = [(tree, "exec")]
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            last = tree.body.pop()
            assert isinstance(last, ast.Expr)
            parts.append((ast.Expression(last.value), "eval"))
        return [compile(part, self._file_name, mode, flags, True) for part, mode in parts]

    async def _run_awaiting(self, cell: BackgroundCell) -> Any:
        import asyncio

        loop, task = asyncio.get_running_loop(), asyncio.current_task()

        def cancel() -> None:
            try:
                if task is not None:
                    loop.call_soon_threadsafe(task.cancel)
            except RuntimeError:
                # The loop is closed: the cell has just ended.
                pass

        cell.cancel_awaited = cancel
        try:
            value = None
            for code in self._codes:
                value = eval(code, self._shell.user_global_ns, self._shell.user_ns)
                if code.co_flags & inspect.CO_COROUTINE:
                    value = await value
            return value
        finally:
            cell.cancel_awaited = None
