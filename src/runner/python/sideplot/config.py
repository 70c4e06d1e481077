"""A run's config as JSON, whatever the user passes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

from .warning import warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MAX_DEPTH = 16
_MAX_TEXT_CHARACTERS = 10_000
_MAX_ITEMS = 1_000
_MAX_CONFIG_CHARACTERS = 131_072


def config_to_json(config: Any) -> dict[str, Any]:
    """The config as JSON values: a mapping, a dataclass or an object with attributes such as argparse's Namespace.

    Objects that JSON has no form for become their `repr`; depth, length and size are bounded, and a cut is marked by `…`.
    """
    if config is None:
        return {}
    try:
        entries = config if isinstance(config, Mapping) else vars(config)
    except TypeError:
        warn(f"config must be a mapping or an object with attributes, not {type(config).__name__}: it is left out.")
        return {}
    result = to_json(entries)
    return _within_size(result) if isinstance(result, dict) else {"config": result}


def to_json(value: Any, depth: int = 0, parents: tuple[int, ...] = ()) -> Any:
    """The value as JSON: no NaN, no cycles, no unknown objects."""
    try:
        return _to_json(value, depth, parents)
    except Exception:
        return f"<{type(value).__name__}>"


def _to_json(value: Any, depth: int, parents: tuple[int, ...]) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _cut("".join((value,)))
    if isinstance(value, int):
        return int(value) if abs(value) <= 2**53 else _cut(str(value))
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, (Mapping, list, tuple, set, frozenset)):
        if id(value) in parents or depth >= _MAX_DEPTH:
            return "…"
        return _container_to_json(value, depth + 1, (*parents, id(value)))
    if hasattr(value, "item") and not getattr(value, "shape", ()):
        item = value.item()
        if isinstance(item, (bool, int, float, str)):
            return _to_json(item, depth, parents)
    return _cut(repr(value))


def _container_to_json(value: Any, depth: int, parents: tuple[int, ...]) -> Any:
    if isinstance(value, Mapping):
        entries: dict[str, Any] = {}
        for key, item in list(value.items())[:_MAX_ITEMS]:
            entries[_cut(key if isinstance(key, str) else repr(key))] = to_json(item, depth, parents)
        if len(value) > _MAX_ITEMS:
            entries["…"] = f"{len(value) - _MAX_ITEMS} more"
        return entries
    items = [to_json(item, depth, parents) for item in list(value)[:_MAX_ITEMS]]
    return [*items, "…"] if len(value) > _MAX_ITEMS else items


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_TEXT_CHARACTERS else text[:_MAX_TEXT_CHARACTERS] + "…"


def _within_size(config: dict[str, Any]) -> dict[str, Any]:
    sizes = {key: len(key) + len(json.dumps(item)) for key, item in config.items()}
    excess = sum(sizes.values()) - _MAX_CONFIG_CHARACTERS
    left_out = []
    for key in sorted(sizes, key=lambda name: sizes[name], reverse=True):
        if excess <= 0:
            break
        if len(key) > 100:
            del config[key]
        else:
            config[key] = "…"
        excess -= sizes[key]
        left_out.append(key)
    if left_out:
        names = ", ".join(key[:40] for key in left_out[:5])
        warn(f"config is larger than {_MAX_CONFIG_CHARACTERS:,} characters: the values of {names} are left out.")
    return config
