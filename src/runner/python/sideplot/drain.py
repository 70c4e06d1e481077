"""From entries of the queue to points of columns, with few Python steps a point: a program may log a million a second.

An entry is (who, time, step, what): a Column and a value, or a Producer and a row of values by name. A step of None is the next one.
"""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter

from .column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .producer import Producer

_STEP_TYPES = frozenset((type(None), int, float))


def is_step(value: object) -> bool:
    """Whether the third part of an entry is a step; else it is an action."""
    return value.__class__ in _STEP_TYPES


def are_steps(values: list[Any]) -> bool:
    """Whether there is no action among the third parts of entries."""
    return values.count(None) == len(values) or _STEP_TYPES.issuperset(map(type, values))


def distinct(who: list[Any]) -> set[Any]:
    """Who there is; most often it is one."""
    return set(who[:1]) if who.count(who[0]) == len(who) else set(who)


def add_points(who: list[Any], times: list[float], steps: list[Any], what: list[Any]) -> int:
    """Add the points of entries, of which there must be one, to their columns, in order. Returns how many points they are."""
    first = who[0]
    if who.count(first) == len(who):
        if first.__class__ is Column:
            first.extend(_number(first.producer, steps), what, times)
            return len(who)
        names = list(what[0])
        columns = _columns_of_rows(names, what)
        if columns is not None:
            numbers = _number(first, steps)
            for name, values in zip(names, columns):
                first.column(name).extend(numbers, values, times)
            return len(names) * len(who)
    elif _take_turns(who):
        period = who.index(first, 1)
        numbers = _number(first.producer, steps)
        for index in range(period):
            turn = slice(index, None, period)
            who[index].extend(numbers[turn], what[turn], times[turn])
        return len(who)
    return _add_one_by_one(who, times, steps, what)


def _columns_of_rows(names: list[str], rows: list[dict[str, float]]) -> list[list[float]] | None:
    """The values by name, None where the rows do not all have the same names."""
    if set(map(len, rows)) != {len(names)}:
        return None
    try:
        return [list(map(itemgetter(name), rows)) for name in names]
    except KeyError:
        return None


def _take_turns(who: list[Any]) -> bool:
    """Whether columns of one producer come round and round in one order."""
    first = who[0]
    if first.__class__ is not Column:
        return False
    try:
        period = who.index(first, 1)
    except ValueError:
        return False
    turn = set(who[:period])
    return (
        len(turn) == period
        and who[period:] == who[:-period]
        and all(one.__class__ is Column and one.producer is first.producer for one in turn)
    )


def _number(producer: Producer, steps: list[Any]) -> range | list[float]:
    """The steps, with those that are None counted on."""
    unknown = steps.count(None)
    start = producer.next_step
    if unknown == 0:
        producer.next_step = steps[-1] + 1
        return steps
    if unknown == len(steps) and start.__class__ is int:
        producer.next_step = start + unknown
        return range(start, start + unknown)
    numbers = []
    for step in steps:
        if step is None:
            step = start
        numbers.append(step)
        start = step + 1
    producer.next_step = start
    return numbers


def _add_one_by_one(who: list[Any], times: list[float], steps: list[Any], what: list[Any]) -> int:
    points: defaultdict[Column, list[Any]] = defaultdict(list)
    for one, time, step, values in zip(who, times, steps, what):
        if one.__class__ is Column:
            producer = one.producer
            if step is None:
                step = producer.next_step
            points[one] += (step, values, time)
        else:
            producer = one
            if step is None:
                step = producer.next_step
            for name, value in values.items():
                points[producer.column(name)] += (step, value, time)
        producer.next_step = step + 1
    for column, flat in points.items():
        column.extend(flat[0::3], flat[1::3], flat[2::3])
    return sum(map(len, points.values())) // 3
