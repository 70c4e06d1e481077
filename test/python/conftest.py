"""The client is imported from its source folder, and every test logs into a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

import pytest

from kernel import Kernel

CLIENT_FOLDER = Path(__file__).parents[2] / "src" / "runner" / "python"
sys.path.insert(0, str(CLIENT_FOLDER))

RunScript = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root folder of the logs of one test, for this process and its children."""
    folder = tmp_path / "root"
    monkeypatch.setenv("SIDEPLOT_DIR", str(folder))
    # As the extension does it: the client is found with nothing installed.
    monkeypatch.setenv("PYTHONPATH", str(CLIENT_FOLDER))
    for variable in ("SIDEPLOT_WORKSPACE", "SIDEPLOT_RUN_ID", "JPY_SESSION_NAME"):
        monkeypatch.delenv(variable, raising=False)
    return folder


@pytest.fixture(autouse=True)
def finish_runs() -> Iterator[None]:
    """No run of one test is open in the next."""
    import sideplot

    yield
    sideplot.finish()


@pytest.fixture
def run_script(tmp_path: Path) -> RunScript:
    """Run Python code in a process of its own, from a file in the folder `work`, and wait for its end."""

    def run(code: str, *, timeout: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
        script = write_script(tmp_path, code)
        return subprocess.run(
            [sys.executable, str(script)],
            cwd=script.parent,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run


@pytest.fixture
def kernel(tmp_path: Path, root: Path) -> Iterator[Kernel]:
    """A kernel that has imported what most cells of the tests need."""
    started = Kernel(tmp_path)
    started.run_cell("import sideplot, time, sys, threading")
    yield started
    started.shut_down(now=True)


def write_script(folder: Path, code: str) -> Path:
    """Python code as `work/script.py` in the folder."""
    script = folder / "work" / "script.py"
    script.parent.mkdir(exist_ok=True)
    script.write_text(textwrap.dedent(code), "utf-8")
    return script
