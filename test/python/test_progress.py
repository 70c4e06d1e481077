"""Progress: what `track` and `progress` write, how seldom, and what they cost."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest

import sideplot
from logs import ends, log_files, read_by_name, read_log, read_only_log, wait_until
from sideplot.progress import INTERVAL_SECONDS


def progress_of(root: Path, label: str) -> list[dict[str, Any]]:
    return [record for record in read_only_log(root).of("progress") if record["label"] == label]


def ended_bars(root: Path) -> list[dict[str, Any]]:
    return [record for record in read_only_log(root).of("progress") if record.get("finished")]


def test_a_loop_is_counted_to_its_end(root: Path) -> None:
    run = sideplot.init()
    seen = list(run.track(["a", "b", "c"], name="epoch", unit="batch"))
    run.finish()
    assert seen == ["a", "b", "c"]
    first, *_, last = progress_of(root, "epoch")
    assert {key: first[key] for key in ("id", "done", "total", "unit")} == {"id": 0, "done": 0, "total": 3, "unit": "batch"}
    assert (last["done"], last["total"], last["finished"]) == (3, 3, True)
    assert last["time"] >= first["time"]


def test_records_come_ten_times_a_second_at_most_and_tell_the_present_state(root: Path) -> None:
    run = sideplot.init()
    began = time.time()
    for item in run.track(range(10**9), name="fast"):
        if item % 1000 == 0 and time.time() - began > 1:
            break
    seconds = time.time() - began
    run.finish()
    records = progress_of(root, "fast")
    # The first, the last, and what the clock allowed between.
    assert 4 <= len(records) <= seconds / INTERVAL_SECONDS + 3
    done = [record["done"] for record in records]
    assert done == sorted(done) and done[-2] > 1000
    assert done[-1] == item
    assert records[-1]["finished"] is True


def test_what_is_done_shortly_before_a_long_step_is_told_during_it(root: Path) -> None:
    run = sideplot.init()
    told = threading.Event()

    def look() -> None:
        wait_until(lambda: log_files(root) and any(record["done"] == 2 for record in progress_of(root, "uneven")), "the second item")
        told.set()

    watcher = threading.Thread(target=look)
    watcher.start()
    for item in run.track(range(3), name="uneven"):
        if item == 2:
            # The two before took no time at all.
            assert told.wait(60)
    watcher.join()
    run.finish()


def test_inner_loops_share_a_bar_and_outer_ones_have_their_own(root: Path) -> None:
    run = sideplot.init()
    for _ in run.track(range(200), name="epoch"):
        for _ in run.track(range(5), name="batch"):
            pass
    run.finish()
    records = read_only_log(root).of("progress")
    assert {(record["label"], record["id"]) for record in records} == {("epoch", 0), ("batch", 1)}
    assert len(records) < 50
    assert [records[-1]["finished"], records[-2]["finished"]] == [True, True]
    assert {record["label"]: record["done"] for record in records} == {"epoch": 200, "batch": 5}


def fail_at(run: sideplot.Run, wanted: int) -> None:
    for item in run.track(range(100), name="error"):
        if item == wanted:
            raise ValueError("no")


def test_a_break_and_an_error_end_the_bar(root: Path) -> None:
    run = sideplot.init()
    for item in run.track(range(100), name="break"):
        if item == 3:
            break
    with pytest.raises(ValueError, match="no"):
        fail_at(run, 2)
    wait_until(lambda: log_files(root) and len(ended_bars(root)) == 2, "both ends")
    assert progress_of(root, "break")[-1]["done"] == 3
    assert progress_of(root, "error")[-1]["done"] == 2


class Endless:
    """A loader that does not know its length."""

    def __len__(self) -> int:
        raise RuntimeError("no length")

    def __iter__(self) -> Iterator[int]:
        return iter(range(4))


@pytest.mark.parametrize(
    ("items", "total", "told"),
    [
        (range(4), None, 4),
        (iter([1, 2, 3, 4]), None, 4),
        ((number for number in range(4)), None, None),
        ((number for number in range(4)), 4, 4),
        (np.arange(4), None, 4),
        (Endless(), None, None),
        (Endless(), np.int64(4), 4),
        (range(4), 4.5, 4.5),
    ],
)
def test_the_total_is_told_where_it_is_known(root: Path, items: Any, total: Any, told: float | None) -> None:
    assert sum(1 for _ in sideplot.track(items, total=total)) == 4
    sideplot.finish()
    records = progress_of(root, "progress")
    assert {record.get("total") for record in records} == {told}
    assert records[-1]["done"] == 4


def test_progress_that_is_told_by_hand(root: Path) -> None:
    run = sideplot.init()
    for step in range(5):
        run.progress(step + 1, 5, name="copy", unit="GB")
    run.progress(np.float32(0.5), name="search")
    run.progress(7, name="search", finished=True)
    run.finish()
    assert [progress_of(root, "copy")[-1][key] for key in ("done", "total", "unit", "finished")] == [5, 5, "GB", True]
    search = progress_of(root, "search")
    assert search[0]["done"] == 0 and "total" not in search[0]
    assert (search[-1]["done"], search[-1]["finished"]) == (7, True)


def test_what_is_no_amount_is_refused_and_the_loop_goes_on(root: Path) -> None:
    odd: list[Any] = [-1, float("nan"), "five", None]
    with pytest.warns(sideplot.SideplotWarning):
        for value in odd:
            sideplot.progress(value, 5)
        assert list(sideplot.track([1, 2], total=-1)) == [1, 2]
    sideplot.finish()
    log = read_only_log(root)
    assert log.of("progress") == []
    assert sum(record["count"] for record in log.of("gap")) == 5


def test_after_the_end_of_the_run_loops_go_on_unseen(root: Path) -> None:
    run = sideplot.init()
    loop = iter(run.track(range(10), name="outlives"))
    next(loop)
    run.finish()
    assert len(list(loop)) == 9
    with pytest.warns(sideplot.SideplotWarning, match="has ended"):
        assert list(run.track(range(3))) == [0, 1, 2]
    log = read_only_log(root)
    assert log.records[-1]["type"] == "end"
    assert ends(log) == ["finished"]


def test_no_more_than_a_hundred_bars_at_once_and_ids_are_used_again(root: Path) -> None:
    run = sideplot.init()
    for number in range(300):
        for _ in run.track(range(1), name=f"loop {number}"):
            pass
    loops = [iter(run.track(range(2), name=f"open {number}")) for number in range(101)]
    with pytest.warns(sideplot.SideplotWarning, match="100 progress bars"):
        assert [next(loop) for loop in loops] == [0] * 101
    run.finish()
    assert max(record["id"] for record in read_only_log(root).of("progress")) < 120


def test_loops_of_one_name_in_many_threads(root: Path) -> None:
    run = sideplot.init()
    barrier = threading.Barrier(8)

    def work() -> None:
        barrier.wait()
        for _ in range(50):
            for _ in run.track(range(3), name="worker"):
                pass

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.finish()
    last = {record["id"]: record for record in read_only_log(root).of("progress")}
    assert all((record["done"], record.get("finished")) == (3, True) for record in last.values())
    assert len(last) <= 24


def test_a_fork_in_a_loop_leaves_the_bar_to_the_parent(root: Path, run_script: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no forks here")
    done = run_script(
        """
        import os, sideplot
        run = sideplot.init(name="parent")
        for item in run.track(range(3), name="outer"):
            child = os.fork()
            if child == 0:
                for _ in run.track(range(2), name="inner"):
                    pass
                run.finish()
                os._exit(0)
            os.waitpid(child, 0)
        run.finish()
        """
    )
    assert done.returncode == 0, done.stderr
    logs = [read_log(path) for path in log_files(root)]
    assert len(logs) == 4
    labels = sorted(sorted({record["label"] for record in log.of("progress")}) for log in logs)
    assert labels == [["inner"], ["inner"], ["inner"], ["outer"]]


def test_a_run_that_fails_keeps_how_far_it_came(root: Path) -> None:
    with pytest.raises(ValueError, match="no"), sideplot.init(name="fails") as run:
        fail_at(run, 4)
    log = read_by_name(root, "fails")
    assert [record["done"] for record in log.of("progress")][-1] == 4
    assert ends(log) == ["failed"]


def test_a_tracked_loop_costs_less_than_a_microsecond_an_item() -> None:
    count = 200_000
    with sideplot.init() as run:
        began = time.process_time()
        for _ in run.track(range(count)):
            pass
        assert (time.process_time() - began) / count < 1e-6


def test_alerts_are_notes_with_a_level(root: Path) -> None:
    run = sideplot.init()
    run.alert("loss went up")
    sideplot.alert("out of memory", "error", step=7)
    with pytest.warns(sideplot.SideplotWarning, match="level"):
        run.alert("what is this", "deafening")
    run.finish()
    notes = read_only_log(root).of("note")
    assert [(note["kind"], note["level"], note["text"], note.get("step")) for note in notes] == [
        ("alert", "warning", "loss went up", None),
        ("alert", "error", "out of memory", 7),
        ("alert", "warning", "what is this", None),
    ]
