"""What comes off the queue, whatever was logged in whatever order, is what a plain reading of the queue says."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import pytest

from sideplot.column import Column
from sideplot.producer import Producer
from sideplot.writer import Writer

Entry = tuple[Any, float, Any, Any]
Points = dict[tuple[str, str], list[tuple[float, float, float]]]


def producer(name: str) -> Producer:
    return Producer("/nowhere", {"id": name}, {})


def expected(entries: list[Entry]) -> Points:
    """One entry after the other."""
    points: Points = defaultdict(list)
    next_step: dict[str, float] = defaultdict(int)
    for who, time, step, what in entries:
        if callable(step):
            continue
        owner: Producer = who.producer if isinstance(who, Column) else who
        at = next_step[owner.run_id] if step is None else step
        next_step[owner.run_id] = at + 1
        row = {who.name: what} if isinstance(who, Column) else what
        for name, value in row.items():
            points[owner.run_id, name].append((at, value, time))
    return points


def drained(entries: list[Entry], producers: list[Producer], parts: int) -> Points:
    """As the writer thread does it, in some goes."""
    writer = Writer()
    for part in range(parts):
        for entry in entries[len(entries) * part // parts : len(entries) * (part + 1) // parts]:
            writer.queue.extend(entry)
        writer._drain(None)
        assert writer.queue == []
    points: Points = {}
    for one in producers:
        assert one.pending_points == sum(map(len, one.pending))
        for column in one.pending:
            x, y, t = column.take()
            assert len(x) == len(y) == len(t)
            points[one.run_id, column.name] = list(zip(x, y, t))
    return points


def steps_of(kind: str, chance: random.Random, index: int) -> Any:
    if kind == "mixed":
        return chance.choice([None, index, index * 2, -index, index + 0.5])
    return {"none": None, "own": index, "half": index / 2, "constant": 7}[kind]


@pytest.mark.parametrize("steps", ["none", "own", "half", "constant", "mixed"])
@pytest.mark.parametrize("order", ["one", "turns", "stretches", "rows", "rows of many", "anything", "two runs"])
@pytest.mark.parametrize("count", [1, 2, 3, 500, 20_000])
def test_points_keep_their_order_steps_and_times(order: str, steps: str, count: int) -> None:
    chance = random.Random(f"{order} {steps} {count}")
    first, second = producer("first"), producer("second")
    columns = [first.column(f"metric {index}") for index in range(5)]
    others = [second.column(f"metric {index}") for index in range(2)]
    entries: list[Entry] = []
    for index in range(count):
        who: Any = first
        what: Any = {"a": index / 7, "metric 0": float(index)}
        if order == "rows of many":
            what = {name: float(index) for name in chance.choice([("a", "b"), ("b", "a"), ("b", "c"), ("a", "b", "c"), ()])}
        elif order != "rows":
            choices: dict[str, list[Any]] = {
                "one": columns[:1],
                "turns": [columns[index % 5]],
                "stretches": [columns[index // 37 % 5]],
                "anything": [*columns, first],
                "two runs": [*columns[:2], *others],
            }
            who = chance.choice(choices[order])
            what = what if who is first else index / 3
        entries.append((who, index / 1000, steps_of(steps, chance, index), what))
        if order == "anything" and chance.random() < 0.01:
            entries.append((first, 0.0, Producer.count_refused, 1))
    model = expected(entries)
    assert drained(entries, [first, second], chance.choice([1, 2, 5])) == model


def test_steps_stay_a_range_while_they_are_regular() -> None:
    one = producer("one")
    columns = [one.column("a"), one.column("b")]
    entries: list[Entry] = [(columns[index % 2], 1.0, None, 0.5) for index in range(200)]
    writer = Writer()
    for part in (entries[:100], entries[100:]):
        for entry in part:
            writer.queue.extend(entry)
        writer._drain(None)
    assert [column.x for column in columns] == [range(0, 200, 2), range(1, 201, 2)]


def test_halving_keeps_the_last_point_and_counts_the_others() -> None:
    column = producer("one").column("loss")
    column.extend(range(10, 21), [float(index) for index in range(11)], [0.0] * 11)
    assert column.halve("disk full") == 5
    assert list(column.x) == [10, 12, 14, 16, 18, 20]
    assert column.y == [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    assert column.halve("disk full") == 3
    assert list(column.x) == [12, 16, 20]
    gap = column.gap
    assert gap is not None
    assert (gap.count, gap.first, gap.last, gap.reason) == (8, 10, 19, "disk full")
