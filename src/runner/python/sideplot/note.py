"""Markers: remarks, alerts, cells that were executed."""

from __future__ import annotations

from time import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LEVELS = ("info", "warning", "error")


def note_record(text: object, kind: object = "note", level: str | None = None) -> dict[str, Any]:
    """The `note` record of a marker at the present time. Raises what the text of the objects raises."""
    record: dict[str, Any] = {"type": "note", "kind": str(kind)[:100] or "note", "text": str(text)[:100_000], "time": time()}
    if level is not None:
        record["level"] = level
    return record
