"""Numbers of every kind become floats at once; everything else is refused by name."""

from __future__ import annotations

import decimal
import fractions
import math
from typing import Any

import numpy as np
import pytest

from sideplot.values import DeviceValue, NotANumber, flatten, is_metric_name, to_number, to_number_later, to_step
from tensors import Tensor


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0.25, 0.25),
        (3, 3.0),
        (True, 1.0),
        (2**60, float(2**60)),
        (np.float32(0.5), 0.5),
        (np.float64(0.1), 0.1),
        (np.int8(-3), -3.0),
        (np.uint64(2**63), float(2**63)),
        (np.bool_(True), 1.0),
        (np.float16(0.5), 0.5),
        (np.longdouble(0.5), 0.5),
        (np.array(0.75), 0.75),
        (np.array([[0.75]]), 0.75),
        (np.array([3]), 3.0),
        (decimal.Decimal("0.5"), 0.5),
        (fractions.Fraction(1, 4), 0.25),
        (Tensor(0.5), 0.5),
        (math.inf, math.inf),
    ],
)
def test_numbers(value: Any, number: float) -> None:
    result = to_number(value)
    assert type(result) is float
    assert result == number


def test_nan_stays_nan() -> None:
    assert math.isnan(to_number(np.float32("nan")))


class Raises:
    def __float__(self) -> float:
        raise RuntimeError("no")


class RaisesEverywhere:
    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("0.5", "str"),
        (b"1", "bytes"),
        (None, "NoneType"),
        ([1.0], "list"),
        (1j, "complex"),
        (object(), "object"),
        (np.array([1, 2]), "ndarray of shape (2,)"),
        (np.str_("1"), "str_"),
        (np.datetime64("2026-01-01"), "datetime64"),
        (np.complex128(1), "complex128"),
        (Tensor([1.0, 2.0]), "Tensor of shape (2,)"),
        (Raises(), "Raises"),
        (10**400, "int beyond the range of float64"),
    ],
)
def test_refused(value: Any, kind: str) -> None:
    with pytest.raises(NotANumber) as error:
        to_number(value)
    assert error.value.kind == kind


def test_an_object_that_raises_everywhere_is_refused() -> None:
    with pytest.raises(NotANumber):
        to_number(RaisesEverywhere())
    with pytest.raises(NotANumber):
        to_number_later(RaisesEverywhere())


def test_a_value_on_a_device_is_copied_there_and_not_waited_for() -> None:
    tensor = Tensor(0.5, device="cuda")
    later = to_number_later(tensor)
    assert type(later) is DeviceValue
    assert tensor.waits == 0
    tensor.set(99.0)
    assert to_number(later.value) == 0.5


def test_a_tensor_on_the_cpu_is_read_at_once() -> None:
    tensor = Tensor(0.5)
    assert to_number_later(tensor) == 0.5
    assert to_number_later(np.array(0.5)) == 0.5


@pytest.mark.parametrize(("value", "step"), [(3, 3), (3.0, 3), (2.5, 2.5), (np.int64(7), 7), (True, 1), (2**70, float(2**70)), (-4, -4)])
def test_steps(value: Any, step: float) -> None:
    result = to_step(value)
    assert result == step
    assert type(result) is type(step)


@pytest.mark.parametrize("value", [math.nan, math.inf, "3", None, 10**400])
def test_refused_steps(value: Any) -> None:
    with pytest.raises(NotANumber):
        to_step(value)


def flattened(metrics: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    refused: list[tuple[str, str]] = []
    return flatten(metrics, lambda name, kind: refused.append((name, kind))), refused


def test_nested_mappings_join_their_names() -> None:
    assert flattened({"a": {"b": {"c": 1}}, "d": 2.5, "e": {}}) == ({"a/b/c": 1.0, "d": 2.5}, [])


def test_a_mapping_that_holds_itself_is_refused_at_the_depth_limit() -> None:
    loop: dict[str, Any] = {"x": 1}
    loop["loop"] = loop
    flat, refused = flattened(loop)
    assert len(flat) == 8
    assert [kind for _, kind in refused] == ["a mapping nested deeper than 8 levels"]


def test_names_are_checked() -> None:
    flat, refused = flattened({"": 1, 5: 2, "x" * 1_025: 3, None: 4, "ok": 5, np.str_("numpy"): 6})
    assert flat == {"ok": 5.0, "numpy": 6.0}
    assert all(type(name) is str for name in flat)
    assert len(refused) == 4


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("x", True),
        ("", False),
        ("x" * 1_024, True),
        ("x" * 1_025, False),
        ("📉" * 512, True),
        ("📉" * 513, False),
        ("\udcff", True),
        (3, False),
    ],
)
def test_metric_names(name: Any, legal: bool) -> None:
    assert is_metric_name(name) is legal


def test_a_hostile_value_does_not_take_the_others_with_it() -> None:
    class Keys(dict):  # type: ignore[type-arg]
        def keys(self) -> Any:
            raise RuntimeError("no keys")

        __iter__ = items = keys

    flat, refused = flattened({"good": 1, "hostile": RaisesEverywhere(), "raises": Raises(), "mapping": Keys(a=1), "last": 2})
    assert flat["good"] == 1.0
    assert flat["last"] == 2.0
    assert {"hostile", "raises"} <= {name for name, _ in refused}
