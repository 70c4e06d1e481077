"""Where run logs are, see docs/log-format.md."""

from __future__ import annotations

import os
import sys


def root_folder() -> str:
    """The folder of all runs: `$SIDEPLOT_DIR`, else `sideplot` in the user's data folder of the platform."""
    chosen = os.environ.get("SIDEPLOT_DIR")
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    return os.path.join(_user_data_folder(), "sideplot")


def run_folder(root: str, run_id: str) -> str:
    """The folder of one run."""
    return os.path.join(root, "runs", run_id)


def _user_data_folder() -> str:
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Application Support")
    data = os.environ.get("XDG_DATA_HOME", "")
    # The XDG specification has relative paths ignored.
    return data if os.path.isabs(data) else os.path.join(home, ".local", "share")
