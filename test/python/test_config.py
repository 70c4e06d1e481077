"""A config becomes JSON, whatever it holds."""

from __future__ import annotations

import argparse
import dataclasses
import enum
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sideplot.config import config_to_json


class Colour(enum.Enum):
    RED = 1


class Odd:
    def __repr__(self) -> str:
        raise RuntimeError("no")


def test_values() -> None:
    config: dict[Any, Any] = {
        "lr": 0.01, "nan": math.nan, "inf": math.inf, "low": -math.inf, "big": 10**30, "none": None, "on": True, "path": Path("a/b"),
        "np": np.float32(0.5), "int": np.int64(3), "colour": Colour.RED, "odd": Odd(), 5: "five", "list": (1, [2.5]), "nested": {"a": {}},
        "array": np.arange(3), "surrogate": "\udcff",
    }  # fmt: skip
    result = config_to_json(config)
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert result["lr"] == 0.01
    assert [result["nan"], result["inf"], result["low"]] == ["NaN", "Infinity", "-Infinity"]
    assert result["big"] == str(10**30)
    assert (result["on"], result["none"], result["np"], result["int"]) == (True, None, 0.5, 3)
    assert result["path"] == repr(Path("a/b"))
    assert result["colour"] == "<Colour.RED: 1>"
    assert result["odd"] == "<Odd>"
    assert result["5"] == "five"
    assert result["list"] == [1, [2.5]]
    assert result["nested"] == {"a": {}}
    assert result["array"] == "array([0, 1, 2])"


def test_cycles_and_depth_are_bounded() -> None:
    loop: dict[str, Any] = {}
    loop["self"] = loop
    deep: Any = 1
    for _ in range(1_000):
        deep = [deep]
    result = config_to_json({"loop": loop, "deep": deep, "twice": [deep[0], deep[0]]})
    assert result["loop"] == {"self": "…"}
    assert len(json.dumps(result)) < 1_000


def test_objects_with_attributes() -> None:
    @dataclasses.dataclass
    class Settings:
        lr: float = 0.5

    assert config_to_json(argparse.Namespace(epochs=3)) == {"epochs": 3}
    assert config_to_json(Settings()) == {"lr": 0.5}
    assert config_to_json(None) == {}


def test_no_config_is_too_large() -> None:
    with pytest.warns(UserWarning, match="larger than"):
        result = config_to_json({"small": 1, "table": ["x" * 9_000] * 900, "key" * 100_000: 1})
    assert result["small"] == 1
    assert result["table"] == "…"
    assert len(json.dumps(result)) < 200_000
    long = config_to_json({"text": "x" * 50_000, "list": list(range(5_000))})
    assert len(long["text"]) == 10_001
    assert long["list"][-2:] == [999, "…"]


def test_something_else_is_left_out_with_a_warning() -> None:
    with pytest.warns(UserWarning, match="config must be a mapping"):
        assert config_to_json(5) == {}
