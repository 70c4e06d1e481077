"""Warnings that reach the user once and never become an error in the training."""

from __future__ import annotations

import os
import sys
import warnings

_PACKAGE_FOLDER = os.path.dirname(os.path.abspath(__file__))


class SideplotWarning(UserWarning):
    """Something could not be logged."""


def warn(message: str) -> None:
    """Warn at the line of the user's code that called Sideplot; where warnings are errors, print it instead."""
    try:
        warnings.warn(message, SideplotWarning, stacklevel=_level_of_caller())
    except SideplotWarning:
        _print(message)
    except Exception as error:
        _print(f"{message} ({error!r})")


def _level_of_caller() -> int:
    level = 1
    frame = sys._getframe(1)
    while frame is not None and os.path.dirname(os.path.abspath(frame.f_code.co_filename)) == _PACKAGE_FOLDER:
        if frame.f_back is None:
            break
        frame = frame.f_back
        level += 1
    return level


def _print(message: str) -> None:
    try:
        print(f"sideplot: {message}", file=sys.stderr)
    except Exception:
        pass
