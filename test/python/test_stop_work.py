"""What a program does when the editor asks its run to stop."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import write_script
from kernel import Kernel
from log_decoder import Decoded
from logs import ends, log_files, read_log, wait_until

LONG_SECONDS = 1000


def producer_log(root: Path) -> Path | None:
    logs = [path for path in log_files(root) if path.name != "control.jsonl"]
    return logs[0] if logs else None


def read(root: Path) -> Decoded:
    path = producer_log(root)
    assert path is not None
    return read_log(path)


def until_logged(root: Path, metric: str = "loss") -> None:
    wait_until(lambda: producer_log(root) and metric in read(root).metrics().values(), f"points of {metric}")


def ask_to_stop(root: Path, grace: float = LONG_SECONDS) -> None:
    path = producer_log(root)
    assert path is not None
    with open(path.parent / "control.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps({"type": "stop", "patience": {"ask": grace}, "time": time.time()}) + "\n")


def said(root: Path) -> list[str]:
    return [line for record in read(root).of("text") if record["stream"] == "sideplot" for line in record["lines"]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Any]:
    """Starts a program with this code."""
    programs: list[subprocess.Popen[bytes]] = []

    def start(code: str, **options: Any) -> subprocess.Popen[bytes]:
        program = subprocess.Popen([sys.executable, str(write_script(tmp_path, code))], stderr=subprocess.PIPE, **options)
        programs.append(program)
        return program

    yield start
    for program in programs:
        program.kill()
        program.communicate()


def test_a_program_that_does_not_ask_is_interrupted_at_once(start: Any, root: Path) -> None:
    program = start("""
        import sideplot, time
        sideplot.log(loss=1.0)
        time.sleep(1000)
        """)
    until_logged(root)
    ask_to_stop(root)
    _, errors = program.communicate(timeout=60)
    assert b"KeyboardInterrupt" in errors
    assert ends(read(root)) == ["interrupted"]
    assert said(root) == ["Interrupted."]


def test_a_program_that_asks_has_its_time_and_is_then_interrupted(start: Any, root: Path) -> None:
    program = start("""
        import sideplot, time
        sideplot.log(loss=1.0)
        sideplot.log(asked=float(sideplot.stopping()))
        time.sleep(1000)
        """)
    until_logged(root)
    wait_until(lambda: read(root).values("asked"), "that it has asked")
    ask_to_stop(root, 0.5)
    program.communicate(timeout=60)
    assert said(root) == ["Asked to stop; an interrupt follows in 0.5 s unless the program ends.", "Interrupted."]


def test_a_second_request_interrupts_at_once(start: Any, root: Path) -> None:
    program = start("""
        import sideplot, time
        while True:
            sideplot.log(asked=float(sideplot.stopping()))
            time.sleep(0.01)
        """)
    until_logged(root, "asked")
    ask_to_stop(root)
    wait_until(lambda: 1.0 in read(root).values("asked"), "that the program knows")
    assert program.poll() is None
    ask_to_stop(root)
    program.communicate(timeout=60)
    assert ends(read(root)) == ["interrupted"]


def test_the_program_of_a_job_is_left_to_what_watches_it(start: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIDEPLOT_RUN_ID", "job-1")
    program = start("""
        import sideplot, time
        run = sideplot.init()
        run.log(loss=1.0)
        while run.control_log.acted == 0: time.sleep(0.01)
        run.text("still here")
        """)
    until_logged(root)
    ask_to_stop(root, 0)
    assert program.wait(60) == 0
    assert said(root) == []


@pytest.fixture
def kernel(tmp_path: Path, root: Path) -> Iterator[Kernel]:
    started = Kernel(tmp_path)
    started.run_cell("import sideplot, time, threading\nrun = sideplot.init()")
    yield started
    started.shut_down(now=True)


@pytest.mark.parametrize("rest", ["time.sleep(0.01)", "await __import__('asyncio').sleep(0.01)"])
def test_the_cell_that_logs_is_interrupted_and_the_kernel_goes_on(kernel: Kernel, root: Path, rest: str) -> None:
    request = kernel.start_cell(f"while True:\n    run.log(loss=1.0)\n    {rest}")
    until_logged(root)
    ask_to_stop(root)
    assert kernel.wait_for_reply(request)["status"] == "error"
    assert kernel.run_cell("print(run.status, 6 * 7)") == "interrupted 42\n"


def test_a_request_counts_for_the_cell_that_was_running(kernel: Kernel, root: Path) -> None:
    loop = "steps = 0\nwhile not sideplot.stopping() and steps < 100:\n    run.log(loss=1.0); steps += 1; time.sleep(0.02)\n"
    request = kernel.start_cell(loop.replace("steps < 100", "True"))
    until_logged(root)
    ask_to_stop(root)
    assert kernel.wait_for_reply(request)["status"] == "ok"
    assert kernel.run_cell(loop + "print(steps)") == "100\n"
    # A second request is the first one for another cell.
    request = kernel.start_cell(loop.replace("steps < 100", "True"))
    wait_until(lambda: len(read(root).values("loss")) > 150, "points of the third cell")
    ask_to_stop(root)
    assert kernel.wait_for_reply(request)["status"] == "ok"


def test_a_cell_that_does_not_log_to_the_run_is_left_alone(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("run.log(loss=1.0)")
    until_logged(root)
    request = kernel.start_cell("until = time.time() + 60\nwhile run.control_log.acted == 0 and time.time() < until: time.sleep(0.01)\n")
    ask_to_stop(root)
    assert kernel.wait_for_reply(request)["status"] == "ok"
    wait_until(lambda: said(root), "the words")
    assert "a thread ends when it asks" in said(root)[0]


def test_background_cells_that_log_to_the_run_are_stopped(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("%%background one\nwhile True: run.log(loss=1.0); time.sleep(0.01)")
    kernel.run_cell("%%background two\nwhile not sideplot.stopping(): run.log(two=1.0); time.sleep(0.01)\n'saved'")
    kernel.run_cell("%%background other\nwhile True: time.sleep(0.01)")
    until_logged(root)
    until_logged(root, "two")
    ask_to_stop(root)
    wanted = "interrupted finished saved running\n"
    assert kernel.run_cell("one.wait(60); two.wait(60); print(one.status, two.status, two.result, other.status)") == wanted


def test_a_thread_that_asks_ends(kernel: Kernel, root: Path) -> None:
    kernel.run_cell(
        "def work():\n    while not sideplot.stopping(): run.log(loss=1.0); time.sleep(0.01)\n"
        "thread = threading.Thread(target=work); thread.start()"
    )
    until_logged(root)
    ask_to_stop(root)
    assert kernel.run_cell("thread.join(60); print(thread.is_alive(), run.status)") == "False running\n"
