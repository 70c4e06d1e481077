"""The file of a producer: whole lines in order, however little the system takes at a time."""

from __future__ import annotations

import contextlib
import os
import random
from pathlib import Path

import pytest

from sideplot.log_file import LogFile


def lines_in_parts(seed: int) -> list[bytes]:
    """Lines of all lengths, some of them in parts."""
    chance = random.Random(seed)
    parts = []
    for line in range(1_500):
        sizes = [chance.choice((1, 5, 300, 5_000)) for _ in range(chance.choice((1, 1, 3)))]
        parts += [b"%c" % (97 + line % 26) * size for size in sizes]
        parts[-1] += b"\n"
    return [*parts, b"x" * 700_000, b"y" * 700_000 + b"\n", b"end\n"]


@pytest.mark.parametrize("vectors", [True, False])
def test_parts_become_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vectors: bool) -> None:
    chance = random.Random(1)
    write = os.write

    def write_some(file: int, data: bytes) -> int:
        if chance.random() < 0.2:
            raise OSError(28, "full")
        return write(file, data[: chance.randint(1, 400_000)])

    if vectors:
        monkeypatch.setattr(os, "writev", lambda file, parts: write_some(file, b"".join(parts)), raising=False)
    else:
        monkeypatch.delattr(os, "writev", raising=False)
        monkeypatch.setattr(os, "write", write_some)
    log = LogFile(str(tmp_path), str(tmp_path / "runs" / "r"), "p.jsonl")
    expected = b""
    for seed in range(4):
        lines = lines_in_parts(seed)
        expected += b"".join(lines)
        log.add(lines)
        while log.has_unsent:
            with contextlib.suppress(OSError):
                log.send()
    log.close()
    assert Path(log.path).read_bytes() == expected


def test_lines_of_a_batch_go_out_in_few_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    write = os.write

    def count(file: int, parts: list[bytes]) -> int:
        assert b"".join(parts).endswith(b"\n")
        assert len(parts) <= 1_024
        sizes.append(sum(map(len, parts)))
        return write(file, b"".join(parts))

    monkeypatch.setattr(os, "writev", count, raising=False)
    log = LogFile(str(tmp_path), str(tmp_path / "runs" / "r"), "p.jsonl")
    log.add([b"x" * 900 + b"\n"] * 10_000)
    log.add([b"y" * 9_000, b"z\n"] * 400)
    log.send()
    assert sum(sizes) == 901 * 10_000 + 9_002 * 400
    assert len(sizes) <= 14
    assert max(sizes) < 1_200_000
    log.close()
