"""`%%background` in a real IPython kernel."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from kernel import Kernel
from logs import ends, log_files, read_by_name, read_log, read_only_log, run_folders, wait_until


def text_of(root: Path, stream: str = "stdout") -> list[str]:
    """The lines of one stream in all logs."""
    records = [record for path in log_files(root) for record in read_log(path).of("text")]
    return [line for record in records if record["stream"] == stream for line in record["lines"]]


def test_output_goes_to_the_run_and_the_result_to_the_handle(kernel: Kernel, root: Path) -> None:
    shown = kernel.run_cell(
        "%%background job\nfor i in range(3): print('epoch', i)\nprint('careful', file=sys.stderr)\ntotal = 40\ntotal + 2"
    )
    assert kernel.run_cell("print(job.wait(60), job.status, job.result, job.error, total, _ is job)") == "True finished 42 None 40 True\n"
    assert shown == ""
    wait_until(lambda: text_of(root) == ["epoch 0", "epoch 1", "epoch 2"], "the lines")
    wait_until(lambda: text_of(root, "stderr") == ["careful"], "the line of the other stream")
    assert read_only_log(root).records[0]["name"] == "job"


def test_foreground_output_stays_in_its_cells(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("go = threading.Event()")
    kernel.run_cell("%%background job\nindex = 0\nwhile not go.is_set():\n    print('behind', index); index += 1; time.sleep(0.001)\nindex")
    for number in range(20):
        assert kernel.run_cell(f"print('before', {number})") == f"before {number}\n"
    wait_until(lambda: len(text_of(root)) > 20, "twenty lines")
    lines = int(kernel.run_cell("go.set(); job.wait(60); print(job.result)"))
    wait_until(lambda: len(text_of(root)) == lines, "all lines")
    assert text_of(root) == [f"behind {index}" for index in range(lines)]


def test_two_background_cells_and_a_foreground_cell_log_into_one_figure(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("run = sideplot.init(name='shared')\nrun.figure('Losses', [['a', 'b', 'c']])")
    count = 20_000
    for name in "ab":
        kernel.run_cell(
            f"%%background job_{name}\nfor i in range({count}):\n    sideplot.log({name}=float(i), step=i)\n"
            f"    if i % 1000 == 0: print('{name}', i)"
        )
    kernel.run_cell(f"for i in range({count}): sideplot.log(c=float(i), step=i)")
    assert kernel.run_cell("print(job_a.wait(120), job_b.wait(120), job_a.status, job_b.status)") == "True True finished finished\n"
    kernel.run_cell("run.finish()")
    log = read_only_log(root)
    for name in "abc":
        assert log.values(name) == list(range(count))
    assert sorted(text_of(root)) == sorted(f"{name} {index}" for name in "ab" for index in range(0, count, 1000))
    assert log.of("gap") == []
    assert ends(log) == ["finished"]


def test_traceback_goes_to_the_text_pane_and_the_status_line(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("%%background job\n\nrun = sideplot.init(name='fails')\nrun.log(loss=1)\nwith run:\n    raise ValueError('diverged')")
    assert kernel.run_cell("job.wait(60); print(job.status, repr(job.error))") == "failed ValueError('diverged')\n"
    wait_until(lambda: "ValueError: diverged" in text_of(root, "stderr"), "the traceback")
    lines = text_of(root, "stderr")
    assert any("line 6" in line or "----> 6" in line for line in lines), lines
    assert not any("\x1b" in line or "background_cell.py" in line for line in lines)
    log = read_by_name(root, "fails")
    assert [(end["status"], end["error"]) for end in log.of("end")] == [("failed", "ValueError: diverged")]
    assert "ValueError: diverged" in kernel.wait_for_display("failed")


def test_traceback_names_the_cell_by_its_number(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("1")
    number = kernel.wait_for_reply(kernel.start_cell("%%background job\n1 / 0"))["execution_count"]
    kernel.run_cell("job.wait(60)")
    wait_until(lambda: any(line.startswith(f"Cell In[{number}], line 2") for line in text_of(root, "stderr")), f"cell {number}")


def test_stop_interrupts_a_cell(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("%%background job\nrun = sideplot.init(name='endless')\nwhile True:\n    run.log(loss=1); time.sleep(0.001)")
    wait_until(lambda: log_files(root) and read_only_log(root).values("loss"), "points")
    kernel.run_cell("job.stop()")
    assert kernel.run_cell("print(job.wait(60), job.status, repr(job.error))") == "True interrupted KeyboardInterrupt()\n"
    wait_until(lambda: ends(read_only_log(root)) == ["interrupted"], "the end")
    assert "interrupted" in kernel.wait_for_display("interrupted")


def test_a_cell_that_asks_ends_by_itself(kernel: Kernel) -> None:
    kernel.run_cell("begun = threading.Event()")
    kernel.run_cell(
        "%%background job\nsteps = 0\nwhile not sideplot.stopping():\n    steps += 1; begun.set(); time.sleep(0.001)\n"
        "'saved after', steps > 0"
    )
    assert kernel.run_cell("begun.wait(60); print(sideplot.stopping()); job.stop(); print(job.wait(60), job.status, job.result)") == (
        "False\nTrue finished ('saved after', True)\n"
    )


def test_stop_again_interrupts_a_cell_that_asks_but_does_not_end(kernel: Kernel) -> None:
    kernel.run_cell("begun = threading.Event()")
    kernel.run_cell("%%background job\nwhile True:\n    sideplot.stopping(); begun.set(); time.sleep(0.001)")
    kernel.run_cell("begun.wait(60); job.stop(grace=3600)")
    assert kernel.run_cell("print(job.status); job.stop(); print(job.wait(60), job.status)") == "stopping\nTrue interrupted\n"


def test_magics_and_await(kernel: Kernel, root: Path) -> None:
    kernel.run_cell(
        "%%background job\nimport asyncio\nplace = %pwd\n!echo shell\nprint('printed')\n"
        "await asyncio.sleep(0.01)\nasync def f(): return 7\nawait f()"
    )
    assert kernel.run_cell("job.wait(60); print(job.status, job.result, type(place).__name__, job.error)") == "finished 7 str None\n"
    wait_until(lambda: "printed" in text_of(root), "the printed line")


def test_stop_of_a_cell_that_awaits(kernel: Kernel) -> None:
    kernel.run_cell("begun = threading.Event()")
    kernel.run_cell("%%background job\nimport asyncio\nbegun.set()\nawait asyncio.sleep(3600)")
    assert kernel.run_cell("begun.wait(60); job.stop(); print(job.wait(60), job.status)") == "True interrupted\n"


def test_a_run_of_each_cell(kernel: Kernel, root: Path) -> None:
    for name in "ab":
        kernel.run_cell(
            f"%%background job_{name}\nwith sideplot.init(name='{name}') as run_{name}:\n"
            f"    for i in range(2000): run_{name}.log(loss=float(i)); time.sleep(0.0005)\n"
            f"    print('end of {name}')"
        )
    kernel.run_cell("job_a.wait(60); job_b.wait(60)")
    for name in "ab":
        log = read_by_name(root, name)
        assert log.values("loss") == list(range(2000))
        assert ends(log) == ["finished"]
        assert [record["lines"] for record in log.of("text")] == [[f"end of {name}"]]


def test_errors_before_the_start(kernel: Kernel, root: Path) -> None:
    for code, name in (("%%background job\nfor", "SyntaxError"), ("%%background no-name\n1", "UsageError")):
        assert kernel.wait_for_reply(kernel.start_cell(code))["ename"] == name
    kernel.run_cell("%%background job\nwhile True: time.sleep(0.001)")
    assert "still running" in kernel.wait_for_reply(kernel.start_cell("%%background job\n1"))["evalue"]
    kernel.run_cell("job.stop(); job.wait(60)")
    assert run_folders(root) == []


def test_lines_that_are_overwritten(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("%%background job\nfor i in range(101): print(f'\\r{i}%', end='')\nprint(' done')\nprint('no end', end='')")
    kernel.run_cell("job.wait(60)")
    wait_until(lambda: text_of(root) == ["100% done", "no end"], "the lines")


def test_an_interrupt_of_the_foreground_leaves_the_cell_alone(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("%%background job\nfor i in range(10**9):\n    sideplot.log(loss=float(i)); time.sleep(0.001)")
    wait_until(lambda: log_files(root) and read_only_log(root).values("loss"), "points")
    request = kernel.start_cell("print('here', flush=True)\nwhile True: time.sleep(0.001)")
    wait_until(lambda: len(read_only_log(root).values("loss")) > 100, "more points")
    kernel.interrupt()
    assert kernel.wait_for_reply(request)["ename"] == "KeyboardInterrupt"
    assert kernel.run_cell("print(job.status); job.stop(); job.wait(60)") == "running\n"


@pytest.mark.parametrize("how", ["restart", "shutdown"])
def test_restart_and_shutdown_end_the_cells(kernel: Kernel, root: Path, how: str) -> None:
    kernel.run_cell(
        "%%background job\nrun = sideplot.init()\ntry:\n    while True: run.log(loss=1); time.sleep(0.001)\nfinally: print('cleaned up')"
    )
    wait_until(lambda: log_files(root) and read_only_log(root).values("loss"), "points")
    if how == "restart":
        kernel.restart()
    else:
        kernel.shut_down()
    log = read_only_log(root)
    assert ends(log)[-1] == "interrupted"
    assert "cleaned up" in text_of(root)


def test_the_log_names_the_cell_in_the_background_whatever_executes_meanwhile(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("shared = sideplot.init(name='shared'); go = threading.Event()", "cell-init")
    kernel.run_cell("%%background one\ngo.wait(60)\nfor i in range(10): shared.log(one=i)", "cell-one")
    kernel.run_cell("%%background two\ngo.wait(60)\nfor i in range(10): shared.log(two=i)", "cell-two")
    kernel.run_cell("go.set(); one.wait(60); two.wait(60)", "cell-go")
    kernel.run_cell("%%background three\nown = sideplot.init(name='own')\nown.log(three=1)", "cell-three")
    kernel.run_cell("three.wait(60); shared.finish()", "cell-end")

    def cells(name: str) -> list[tuple[str, str]]:
        return sorted((record["state"], record["notebook"]["cell"]) for record in read_by_name(root, name).of("cell"))

    assert cells("shared") == [("ended", "cell-one"), ("ended", "cell-two"), ("running", "cell-one"), ("running", "cell-two")]
    assert cells("own") == [("ended", "cell-three"), ("running", "cell-three")]
    assert read_by_name(root, "own").of("run")[0]["notebook"]["cell"] == "cell-three"


def test_the_status_says_what_a_stop_waits_for(kernel: Kernel) -> None:
    kernel.run_cell("begun = threading.Event()")
    kernel.run_cell("%%background asks\nsideplot.stopping(); begun.set()\nwhile True: time.sleep(0.001)")
    kernel.run_cell("begun.wait(60); asks.stop(grace=3600)")
    assert "interrupted in 3600 s" in kernel.wait_for_display("stopping")
    kernel.run_cell("asks.stop(); asks.wait(60)")
    kernel.run_cell("%%background sleeps\nbegun.clear(); begun.wait(60); time.sleep(2)")
    kernel.run_cell("begun.set(); sleeps.stop()")
    kernel.wait_for_display("as soon as it is back in Python")
    assert kernel.run_cell("print(sleeps.wait(60), sleeps.status)") == "True interrupted\n"


def test_a_cell_without_a_name_does_not_run_twice_at_once(kernel: Kernel, root: Path) -> None:
    code = "%%background\nwhile True: time.sleep(0.001)"
    kernel.run_cell("1")
    kernel.run_cell(code, "cell-a")
    kernel.run_cell(code, "cell-b")
    refused = kernel.wait_for_reply(kernel.start_cell(code, "cell-a"))
    assert (refused["ename"], "Out[3].stop()" in refused["evalue"]) == ("UsageError", True)
    assert kernel.run_cell("cells = sideplot.background_cells(); print(len(cells), cells[0] is Out[3])") == "2 True\n"
    kernel.run_cell("for cell in cells: cell.stop(); cell.wait(60)")
    kernel.run_cell(code, "cell-a")
    kernel.run_cell("_.stop(); _.wait(60)")
    assert kernel.run_cell("print(sideplot.background_cells())") == "[]\n"


def control(root: Path, **record: object) -> None:
    """Ask the only run for something, as the editor does."""
    with open(run_folders(root)[0] / "control.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps({**record, "time": time.time()}) + "\n")


def test_the_editor_stops_one_of_the_cells_that_share_a_run(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("run = sideplot.init(name='shared'); begun = threading.Barrier(3)")
    code = "run.log(x=1); begun.wait(60)\nwhile True: time.sleep(0.001)"
    first = kernel.wait_for_reply(kernel.start_cell(f"%%background one\n{code}", "cell-one"))["execution_count"]
    kernel.run_cell(f"%%background two\n{code}", "cell-two")
    kernel.run_cell("begun.wait(60)")
    control(root, type="stop-cell", cell="cell-one", execution_count=first)
    # Another execution of the other cell.
    control(root, type="stop-cell", cell="cell-two", execution_count=first)
    assert kernel.run_cell("print(one.wait(60), one.status, two.status, run.stop_requested)") == "True interrupted running False\n"
    kernel.run_cell("two.stop(); two.wait(60)")


def test_the_editor_stops_a_run_that_a_cell_began(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("begun = threading.Event()")
    kernel.run_cell("%%background job\nsideplot.log(x=1); begun.set()\nwhile True: time.sleep(0.001)")
    kernel.run_cell("begun.wait(60)")
    wait_until(lambda: run_folders(root), "the run")
    control(root, type="stop")
    assert kernel.run_cell("print(job.wait(60), job.status)") == "True interrupted\n"
