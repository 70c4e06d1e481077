"""Finding and reading the logs that a test has written."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Callable

from log_decoder import Decoded, decode

DEADLINE_SECONDS = 60.0


def run_folders(root: Path) -> list[Path]:
    """The folders of all runs, in the order of their start."""
    runs = root / "runs"
    return sorted(runs.iterdir()) if runs.exists() else []


def log_files(root: Path) -> list[Path]:
    """The logs of all producers of all runs."""
    return [path for folder in run_folders(root) for path in sorted(folder.glob("*.jsonl"))]


def read_log(path: Path | str) -> Decoded:
    """The records of one log; every whole line must be good."""
    decoded = decode(Path(path).read_bytes())
    assert decoded.refused == []
    assert decoded.unknown == 0
    return decoded


def read_only_log(root: Path) -> Decoded:
    """The records of the one log there is."""
    paths = log_files(root)
    assert len(paths) == 1, paths
    return read_log(paths[0])


def read_by_name(root: Path, name: str) -> Decoded:
    """The records of the one log whose run has this name."""
    found = [log for log in map(read_log, log_files(root)) if log.of("run")[0]["name"] == name]
    assert len(found) == 1
    return found[0]


def ends(log: Decoded) -> list[str]:
    """The status of every end in a log."""
    return [record["status"] for record in log.of("end")]


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Wait for a condition; the test fails when it does not come true."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited {DEADLINE_SECONDS} seconds for {what}"
        time.sleep(0.005)
