"""What a user calls, and what is in the log afterwards."""

from __future__ import annotations

import copy
import importlib
import math
import threading
import time
import warnings
from array import array
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sideplot
from logs import ends, log_files, read_by_name, read_log, read_only_log
from tensors import Tensor


def test_log_works_with_no_set_up(root: Path) -> None:
    before = time.time()
    sideplot.log(loss=0.5)
    sideplot.log({"loss": 0.25, "val": {"acc": 1}})
    sideplot.finish()
    log = read_only_log(root)
    assert log.records[0]["type"] == "run"
    assert log.values("loss") == [0.5, 0.25]
    assert log.steps("loss") == [0, 1]
    assert log.points("val/acc")[0][:2] == (1, 1.0)
    assert all(before <= t <= time.time() for _, _, _, t in log.all_points() if t is not None)
    assert ends(log) == ["finished"]


def test_steps_follow_the_step_before(root: Path) -> None:
    run = sideplot.init()
    run.log(a=1.0)
    run.log(a=2.0, b=1.0)
    run.log({"a": 3.0}, step=100)
    run.log({"a": 4.0})
    run.log({})
    run.log(a=5.0, step=2.5)
    run.log(a=6.0)
    run.log(a=7.0, step=np.int64(3))
    run.log({"b": 2.0}, a=8.0)
    run.finish()
    log = read_only_log(root)
    assert log.points("a") and log.steps("a") == [0, 1, 100, 101, 2.5, 3.5, 3, 4]
    assert log.steps("b") == [1, 4]


def test_values_are_read_at_once(root: Path) -> None:
    run = sideplot.init()
    array_of_one, tensor, mapping = np.zeros(1), Tensor(0.0), {"inner": {"x": 0.0}}
    on_device = Tensor(0.0, device="cuda")
    for value in range(50):
        array_of_one[0] = value
        tensor.set(value)
        on_device.set(value)
        mapping["inner"]["x"] = float(value)
        run.log({"array": array_of_one, "tensor": tensor, "device": on_device, "mapping": mapping})
    assert on_device.waits == 0
    run.finish()
    log = read_only_log(root)
    for name in ("array", "tensor", "device", "mapping/inner/x"):
        assert log.values(name) == list(range(50)), name
        assert log.steps(name) == list(range(50)), name


def test_what_is_no_number_is_refused_once_and_counted(root: Path) -> None:
    class Raises:
        def __float__(self) -> float:
            raise RuntimeError("no")

    run = sideplot.init()
    odd: list[Any] = ["text", None, [1.0], np.zeros(3), Raises(), 10**400]
    with pytest.warns(sideplot.SideplotWarning) as warned:
        for value in odd * 10:
            run.log(odd=value, good=1.0)
    assert len(warned) == len(odd)
    assert all(warning.filename == __file__ for warning in warned)
    run.finish()
    log = read_only_log(root)
    assert log.values("good") == [1.0] * 10 * len(odd)
    assert run.refused == 10 * len(odd)
    assert sum(gap["count"] for gap in log.of("gap")) == 10 * len(odd)
    assert "odd" not in log.metrics().values()


def test_nothing_that_is_logged_raises(root: Path) -> None:
    class Hostile:
        def __getattribute__(self, name: str) -> Any:
            raise RuntimeError(name)

    class Keys(dict):  # type: ignore[type-arg]
        def items(self) -> Any:
            raise RuntimeError("no items")

        keys = values = __iter__ = items

    class Unhashable(str):
        __hash__ = None  # type: ignore[assignment]

    run = sideplot.init()
    anything: Any
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for anything in (
            5,
            "text",
            None,
            [1],
            Hostile(),
            Keys(a=1),
            object(),
            {1: 2},
            {None: 1},
            {"": 1},
            {"x" * 2_000: 1},
            {"a": Hostile()},
            {"a": Keys(a=1)},
        ):
            run.log(anything)
            sideplot.log(anything)
            run.log(anything, step=anything)
            run.log({"a": anything}, step=anything)
            run.log_many("many", anything, anything)
            run.log_many(anything, [1.0])
            run.text(anything, anything)
            run.note(anything, step=anything, kind=anything)
            run.metric("m").log(anything, anything)
    run.log(good=1.0)
    run.finish()
    assert read_only_log(root).values("good") == [1.0]
    assert run.refused > 50


