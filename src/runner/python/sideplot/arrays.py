"""Arrays of numbers as packed float64, whatever library they come from."""

from __future__ import annotations

from array import array

from .encode import MAX_POINTS_IN_RECORD, packed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Union

    Doubles = Union[memoryview[int], memoryview[float]]


def to_steps(values: Any) -> range | array[float] | None:
    """Steps as a range where they are one, else as by `to_array`; None stays None."""
    if values is None or (isinstance(values, range) and len(values) > 0):
        return values
    return to_array(values)


def to_packed(values: Any) -> list[tuple[int, bytes]]:
    """One-dimensional numbers, of all kinds that `to_array` takes, as the packed columns of records, each with how many they are.

    As they are read once, and what comes of it is a copy, this costs less than to copy them.
    """
    numbers = _to_doubles(values)
    parts = range(0, len(numbers), MAX_POINTS_IN_RECORD)
    return [(len(part), packed(part)) for part in (numbers[start : start + MAX_POINTS_IN_RECORD] for start in parts)]


def to_array(values: Any) -> array[float]:
    """A copy of one-dimensional numbers: a list, an array, a NumPy array or a tensor (this waits for its device).

    Raises TypeError or ValueError for anything else.
    """
    numbers = _to_doubles(values)
    if isinstance(numbers, array):
        return numbers
    result = array("d")
    result.frombytes(numbers.cast("B"))
    return result


def _to_doubles(values: Any) -> Doubles | array[float]:
    """The memory of the values where they are float64 side by side, else a copy."""
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    if hasattr(values, "numpy") and callable(values.numpy):
        values = values.numpy()
    shape = getattr(values, "shape", None)
    if shape is not None and len(shape) != 1:
        raise ValueError(f"the array must have one dimension, not the shape {tuple(shape)}")
    if isinstance(values, (str, bytes, bytearray)):
        raise TypeError(f"{type(values).__name__} is no array of numbers")
    doubles = _view_of(values)
    if doubles is None and hasattr(values, "astype"):
        values = values.astype("float64")
        doubles = _view_of(values)
    if doubles is not None:
        return doubles
    return array("d", map(float, values))


def _view_of(values: Any) -> Doubles | None:
    try:
        view = memoryview(values)
    except TypeError:
        return None
    if view.format != "d" or view.ndim != 1:
        return None
    return view if view.contiguous else memoryview(view.tobytes()).cast("d")
