"""Arrays of numbers as packed float64, whatever library they come from."""

from __future__ import annotations

from array import array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def to_steps(values: Any) -> range | array[float] | None:
    """Steps as a range where they are one, else as by `to_array`; None stays None."""
    if values is None or (isinstance(values, range) and len(values) > 0):
        return values
    return to_array(values)


def to_array(values: Any) -> array[float]:
    """A copy of one-dimensional numbers: a list, an array, a NumPy array or a tensor (this waits for its device).

    Raises TypeError or ValueError for anything else.
    """
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    if hasattr(values, "numpy") and callable(values.numpy):
        values = values.numpy()
    shape = getattr(values, "shape", None)
    if shape is not None and len(shape) != 1:
        raise ValueError(f"the array must have one dimension, not the shape {tuple(shape)}")
    if hasattr(values, "astype"):
        values = values.astype("float64")
    if isinstance(values, (str, bytes, bytearray)):
        raise TypeError(f"{type(values).__name__} is no array of numbers")
    result = array("d")
    try:
        view = memoryview(values)
        if view.format != "d" or view.ndim != 1:
            raise TypeError
    except TypeError:
        result.extend(map(float, values))
        return result
    result.frombytes(view.cast("B") if view.contiguous else view.tobytes())
    return result