def test_warnings_as_errors_do_not_reach_the_training(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sideplot.log(loss="high")
    assert "loss: str cannot be logged" in capsys.readouterr().err


def test_not_finite_values(root: Path) -> None:
    run = sideplot.init(config={"lr": math.nan})
    for count in (1, 200):
        for _ in range(count):
            run.log(loss=math.nan, high=math.inf, low=-math.inf)
    run.finish()
    log = read_only_log(root)
    assert all(math.isnan(value) for value in log.values("loss"))
    assert log.values("high") == [math.inf] * 201
    assert log.values("low") == [-math.inf] * 201
    assert log.records[0]["config"] == {"lr": "NaN"}


def test_metric_handle(root: Path) -> None:
    run = sideplot.init()
    handle = run.metric("loss", unit="nats")
    for index in range(5):
        handle.log(index / 2)
    handle.log(3, step=10)
    handle.log(np.float32(4))
    with pytest.raises(ValueError, match="name"):
        run.metric("")
    run.finish()
    log = read_only_log(root)
    assert log.values("loss") == [0, 0.5, 1, 1.5, 2, 3, 4]
    assert log.steps("loss") == [0, 1, 2, 3, 4, 10, 11]
    assert log.of("series")[0]["unit"] == "nats"


def test_log_many_takes_the_values_of_the_moment(root: Path) -> None:
    run = sideplot.init()
    values = np.arange(60_000, dtype="float64")
    for changing in (values, values[::-2], values.astype(">f8"), array("d", values)):
        run.log_many("m", changing, x=range(len(changing)))
        changing[0] = -1.0
    run.finish()
    expected = [*range(60_000), *range(59_999, 0, -2), *range(60_000), *range(60_000)]
    assert read_only_log(root).values("m") == expected


def test_log_many(root: Path) -> None:
    run = sideplot.init()
    run.log(m=-1.0)
    run.log_many("m", [0.0, 1.0, 2.0])
    run.log_many("m", np.arange(5, dtype="float32")[::2], x=np.array([10, 20, 30]))
    run.log_many("m", array("d", [7.0]), x=range(50, 51))
    run.log_many("m", Tensor([8.0, 9.0], device="cuda"), x=[60, 61.5])
    run.log_many("m", [])
    run.log(m=10.0)
    big = np.random.default_rng(0).normal(size=100_000)
    run.log_many("big", big)
    with pytest.warns(sideplot.SideplotWarning) as warned:
        run.log_many("m", [1.0, 2.0], x=[1.0])
        run.log_many("m", "text")
        run.log_many("m", np.zeros((2, 2)))
        run.log_many("", [1.0])
    assert len(warned) == 4
    run.finish()
    log = read_only_log(root)
    assert log.values("m") == [-1, 0, 1, 2, 0, 2, 4, 7, 8, 9, 10]
    assert log.steps("m") == [0, 1, 2, 3, 10, 20, 30, 50, 60, 61.5, 62.5]
    assert log.values("big") == big.tolist()
    assert log.steps("big") == [63.5 + index for index in range(100_000)]
    assert run.refused == 4


def test_text_figures_and_notes(root: Path) -> None:
    run = sideplot.init()
    run.text("one")
    run.text("two\nthree")
    run.text(["four", 5], stream="stdout")
    run.text("")
    run.figure("Losses", [["loss"]], open="window")
    run.note("look here", step=3)
    run.note("alarm", kind="alert")
    with pytest.raises(ValueError, match="open must be"):
        run.figure("Losses", [["loss"]], open="everywhere")
    run.finish()
    log = read_only_log(root)
    assert [(record["stream"], record["lines"]) for record in log.of("text")] == [
        ("text", ["one", "two", "three"]),
        ("stdout", ["four", "5"]),
        ("text", [""]),
    ]
    assert log.of("figure") == [{"type": "figure", "name": "Losses", "charts": [["loss"]], "open": "window"}]
    notes = log.of("note")
    assert [(note["kind"], note["text"], note.get("step")) for note in notes] == [("note", "look here", 3), ("alert", "alarm", None)]


def test_long_texts_are_split(root: Path) -> None:
    sideplot.text("é" * 3_000_000)
    sideplot.finish()
    assert "".join(line for record in read_only_log(root).of("text") for line in record["lines"]) == "é" * 3_000_000


def test_init_finishes_the_run_before(root: Path) -> None:
    first = sideplot.init(project="p", name="first", config={"lr": 0.5})
    sideplot.log(loss=1.0)
    second = sideplot.init(name="second")
    sideplot.log(loss=2.0)
    assert (first.status, second.status) == ("finished", "running")
    second.finish()
    log = read_by_name(root, "first")
    assert log.records[0]["project"] == "p"
    assert log.records[0]["config"] == {"lr": 0.5}
    assert log.values("loss") == [1.0]
    assert ends(log) == ["finished"]
    assert read_by_name(root, "second").values("loss") == [2.0]


def test_attributes(root: Path) -> None:
    run = sideplot.init(name="n", project="p", config={"a": 1})
    assert (run.name, run.project, run.config, run.status) == ("n", "p", {"a": 1}, "running")
    assert run.dir == str(root / "runs" / run.id)
    assert Path(run.path).parent == Path(run.dir)
    run.finish()
    assert Path(run.path).exists()
    assert run.status == "finished"


def test_another_root_and_a_chosen_id(tmp_path: Path) -> None:
    run = sideplot.init(id="my-run.1", dir=tmp_path / "elsewhere")
    run.finish()
    assert run.dir == str(tmp_path / "elsewhere" / "runs" / "my-run.1")
    assert read_log(run.path).records[0]["id"] == "my-run.1"
    for wrong in ("../up", "", "a b", "x" * 129):
        with pytest.raises(ValueError, match="id must be"):
            sideplot.init(id=wrong)


def test_with_block(root: Path) -> None:
    with sideplot.init(name="good") as run:
        run.log(loss=1.0)
    assert run.status == "finished"
    with pytest.raises(ValueError, match="no"), sideplot.init(name="bad"):
        raise ValueError("no")
    with pytest.raises(KeyboardInterrupt), sideplot.init(name="stopped"):
        raise KeyboardInterrupt
    with pytest.raises(SystemExit), sideplot.init(name="exit"):
        raise SystemExit(3)
    records = [read_by_name(root, name).of("end")[0] for name in ("good", "bad", "stopped", "exit")]
    assert [(record["status"], record["error"]) for record in records] == [
        ("finished", ""),
        ("failed", "ValueError: no"),
        ("interrupted", "KeyboardInterrupt"),
        ("failed", "SystemExit: 3"),
    ]


def test_a_finished_run_takes_nothing_and_says_so_once(root: Path) -> None:
    run = sideplot.init()
    handle = run.metric("loss")
    run.log(loss=1.0)
    run.finish()
    with pytest.warns(sideplot.SideplotWarning, match="has ended") as warned:
        run.log(loss=2.0)
        handle.log(3.0)
        run.text("late")
        run.note("late")
        run.figure("late", [["a"]])
        run.log_many("loss", [1.0])
    assert len(warned) == 1
    run.finish()
    log = read_only_log(root)
    assert log.values("loss") == [1.0]
    assert ends(log) == ["finished"]
    assert run.refused == 6


def test_finish_takes_a_status(root: Path) -> None:
    run = sideplot.init()
    with pytest.raises(ValueError, match="status must be one of"):
        run.finish(status="exploded")
    run.finish(status="failed", error="out of memory")
    assert read_only_log(root).of("end")[0]["error"] == "out of memory"


def test_many_threads_keep_their_order(root: Path) -> None:
    run = sideplot.init()

    def work(number: int) -> None:
        for index in range(20_000):
            run.log({f"thread/{number}": float(index)})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.finish()
    log = read_only_log(root)
    for number in range(8):
        assert log.values(f"thread/{number}") == list(range(20_000))
    steps = sorted(x for _, x, _, _ in log.all_points())
    assert steps == list(range(160_000))


def test_two_runs_at_once(root: Path) -> None:
    first = sideplot.init(name="first")
    first_metric = first.metric("a")
    other = copy.deepcopy(first)
    assert other is first
    second = sideplot.start.attach(str(root), {"id": "second", "name": "second", "project": "p"}, "p1-parent")
    for index in range(100):
        first_metric.log(float(index))
        second.log(a=-float(index))
    first.finish()
    second.finish()
    assert read_by_name(root, "first").values("a") == list(range(100))
    log = read_by_name(root, "second")
    assert log.values("a") == [-index for index in range(100)]
    assert log.records[0]["parent"] == "p1-parent"


def test_reload_does_not_break_the_running_writer(root: Path) -> None:
    run = sideplot.init()
    for index in range(1_000):
        run.log(loss=float(index))
        if index == 500:
            for module in (sideplot.warning, sideplot.writer, sideplot.open_runs, sideplot.process_end, sideplot.notebook, sideplot):
                importlib.reload(module)
    sideplot.log(loss=1_000.0)
    sideplot.finish()
    assert run.status == "finished"
    assert read_only_log(root).values("loss") == list(range(1_001))


def test_wide_rows(root: Path) -> None:
    row = {f"metric/{index}": float(index) for index in range(1_000)}
    for _ in range(20):
        sideplot.log(row)
    sideplot.finish()
    log = read_only_log(root)
    assert len(log.metrics()) == 1_000
    names = log.metrics()
    assert sorted((names[series], x, y) for series, x, y, _ in log.all_points()) == sorted(
        (name, step, value) for name, value in row.items() for step in range(20)
    )


def test_no_file_stays_open_after_the_end(root: Path) -> None:
    fds = Path("/proc/self/fd")
    if not fds.exists():
        pytest.skip("/proc is Linux")
    for _ in range(20):
        sideplot.init().finish()
    open_files = [str(fd.resolve()) for fd in fds.iterdir()]
    assert len(log_files(root)) == 20
    assert not [name for name in open_files if name.endswith(".jsonl")]
