"""Controls: what the user does with a widget reaches the program, and the program's answer the log."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Callable

import pytest

import sideplot
from conftest import RunScript
from logs import log_files, read_log, wait_until
from sideplot.run import Run


def give(run: Run, *values: tuple[Any, Any]) -> None:
    """As the editor does it."""
    with open(Path(run.dir) / "control.jsonl", "a", encoding="utf-8") as file:
        for name, value in values:
            file.write(json.dumps({"type": "value", "name": name, "value": value, "time": 1.5}) + "\n")


def test_every_kind_takes_what_the_user_gives(root: Path) -> None:
    run = sideplot.init()
    rate = sideplot.slider("rate", 0.1, 0.001, 1, log=True, unit="1/s")
    bins = run.slider("bins", 3, 1, 10)
    augment = run.toggle("augment")
    schedule = run.choice("schedule", ["cosine", "step"])
    save = run.button("Save")
    assert (rate.value, bins.value, augment.value, schedule.value, save.pressed()) == (0.1, 3, False, "cosine", False)
    wait_until(lambda: os.path.exists(run.path), "the run's folder")
    give(run, ("rate", 0.5), ("bins", 7.0), ("augment", True), ("schedule", "step"), ("Save", True), ("Save", True))
    wait_until(lambda: schedule.value == "step", "the choice")
    assert (rate.value, bins.value, augment.value) == (0.5, 7, True)
    assert type(bins.value) is int
    wait_until(save.pressed, "the first press")
    assert (save.pressed(), save.pressed()) == (True, False)
    assert (rate.changed(), rate.changed(), bins.changed()) == (True, False, True)
    run.finish()
    log = read_log(run.path)
    assert log.of("run")[0]["listens"] is True
    assert [(record["name"], record["kind"], record["value"]) for record in log.of("control")] == [
        ("rate", "slider", 0.1),
        ("bins", "slider", 3),
        ("augment", "toggle", False),
        ("schedule", "choice", "cosine"),
        ("Save", "button", 0),
    ]
    values = [(record["name"], record["value"]) for record in log.of("value")]
    assert values == [("rate", 0.5), ("bins", 7), ("augment", True), ("schedule", "step"), ("Save", 1), ("Save", 2)]
    # Not for a press that was followed by another one at once.
    marks = {record["text"] for record in log.of("note") if record["kind"] == "control"}
    assert marks == {"rate = 0.5 1/s", "bins = 7", "augment = on", "schedule = step", "Save"}


def test_a_marker_tells_where_a_dragged_slider_came_to_rest_and_when(root: Path) -> None:
    run = sideplot.init()
    rate = run.slider("rate", 0.0, 0, 1)
    wait_until(lambda: os.path.exists(run.path), "the run's folder")
    for place in (0.25, 0.5, 0.75):
        give(run, ("rate", place))
        wait_until(lambda place=place: rate.value == place, "the value")  # type: ignore[misc]
    wait_until(lambda: read_log(run.path).of("note"), "the marker")
    log = read_log(run.path)
    assert [record["text"] for record in log.of("note")] == ["rate = 0.75"]
    assert log.of("note")[0]["time"] == log.of("value")[-1]["time"]


@pytest.mark.parametrize("value", [-0.1, 1.1, None, "0.5", True, [0.5], {"a": 1}])
def test_a_value_that_cannot_be_is_skipped(root: Path, value: Any) -> None:
    run = sideplot.init()
    rate = run.slider("rate", 0.5, 0, 1)
    switch, choice, button = run.toggle("switch"), run.choice("choice", ["a", "b"]), run.button("button")
    wait_until(lambda: os.path.exists(run.path), "the run's folder")
    give(run, ("rate", value), ("choice", value), ("nobody", value), (value, value), ("rate", 0.25))
    if value is not True:
        give(run, ("switch", value), ("button", value))
    wait_until(lambda: rate.value == 0.25, "the value after it")
    assert (switch.value, choice.value, button.pressed()) == (False, "a", False)
    run.finish()
    assert [record["value"] for record in read_log(run.path).of("value")] == [0.25]


def test_a_control_that_is_made_again_begins_anew_only_when_it_is_another(root: Path) -> None:
    run = sideplot.init()
    first = run.slider("rate", 0.5, 0, 1)
    wait_until(lambda: os.path.exists(run.path), "the run's folder")
    give(run, ("rate", 0.25))
    wait_until(lambda: first.value == 0.25, "the value")
    assert run.slider("rate", 0.5, 0, 1) is first
    second = run.slider("rate", 0.5, 0, 2)
    assert second.value == 0.5
    give(run, ("rate", 2))
    wait_until(lambda: second.value == 2, "the value of the second")
    assert first.value == 0.25
    assert type(run.toggle("rate")).__name__ == "Toggle"


def test_the_program_sets_a_value_itself(root: Path) -> None:
    run = sideplot.init()
    rate, switch, choice = run.slider("rate", 0.5, 0, 1), run.toggle("switch"), run.choice("choice", ["a", "b"], "b")
    rate.value, switch.value, choice.value = 0.75, True, "a"
    assert (rate.value, switch.value, choice.value, rate.changed()) == (0.75, True, "a", False)
    with pytest.raises(ValueError, match="not in the range"):
        rate.value = 2
    with pytest.raises(ValueError, match="not one of"):
        choice.value = "c"
    run.finish()
    assert [record["value"] for record in read_log(run.path).of("value")] == [0.75, True, "a"]


@pytest.mark.parametrize(
    "make",
    [
        lambda run: run.slider("a", 5, 0, 1),
        lambda run: run.slider("a", 0, 1, 0),
        lambda run: run.slider("a", 0.5, 0, 1, log=True),
        lambda run: run.slider("a", float("nan"), 0, 1),
        lambda run: run.slider("a", 0, 0, float("inf")),
        lambda run: run.slider("a", "x", 0, 1),
        lambda run: run.slider("a", 0, 0, 1, step=0),
        lambda run: run.slider("", 0, 0, 1),
        lambda run: run.slider("a" * 201, 0, 0, 1),
        lambda run: run.toggle(5),
        lambda run: run.choice("a", []),
        lambda run: run.choice("a", ["b"], "c"),
        lambda run: run.choice("a", [1, 2]),
        lambda run: [run.button(str(number)) for number in range(101)],
    ],
)
def test_what_cannot_be_a_control_is_refused(root: Path, make: Callable[[Run], object]) -> None:
    run = sideplot.init()
    with pytest.raises((TypeError, ValueError)):
        make(run)


def test_a_forked_child_has_the_newest_value_and_tells_nobody(run_script: RunScript, root: Path) -> None:
    done = run_script("""
        import json, os, time, sideplot
        run = sideplot.init()
        rate = run.slider("rate", 0.5, 0, 1)
        while not os.path.exists(run.path): time.sleep(0.001)
        child = os.fork()
        if child == 0:
            while rate.value != 0.25: time.sleep(0.001)
            os._exit(7)
        with open(os.path.join(run.dir, "control.jsonl"), "w") as file:
            file.write(json.dumps({"type": "value", "name": "rate", "value": 0.25}) + "\\n")
        while rate.value != 0.25: time.sleep(0.001)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        """)
    assert (done.returncode, done.stderr) == (0, "")
    logs = [read_log(path) for path in log_files(root) if path.name != "control.jsonl"]
    assert [len(log.of("value")) for log in logs] == [1]
