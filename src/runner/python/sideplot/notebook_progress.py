"""How far a notebook is that runs as a job, for the panel of the job's run: a progress bar, and a line for each cell that begins."""

from __future__ import annotations

import os
import sys

from .start import init

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .run import Run

_MAX_LINE_CHARACTERS = 120


class NotebookProgress:
    """Does nothing outside of jobs: who starts a notebook in a terminal sees what it prints."""

    def __init__(self, path: str, notebook: Any) -> None:
        self._path = path
        self._total = sum(map(_is_executed, notebook.cells))
        self._done = 0
        self._run: Run | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Variables for the kernel."""
        return {"SIDEPLOT_SYSTEM_METRICS": "0"} if _in_job() else {}

    def begin(self) -> None:
        """The kernel is there."""
        if _in_job():
            # What the kernel uses of the machine is counted here, whether the notebook knows of Sideplot or not.
            self._run = init()
            self._run.text(f"{os.path.basename(self._path)}: {self._total} cells, on {sys.executable}", "sideplot")
            self._report()

    def cell_begins(self, cell: Any) -> None:
        """A cell of code is about to be executed."""
        if self._run is not None:
            line = next((line.strip() for line in cell.source.split("\n") if line.strip()), "")
            self._run.text(f"cell {self._done + 1} of {self._total}: {line[:_MAX_LINE_CHARACTERS]}", "sideplot")

    def cell_ended(self) -> None:
        """It has been, with or without an error."""
        self._done += 1
        self._report()

    def finish(self) -> None:
        """Nothing more will be executed. How the run ends is the business of the program that watches the job."""
        if self._run is not None:
            self._run.finish()

    def _report(self) -> None:
        if self._run is not None:
            self._run.progress(self._done, self._total, "cells")


def _in_job() -> bool:
    return bool(os.environ.get("SIDEPLOT_RUN_ID"))


def _is_executed(cell: Any) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip()) and "skip-execution" not in cell.metadata.get("tags", [])
