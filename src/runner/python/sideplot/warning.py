"""Warnings that reach the user once and never become an error in the training."""

from __future__ import annotations

import os
import sys
import threading
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

_PACKAGE_FOLDER = os.path.dirname(os.path.abspath(__file__))


class SideplotWarning(UserWarning):
    """Something could not be logged."""


def warn(message: str) -> None:
    """Warn at the line of the user's code that called Sideplot; where warnings are errors, print it instead."""
    try:
        level = _level_of_caller()
        if level is None:
            warnings.warn_explicit(message, SideplotWarning, "sideplot", 1)
        else:
            warnings.warn(message, SideplotWarning, stacklevel=level)
    except SideplotWarning:
        _print(message)
    except Exception as error:
        _print(f"{message} ({error!r})")


def _level_of_caller() -> int | None:
    level = 1
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        file = os.path.abspath(frame.f_code.co_filename)
        if file == os.path.abspath(threading.__file__):
            # A thread of Sideplot's own: no line of the user's.
            return None
        if os.path.dirname(file) != _PACKAGE_FOLDER:
            break
        frame = frame.f_back
        level += 1
    return level


def _print(message: str) -> None:
    try:
        print(f"sideplot: {message}", file=sys.stderr)
    except Exception:
        pass
