"""What a user logs, turned into plain numbers under metric names."""

from __future__ import annotations

import math
from collections.abc import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

MAX_NAME_CHARACTERS = 1_024
MAX_DEPTH = 8
_EXACT_INTEGER = 2**53


class NotANumber(Exception):
    """A value that cannot be logged; `kind` names its type or what is wrong with it."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class DeviceValue:
    """A number that is still on its way on a device: reading it would make the caller wait."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def to_number(value: Any) -> float:
    """The value as a float; raises NotANumber. Waits for the device where the value is on one."""
    try:
        if isinstance(value, (int, float)):
            return float(value)
        if isinstance(value, (str, bytes, bytearray)):
            raise NotANumber(type(value).__name__)
        if hasattr(value, "detach"):
            value = value.detach()
        item = value.item() if hasattr(value, "item") else value
        if isinstance(item, (str, bytes, bytearray)) or not hasattr(item, "__float__"):
            raise NotANumber(_kind(value))
        return float(item)
    except NotANumber:
        raise
    except OverflowError:
        raise NotANumber(f"{type(value).__name__} beyond the range of float64") from None
    except Exception:
        raise NotANumber(_kind(value)) from None


def to_number_later(value: Any) -> Any:
    """As `to_number`, but a value on a device other than the CPU becomes a DeviceValue at once, without waiting."""
    if issubclass(type(value), (int, float)) or not _is_on_device(value):
        return to_number(value)
    try:
        if hasattr(value, "detach"):
            # A copy on the device: the next step of training may overwrite the value in place.
            return DeviceValue(value.detach().clone())
        return DeviceValue(value)
    except Exception:
        raise NotANumber(_kind(value)) from None


def to_step(value: Any) -> Any:
    """The step as an int where it is whole and exact, else as a float; raises NotANumber."""
    number = to_number(value)
    if not math.isfinite(number):
        raise NotANumber("step that is not finite")
    return int(number) if number == int(number) and abs(number) <= _EXACT_INTEGER else number


def is_metric_name(name: Any) -> bool:
    """Whether a series may have this name."""
    # A decoder may count UTF-16 units, of which a character has two at most.
    return (
        isinstance(name, str)
        and 0 < len(name) <= MAX_NAME_CHARACTERS
        and (len(name) * 2 <= MAX_NAME_CHARACTERS or len(name.encode("utf-16-le", "surrogatepass")) // 2 <= MAX_NAME_CHARACTERS)
    )


def flatten(metrics: Any, refuse: Callable[[str, str], None]) -> dict[str, Any]:
    """All numbers of nested mappings under names joined by slashes; floats and DeviceValues.

    `refuse(name, kind)` is called for every value that cannot be logged.
    """
    flat: dict[str, Any] = {}
    _flatten_into(flat, "", metrics, 1, refuse)
    return flat


def _flatten_into(flat: dict[str, Any], prefix: str, metrics: Any, depth: int, refuse: Callable[[str, str], None]) -> None:
    # A copy first: another thread may change the mapping meanwhile.
    for key, value in dict(metrics).items():
        # By the type alone: an object may raise whatever it is asked for.
        if not issubclass(type(key), str):
            refuse(f"{prefix}{_shown(key)}", f"a metric name of type {type(key).__name__}")
            continue
        name = prefix + "".join((key,))
        if issubclass(type(value), Mapping):
            if depth >= MAX_DEPTH:
                refuse(name, f"a mapping nested deeper than {MAX_DEPTH} levels")
            else:
                _flatten_inner(flat, name, value, depth + 1, refuse)
            continue
        if not is_metric_name(name):
            refuse(
                name[:40],
                "an empty metric name" if not name else f"a metric name of more than {MAX_NAME_CHARACTERS} characters",
            )
            continue
        try:
            flat[name] = to_number_later(value)
        except NotANumber as error:
            refuse(name, error.kind)


def _flatten_inner(flat: dict[str, Any], name: str, value: Any, depth: int, refuse: Callable[[str, str], None]) -> None:
    try:
        _flatten_into(flat, name + "/", value, depth, refuse)
    except Exception as error:
        refuse(name, f"a mapping that raises {type(error).__name__}")


def _is_on_device(value: Any) -> bool:
    try:
        device = getattr(value, "device", None)
        if device is None:
            return False
        if hasattr(value, "detach"):
            return str(getattr(device, "type", device)) != "cpu"
        # JAX: arrays are immutable and computed behind the caller's back.
        return getattr(device, "platform", "cpu") != "cpu"
    except Exception:
        return False


def _kind(value: Any) -> str:
    name = type(value).__name__
    try:
        shape = tuple(getattr(value, "shape", ()))
        return f"{name} of shape {shape}" if shape else name
    except Exception:
        return name


def _shown(value: Any) -> str:
    try:
        return repr(value)[:40]
    except Exception:
        return f"<{type(value).__name__}>"
