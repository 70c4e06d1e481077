"""Runs a whole notebook without an editor: `python -m sideplot.notebook_job NOTEBOOK [--output FILE] [--parameters JSON] [--kernel NAME]`.

The kernel is one of the interpreter that runs this, which must have the packages nbclient and ipykernel; the notebook's file is left as it
is. The executed copy, `NAME.executed.ipynb` beside it, is saved after every cell. What the cells print is printed at once; in a job its run
tells which cell is being executed. The exit code is 0, 1 when a cell failed, 2 when the notebook could not be started, and 130 when it was
interrupted.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import sys

from .cell_status import DISPLAY_PREFIX
from .notebook_kernel import kernel_options
from .notebook_parameters import inject_parameters, parse_parameters
from .notebook_progress import NotebookProgress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FAILED, NOT_STARTED, INTERRUPTED = 1, 2, 130
_NEEDED = ("nbclient", "nbformat", "ipykernel", "jupyter_client")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_WAIT_FOR_BACKGROUND_CELLS = """
import sys as _sideplot_sys
if "sideplot.background_cell" in _sideplot_sys.modules: _sideplot_sys.modules["sideplot.background_cell"].wait_for_all()
"""


class NotebookJob:
    """One execution of a notebook: the kernel, the copy that is saved, and the signals that interrupt it."""

    def __init__(self, path: str, output: str, parameters: dict[str, Any], kernel: str | None) -> None:
        import nbformat

        self._path = os.path.abspath(path)
        self._output = os.path.abspath(output)
        self._kernel = kernel
        self._interrupted = False
        self._has_kernel = False
        self._client: Any = None
        self._notebook: Any = nbformat.read(self._path, as_version=4)  # type: ignore[no-untyped-call]
        inject_parameters(self._notebook, parameters)
        self._clear()
        self._progress = NotebookProgress(self._path, self._notebook)

    async def run(self) -> int:
        """Execute all cells; the exit code of the program."""
        from nbclient.exceptions import CellExecutionError, DeadKernelError

        try:
            self._client = self._make_client()
            self.save()
            # Runs state the notebook's path, which a Jupyter server tells its kernels so.
            environment = {**os.environ, "JPY_SESSION_NAME": self._path, **self._progress.environment}
            await self._client.async_execute(env=environment, cleanup_kc=True)
        except CellExecutionError as error:
            if self._interrupted or error.ename == "KeyboardInterrupt":
                return self._say_interrupted()
            print(_ANSI.sub("", error.traceback), file=sys.stderr)
            if error.ename == "StdinNotImplementedError":
                print("A notebook that runs by itself cannot ask for input: give it parameters instead.", file=sys.stderr)
            return FAILED
        except _Interrupted:
            return self._say_interrupted()
        except DeadKernelError:
            if self._interrupted:
                return self._say_interrupted()
            print("The kernel died.", file=sys.stderr)
            return FAILED
        except Exception as error:
            if self._has_kernel:
                raise
            print(f"The notebook could not be started: {error}", file=sys.stderr)
            return NOT_STARTED
        finally:
            self._progress.finish()
            if self._has_kernel:
                self.save()
        return self._say_interrupted() if self._interrupted else 0

    def save(self) -> None:
        """Write the executed copy; whoever reads it meanwhile sees the one before."""
        import nbformat

        unfinished = f"{self._output}.{os.getpid()}.part"
        with open(unfinished, "w", encoding="utf-8") as file:
            nbformat.write(self._notebook, file)  # type: ignore[no-untyped-call]
        os.replace(unfinished, self._output)

    def _clear(self) -> None:
        # What a cell showed before must not pass for what it shows now.
        for cell in self._notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None

    def _make_client(self) -> Any:
        client_class = _client_class()
        return client_class(
            self._notebook,
            timeout=None,
            resources={"metadata": {"path": os.path.dirname(self._path)}},
            on_notebook_start=self._started,
            on_cell_execute=self._before_cell,
            on_cell_executed=self._after_cell,
            **kernel_options(self._notebook.metadata, self._kernel),
        )

    def _started(self, **_: Any) -> None:
        self._has_kernel = True
        self._progress.begin()
        # Now, because the client has just put its own in place, which would shut the kernel down without its last words.
        loop = asyncio.get_running_loop()

        def interrupt(*_: Any) -> None:
            loop.call_soon_threadsafe(self._interrupt)

        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, interrupt)
            except NotImplementedError:
                signal.signal(number, interrupt)

    def _interrupt(self) -> None:
        self._interrupted = True
        kernel = self._client.km
        if kernel is not None:
            self._interrupting = asyncio.ensure_future(kernel.interrupt_kernel())

    def _before_cell(self, cell: Any, **_: Any) -> None:
        if self._interrupted:
            raise _Interrupted
        self._progress.cell_begins(cell)

    def _after_cell(self, **_: Any) -> None:
        self._progress.cell_ended()
        self.save()

    def _say_interrupted(self) -> int:
        print("KeyboardInterrupt", file=sys.stderr)
        return INTERRUPTED


class _Interrupted(Exception):
    pass


def _client_class() -> Any:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbclient.util import ensure_async

    class PrintingClient(NotebookClient):
        """Prints what the cells print, and does not leave background cells behind."""

        def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
            content = msg["content"]
            if msg["msg_type"] == "stream":
                print(content["text"], end="", flush=True, file=sys.stderr if content["name"] == "stderr" else sys.stdout)
            elif msg["msg_type"] in ("execute_result", "display_data") and not _is_own(content):
                print(content["data"].get("text/plain", ""), flush=True)
            return super().process_message(msg, cell, cell_index)

        async def async_execute_cell(self, cell: Any, cell_index: int, *arguments: Any, **options: Any) -> Any:
            executed = await super().async_execute_cell(cell, cell_index, *arguments, **options)
            if cell_index == len(self.nb.cells) - 1:
                await self._wait_for_background_cells()
            return executed

        async def _wait_for_background_cells(self) -> None:
            assert self.kc is not None
            request = await ensure_async(self.kc.execute(_WAIT_FOR_BACKGROUND_CELLS, silent=True, store_history=False))
            reply = await self.async_wait_for_reply(request)
            content = reply["content"] if reply is not None else {"status": "ok"}
            if content["status"] == "error":
                name, value = content.get("ename", ""), content.get("evalue", "")
                raise CellExecutionError(traceback=f"{name}: {value}", ename=name, evalue=value)

    return PrintingClient


def _is_own(content: Any) -> bool:
    """Whether it is the status of a background cell, which would be printed as it was at first."""
    return str(content.get("transient", {}).get("display_id", "")).startswith(DISPLAY_PREFIX)


def executed_path(notebook: str) -> str:
    """Where the executed copy of a notebook is saved by default."""
    stem, extension = os.path.splitext(notebook)
    return f"{stem}.executed{extension or '.ipynb'}"


def missing_packages() -> list[str]:
    """What this interpreter lacks for running notebooks."""
    from importlib.util import find_spec

    return [name for name in _NEEDED if find_spec(name) is None]


def main(arguments: list[str] | None = None) -> int:
    """Run a notebook as the command line says; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sideplot.notebook_job", description="Runs a notebook without an editor.")
    parser.add_argument("notebook", help="path of the notebook, which is left as it is")
    parser.add_argument("--output", help="where the executed copy is saved, by default NAME.executed.ipynb beside the notebook")
    parser.add_argument(
        "--parameters", default="{}", metavar="JSON", help="values that replace those of the cell with the tag `parameters`"
    )
    parser.add_argument("--kernel", help="name of an installed kernel, instead of one of this interpreter")
    options = parser.parse_args(arguments)
    missing = missing_packages()
    if missing:
        print(
            f"Running a notebook needs {' and '.join(missing)}, which {sys.executable} does not have.\n"
            f"To install: {sys.executable} -m pip install {' '.join(missing)}",
            file=sys.stderr,
        )
        return NOT_STARTED
    try:
        parameters = parse_parameters(options.parameters)
        job = NotebookJob(options.notebook, options.output or executed_path(options.notebook), parameters, options.kernel)
    except (OSError, ValueError) as error:
        print(f"{options.notebook}: {error}", file=sys.stderr)
        return NOT_STARTED
    except Exception as error:
        # What nbformat raises for a file that is no notebook depends on its version.
        print(f"{options.notebook} is not a notebook: {error}", file=sys.stderr)
        return NOT_STARTED
    try:
        return asyncio.run(job.run())
    except KeyboardInterrupt:
        print("KeyboardInterrupt", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
