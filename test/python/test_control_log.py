"""The control log: what the editor asks of a run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sideplot
from conftest import RunScript, write_script
from logs import ends, log_files, read_log, read_only_log, wait_until
from sideplot.control_log import ControlLog
from sideplot.ticker import TICKER


def ask(folder: Path | str, *lines: str) -> None:
    with open(Path(folder) / "control.jsonl", "a", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)


STOP = json.dumps({"type": "stop", "time": 1.5, "patience": {"ask": 10}})


def test_a_program_that_asks_ends_by_itself(tmp_path: Path, root: Path) -> None:
    script = write_script(
        tmp_path,
        """
        import sideplot, time
        with sideplot.init() as run:
            while not sideplot.stopping():
                run.log(loss=1.0)
                time.sleep(0.001)
            run.text("saved")
        """,
    )
    process = subprocess.Popen([sys.executable, str(script)])
    try:
        wait_until(lambda: log_files(root) and read_only_log(root).values("loss"), "points")
        ask(log_files(root)[0].parent, '{"type":"draw-printed"}', STOP)
        assert process.wait(60) == 0
    finally:
        process.kill()
    log = read_log(next(path for path in log_files(root) if path.name != "control.jsonl"))
    assert ends(log) == ["finished"]
    assert [record["lines"] for record in log.of("text") if record["stream"] == "text"] == [["saved"]]


def test_a_run_is_asked_by_its_own_log() -> None:
    run = sideplot.init()
    run.log(loss=1)
    assert not run.stop_requested
    wait_until(lambda: os.path.exists(run.path), "the run's folder")
    ask(run.dir, STOP)
    wait_until(lambda: run.stop_requested, "the request")
    assert sideplot.stopping()
    other = sideplot.init()
    assert not other.stop_requested
    assert not sideplot.stopping()
    assert run.stop_requested


def test_nothing_is_looked_at_when_the_run_has_ended() -> None:
    run = sideplot.init()
    assert not run.stop_requested
    run.finish()
    wait_until(lambda: TICKER._thread is None, "the end of the thread")


@pytest.mark.parametrize("rubbish", ["", "{", "[]", "5", '{"type":5}', '{"type":"pause"}', "stop", "\u00e9", '{"stop":true}'])
def test_lines_of_no_known_form_are_skipped(tmp_path: Path, rubbish: str) -> None:
    log = ControlLog(str(tmp_path))
    log.read()
    ask(tmp_path, rubbish)
    log.read()
    assert not log.stops
    ask(tmp_path, STOP)
    log.read()
    assert log.stops


def test_half_a_line_is_not_there_yet(tmp_path: Path) -> None:
    log = ControlLog(str(tmp_path))
    for part in (STOP[:8], STOP[8:]):
        with open(tmp_path / "control.jsonl", "a") as file:
            file.write(part)
        log.read()
        assert not log.stops
    ask(tmp_path, "")
    log.read()
    assert log.stops


def test_a_line_that_is_too_long_does_not_hide_the_next(tmp_path: Path) -> None:
    log = ControlLog(str(tmp_path))
    ask(tmp_path, "x" * 3_000_000, STOP)
    for _ in range(4):
        log.read()
    assert log.stops


def test_children_of_a_fork_look_themselves(run_script: RunScript, root: Path) -> None:
    done = run_script("""
        import os, time, warnings
        warnings.simplefilter("error", DeprecationWarning)
        import sideplot
        run = sideplot.init()
        run.log(x=1.0)
        assert not run.stop_requested
        child = os.fork()
        if child == 0:
            while not run.stop_requested: time.sleep(0.001)
            os._exit(7)
        while not os.path.exists(run.path): time.sleep(0.001)
        with open(os.path.join(run.dir, "control.jsonl"), "w") as file: file.write('{"type":"stop"}\\n')
        while not run.stop_requested: time.sleep(0.001)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        print("both")
        """)
    assert (done.stdout, done.stderr) == ("both\n", "")
