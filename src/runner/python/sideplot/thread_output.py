"""Printed text by thread: what a background cell prints goes to its run, all other text where it always went."""

from __future__ import annotations

import sys
from contextvars import ContextVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

# Takes the name of the stream and the text, and tells whether it did; None in code that prints as usual. A reload of this module must not
# make a second one.
SINK: ContextVar[Callable[[str, str], bool] | None] = globals().get("SINK") or ContextVar("sideplot_sink", default=None)


def route_output() -> None:
    """See to it that a kernel's `sys.stdout` and `sys.stderr` ask `SINK` of the code that prints; may be called again.

    Streams that do not allow it, as those of a terminal, stay as they are: there background cells print as all others do.
    """
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        kind = type(stream)
        if not hasattr(kind, "routed_by_sideplot"):
            try:
                # The object stays the same one, which log handlers hold.
                stream.__class__ = _routed(kind, name)
            except TypeError:
                pass


def _routed(kind: Any, name: str) -> Any:
    def get_write(stream: Any) -> Callable[[str], Any]:
        sink = SINK.get()
        plain: Callable[[str], Any] = stream.__dict__.get("write") or kind.write.__get__(stream)
        if sink is None:
            return plain

        def write(text: str) -> Any:
            if not isinstance(text, str):
                raise TypeError(f"write() argument must be str, not {type(text).__name__}")
            return len(text) if sink(name, text) else plain(text)

        return write

    # IPython puts a `write` of its own on the stream while a cell executes, to keep what it prints: this is not its text.
    def set_write(stream: Any, write: Callable[[str], Any]) -> None:
        stream.__dict__["write"] = write

    members = {"write": property(get_write, set_write), "routed_by_sideplot": True, "__module__": kind.__module__}
    return type(kind.__name__, (kind,), members)
