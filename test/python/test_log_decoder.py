"""The tests' own decoder yields what the shared fixtures say, so it may judge the client."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from log_decoder import as_json, decode

FIXTURES = Path(__file__).parents[1] / "fixtures" / "log"


def fixture_names() -> list[str]:
    names = [path.name[: -len(".jsonl")] for path in FIXTURES.glob("*.jsonl")]
    return sorted(names + [path.name[: -len(".parts.json")] for path in FIXTURES.glob("*.parts.json")])


def fixture_bytes(name: str) -> bytes:
    parts = FIXTURES / f"{name}.parts.json"
    if parts.exists():
        return b"".join(text.encode() * count for text, count in json.loads(parts.read_text("utf-8")))
    return (FIXTURES / f"{name}.jsonl").read_bytes()


def test_there_are_fixtures() -> None:
    assert len(fixture_names()) >= 10


@pytest.mark.parametrize("name", fixture_names())
def test_fixture(name: str) -> None:
    expected = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    decoded = decode(fixture_bytes(name))
    assert as_json(decoded.records) == expected["records"]
    assert [{"line": line, "reason": reason} for line, reason in decoded.refused] == expected["refused"]
    assert decoded.unknown == expected["unknown"]
