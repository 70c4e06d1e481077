"""Who writes: ids of runs and producers, and the facts about this process that the `run` record states."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_ID_CHARACTERS = 128
_MAX_ARGUMENT_CHARACTERS = 32_768
_LETTERS_AND_DIGITS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


def new_run_id() -> str:
    """An id that sorts by start time: UTC date, time, microseconds and six random hex digits."""
    now = time.time()
    seconds = int(now)
    microseconds = int((now - seconds) * 1_000_000)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(seconds))
    return f"{stamp}-{microseconds:06d}-{os.urandom(3).hex()}"


def new_producer_id() -> str:
    """An id for what this process writes to one run."""
    return f"p{os.getpid()}-{os.urandom(4).hex()}"


def is_id(text: object) -> bool:
    """Whether the text may be the id of a run: at most 128 of `A-Z a-z 0-9 . _ -`, a letter or digit first."""
    if not isinstance(text, str) or not 0 < len(text) <= MAX_ID_CHARACTERS or text[0] not in _LETTERS_AND_DIGITS:
        return False
    return all(character in _LETTERS_AND_DIGITS or character in "._-" for character in text)


def default_project(notebook_path: str | None) -> str:
    """The name of the folder of the notebook, of the script, or the working folder."""
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    place = notebook_path or (script if isinstance(script, str) else None)
    try:
        folder = os.path.dirname(os.path.abspath(place)) if place else os.getcwd()
    except OSError:
        return "default"
    return os.path.basename(folder) or "default"


def process_facts() -> dict[str, Any]:
    """The keys of the `run` record that describe this process; what cannot be found is missing."""
    facts: dict[str, Any] = {
        "cwd": _working_folder(),
        "argv": _arguments(),
        "pid": os.getpid(),
        "pid_start": _process_start(),
        "host": _host(),
        "user": _user(),
        "language": _language(),
        "executable": sys.executable or None,
        "workspace": os.environ.get("SIDEPLOT_WORKSPACE") or None,
    }
    return {key: value for key, value in facts.items() if value is not None}


def _working_folder() -> str | None:
    try:
        return os.getcwd()
    except OSError:
        return None


def _arguments() -> list[str]:
    arguments = []
    room = _MAX_ARGUMENT_CHARACTERS
    for argument in getattr(sys, "argv", ()):
        if len(argument) > room:
            arguments.append("…")
            break
        arguments.append(str(argument))
        room -= len(argument)
    return arguments


def _process_start() -> int | None:
    try:
        with open("/proc/self/stat", "rb") as stat:
            # The name of the program, field 2, stands in brackets and may hold blanks and brackets.
            return int(stat.read().rpartition(b")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return None


def _host() -> str | None:
    if hasattr(os, "uname"):
        return os.uname().nodename
    return os.environ.get("COMPUTERNAME")


def _user() -> str | None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(variable):
            return os.environ[variable]
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError, AttributeError):
        return None


def _language() -> str:
    name = "Python" if sys.implementation.name == "cpython" else f"Python ({sys.implementation.name})"
    return "{} {}.{}.{}".format(name, *sys.version_info[:3])
