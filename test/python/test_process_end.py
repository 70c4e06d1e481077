"""However a process ends, its log says how, and holds all that was logged."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import RunScript, write_script
from logs import ends, log_files, read_by_name, read_log, read_only_log, wait_until

LOG_100 = "import sideplot, os, sys\nfor i in range(100): sideplot.log(loss=float(i))\n"


@pytest.mark.parametrize(
    ("ending", "code", "status", "error"),
    [
        ("pass", 0, "finished", ""),
        ("sys.exit()", 0, "finished", ""),
        ("raise ValueError('diverged')", 1, "failed", "ValueError: diverged"),
        ("raise KeyboardInterrupt", -signal.SIGINT, "interrupted", "KeyboardInterrupt"),
        ("sideplot.finish('failed', 'by hand')", 0, "failed", "by hand"),
        ("import threading; threading.Thread(target=lambda: [sideplot.log(loss=100.0)]).start()", 0, "finished", ""),
        ("import atexit; atexit.register(lambda: sideplot.log(loss=100.0))", 0, "finished", ""),
    ],
)
def test_end(run_script: RunScript, root: Path, ending: str, code: int, status: str, error: str) -> None:
    done = run_script(LOG_100 + ending)
    assert done.returncode == code
    log = read_only_log(root)
    assert log.values("loss")[:100] == list(range(100))
    assert ("100.0" in ending) == (log.values("loss")[100:] == [100.0])
    assert [(end["status"], end["error"]) for end in log.of("end")] == [(status, error)]


def test_an_exception_hook_of_the_user_is_still_called(run_script: RunScript, root: Path) -> None:
    done = run_script("import sys\nsys.excepthook = lambda *error: print('mine', error[1])\n" + LOG_100 + "raise ValueError('no')")
    assert done.stdout == "mine no\n"
    assert ends(read_only_log(root)) == ["failed"]


def test_all_runs_of_a_process_get_their_end(run_script: RunScript, root: Path) -> None:
    run_script("""
        import sideplot
        a = sideplot.init(name="a"); sideplot.log(x=1.0)
        b = sideplot.start.attach(a.dir.rpartition("/runs/")[0], {"id": "b", "name": "b", "project": "p"}, "p1"); b.log(x=1.0)
        """)
    assert ends(read_by_name(root, "a")) == ends(read_by_name(root, "b")) == ["finished"]


def test_leaving_at_once_loses_only_the_last_moment(run_script: RunScript, root: Path) -> None:
    done = run_script("""
        import os, time, sideplot
        run = sideplot.init()
        run.log(loss=1.0)
        while not os.path.exists(run.path) or b"points" not in open(run.path, "rb").read():
            time.sleep(0.001)
        os._exit(3)
        """)
    assert done.returncode == 3
    log = read_only_log(root)
    assert log.values("loss") == [1.0]
    assert ends(log) == []


def test_interrupt_of_a_script(tmp_path: Path, root: Path) -> None:
    script = write_script(tmp_path, "import sideplot, time\nwhile True:\n    sideplot.log(loss=0.5)\n    time.sleep(0.001)\n")
    process = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: any(path.stat().st_size > 2_000 for path in log_files(root)), "the log")
        process.send_signal(signal.SIGINT)
        process.wait(60)
    finally:
        process.kill()
    assert ends(read_only_log(root)) == ["interrupted"]


def test_logging_in_a_signal_handler_does_not_block(run_script: RunScript, root: Path) -> None:
    done = run_script("""
        import signal, sideplot
        run = sideplot.init()
        signal.signal(signal.SIGALRM, lambda *_: run.log(alarm=1.0))
        signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
        for index in range(200_000):
            run.log(loss=float(index))
        signal.setitimer(signal.ITIMER_REAL, 0)
        """)
    assert (done.returncode, done.stderr) == (0, "")
    log = read_only_log(root)
    assert log.values("loss") == list(range(200_000))
    assert len(log.values("alarm")) > 10


def test_kill_at_any_moment_leaves_a_good_log(tmp_path: Path, root: Path) -> None:
    script = write_script(
        tmp_path,
        """
        import sideplot, sys
        run = sideplot.init()
        handle = run.metric("handle")
        print("ready", flush=True)
        index = 0
        while True:
            run.log(loss=float(index), wide=index / 2)
            handle.log(float(index), step=index)
            if index % 1_000 == 0:
                run.text("line %d" % index)
                run.log_many("many", [float(index)] * 1_000)
            index += 1
        """,
    )
    for kill in range(50):
        folder = tmp_path / f"root-{kill}"
        process = subprocess.Popen(
            [sys.executable, str(script)],
            env={**os.environ, "SIDEPLOT_DIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            assert process.stdout is not None
            process.stdout.readline()
            # A moment of its own for every kill: nothing is waited for here.
            time.sleep(kill * 0.004)
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
        for path in log_files(folder):
            log = read_log(path)
            assert ends(log) == []
            if not log.records:
                continue
            assert log.records[0]["type"] == "run"
            for name in set(log.metrics().values()) - {"many"}:
                values = log.values(name)
                factor = 0.5 if name == "wide" else 1.0
                assert values == [index * factor for index in range(len(values))]
    assert sum(len(list(read_log(path).all_points())) for kill in range(50) for path in log_files(tmp_path / f"root-{kill}")) > 10_000
