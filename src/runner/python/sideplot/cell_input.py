"""`input()` in a background cell: an error that says so. The front end asks for the cell that executes, and that is another one."""

from __future__ import annotations

import builtins
import sys
from contextvars import ContextVar
from functools import wraps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

_WORDS = "a background cell cannot ask for input: ask in a cell before it"


def refuse_input(current: ContextVar[Any], kernel: Any) -> None:
    """Have `input` and `getpass` raise RuntimeError where `current` is set; may be called again.

    A kernel puts functions of its own in their place while a cell executes, and takes them away afterwards.
    """

    def refusing(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def ask(*arguments: Any, **options: Any) -> Any:
            if current.get() is not None:
                raise RuntimeError(_WORDS)
            return function(*arguments, **options)

        ask.refused_by_sideplot = True  # type: ignore[attr-defined]
        return ask

    places = [(builtins, "input"), (sys.modules.get("getpass"), "getpass")]
    places += [(kernel, name) for name in ("raw_input", "getpass", "_sys_raw_input", "_save_getpass")]
    for place, name in places:
        function = getattr(place, name, None)
        if callable(function) and not hasattr(function, "refused_by_sideplot"):
            setattr(place, name, refusing(function))
