"""Where the text and the figures of background cells go, in a real IPython kernel."""

from __future__ import annotations

import sys
from collections import OrderedDict
from pathlib import Path

import pytest

from kernel import Kernel
from logs import ends, log_files, read_by_name, read_log, run_folders, wait_until
from sideplot.cell_figures import FIGURES, FiguresByCell
from sideplot.cell_output import CellOutput


def lines_by_run(root: Path) -> dict[str, list[str]]:
    """The lines in the logs of all producers, by the name of their run."""
    found: dict[str, list[str]] = {}
    for log in map(read_log, log_files(root)):
        lines = [line for record in log.of("text") for line in record["lines"]]
        found.setdefault(log.of("run")[0]["name"], []).extend(lines)
    return found


def test_threads_of_a_cell_print_to_its_run(kernel: Kernel, root: Path) -> None:
    shown = kernel.run_cell(
        "%%background job\nfrom concurrent.futures import ThreadPoolExecutor\nimport asyncio\n"
        "with ThreadPoolExecutor(2) as pool: list(pool.map(lambda i: print('pool', i), range(3)))\n"
        "thread = threading.Thread(target=lambda: print('careful', file=sys.stderr)); thread.start(); thread.join()\n"
        "await asyncio.to_thread(print, 'awaited')"
    )
    after = kernel.run_cell("print(job.wait(60), job.status, job.error)")
    assert (shown, after) == ("", "True finished None\n")
    wait_until(lambda: len(lines_by_run(root).get("job", [])) == 5, "the lines")
    assert sorted(lines_by_run(root)["job"]) == ["awaited", "careful", "pool 0", "pool 1", "pool 2"]
    assert [message for message in kernel.published if message["msg_type"] == "stream" and "pool" in message["content"]["text"]] == []


def test_a_thread_that_outlives_its_cell_prints_as_all_others(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("go = threading.Event()")
    kernel.run_cell(
        "%%background job\ndef late(): go.wait(60); print('late')\nthread = threading.Thread(target=late); thread.start()\nprint('early')"
    )
    kernel.run_cell("job.wait(60); go.set(); thread.join()")
    wait_until(lambda: lines_by_run(root) == {"job": ["early"]}, "the line")
    kernel.wait_for_text("late")
    assert lines_by_run(root) == {"job": ["early"]}


def test_threads_of_a_cell_are_asked_to_stop(kernel: Kernel) -> None:
    kernel.run_cell("begun = threading.Event()")
    kernel.run_cell(
        "%%background job\nfrom concurrent.futures import ThreadPoolExecutor\ndef work():\n"
        "    while not sideplot.stopping(): begun.set(); time.sleep(0.001)\n    return 'saved'\n"
        "with ThreadPoolExecutor(1) as pool: saved = pool.submit(work).result()\nsaved"
    )
    assert kernel.run_cell("begun.wait(60); job.stop(grace=3600); print(job.wait(60), job.result)") == "True saved\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("begins_run", [True, False])
def test_forked_workers_print_to_the_run(kernel: Kernel, root: Path, begins_run: bool) -> None:
    kernel.run_cell("import multiprocessing\ndef work(number):\n    print('worker', number); print('no end', number, end='')")
    kernel.run_cell(
        "%%background job\nprint('before', end=' ')\n"
        + ("run = sideplot.init(name='job')\n" if begins_run else "")
        + "context = multiprocessing.get_context('fork')\nworkers = [context.Process(target=work, args=(i,)) for i in range(2)]\n"
        "for worker in workers: worker.start()\nfor worker in workers: worker.join()\nprint('after')"
    )
    assert kernel.run_cell("print(job.wait(60), job.status, job.error)") == "True finished None\n"
    expected = ["before after", "no end 0", "no end 1", "worker 0", "worker 1"]
    wait_until(lambda: sorted(lines_by_run(root).get("job", [])) == expected, "the lines of all processes")
    assert len(run_folders(root)) == 1
    assert len(log_files(root)) == 3


def test_text_does_not_go_to_a_run_that_has_ended(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("%%background one\nprint('of one')\nraise ValueError('diverged')")
    kernel.run_cell("one.wait(60)")
    kernel.run_cell("%%background two\nprint('of two')")
    kernel.run_cell("two.wait(60)")
    wait_until(lambda: lines_by_run(root).get("two") == ["of two"], "the line of the second cell")
    assert "of two" not in lines_by_run(root)["one"]
    assert [ends(read_by_name(root, name)) for name in ("one", "two")] == [["failed"], ["finished"]]


def test_text_does_not_go_to_the_run_of_another_cell(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("begun, go = threading.Event(), threading.Event()")
    kernel.run_cell("%%background one\nwith sideplot.init(name='one'):\n    print('of one'); begun.set(); go.wait(60)")
    kernel.run_cell("begun.wait(60)")
    kernel.run_cell("%%background two\nprint('of two')")
    kernel.run_cell("two.wait(60); go.set(); one.wait(60)")
    wait_until(lambda: lines_by_run(root) == {"one": ["of one"], "two": ["of two"]}, "the lines of both cells")


def test_a_cell_that_is_run_again_begins_a_new_run(kernel: Kernel, root: Path) -> None:
    for value in (1.0, 2.0):
        kernel.run_cell(f"%%background job\nsideplot.log(loss={value})")
        kernel.run_cell("job.wait(60)")
    wait_until(lambda: len(log_files(root)) == 2, "two runs")
    wait_until(lambda: [ends(read_log(path)) for path in log_files(root)] == [["finished"], ["finished"]], "their ends")
    assert [read_log(path).values("loss") for path in log_files(root)] == [[1.0], [2.0]]


def test_a_run_that_cells_share_ends_with_the_last_of_them(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("together, go = threading.Barrier(2), threading.Event()")
    kernel.run_cell("%%background one\ntogether.wait(60); sideplot.log(one=1); together.wait(60)")
    kernel.run_cell("%%background two\ntogether.wait(60); sideplot.log(two=1); together.wait(60); go.wait(60); sideplot.log(two=2)")
    kernel.run_cell("one.wait(60); go.set(); two.wait(60)")
    wait_until(lambda: [ends(read_log(path)) for path in log_files(root)] == [["finished"]], "the end")
    log = read_log(log_files(root)[0])
    assert (log.values("one"), log.values("two")) == ([1.0], [1.0, 2.0])
    assert log.of("resume") == []


def test_a_good_exit_has_no_traceback(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("%%background job\nprint('done')\nsys.exit()")
    assert kernel.run_cell("job.wait(60); print(job.status)") == "finished\n"
    wait_until(lambda: lines_by_run(root).get("job"), "the line")
    assert lines_by_run(root)["job"] == ["done"]


def test_input_is_refused_and_still_works_elsewhere(kernel: Kernel) -> None:
    kernel.run_cell("go = threading.Event()")
    kernel.run_cell("%%background job\ninput('at once? ')")
    assert "cannot ask for input" in kernel.run_cell("job.wait(60); print(job.status, job.error)")
    kernel.run_cell("%%background job\nimport getpass\ngo.wait(60)\ngetpass.getpass('later? ')")
    assert "cannot ask for input" in kernel.run_cell("go.set(); job.wait(60); print(job.status, job.error)")
    assert kernel.answer_cell("print('Hello', input('name? '))", "Ada") == "Hello Ada\n"


def test_a_progress_bar_is_seen_before_it_ends(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    import sideplot
    from sideplot import cell_output

    run = sideplot.init(name="bar")
    now = 100.0
    monkeypatch.setattr(cell_output, "monotonic", lambda: now)
    output = CellOutput(lambda: run, lambda: run)
    for percent in range(21):
        output.write("stderr", f"\r{percent}%")
        now += 1.0
    output.write("stderr", "\n")
    output.finish()
    run.finish()
    assert lines_by_run(root) == {"bar": ["5%", "10%", "15%", "20%", "20%"]}


def test_figures_by_cell() -> None:
    common: OrderedDict[int, str] = OrderedDict({1: "everyone's"})
    figures = FiguresByCell(common)
    assert (list(figures.values()), 1 in figures, len(figures)) == (["everyone's"], True, 1)
    own: OrderedDict[int, str] = OrderedDict()
    token = FIGURES.set(own)
    try:
        assert (list(figures), 1 in figures, bool(figures), figures.get(1)) == ([], False, False, None)
        figures[1] = "the cell's"
        figures.move_to_end(1)
        assert (own, figures[1], figures.pop(1)) == ({}, "the cell's", "the cell's") or own == {}
    finally:
        FIGURES.reset(token)
    assert common == {1: "everyone's"}


def test_figures_of_a_cell_are_shown_in_it_and_in_no_other(kernel: Kernel) -> None:
    pytest.importorskip("matplotlib")
    kernel.run_cell("import matplotlib.pyplot as plt\nhalf, go = threading.Event(), threading.Event()")
    request = kernel.start_cell("%%background job\nplt.plot([1, 2]); half.set(); go.wait(60)\nplt.plot([3, 4])\nlen(plt.gca().lines)")
    kernel.wait_for_reply(request)
    kernel.run_cell("half.wait(60)")
    assert kernel.run_cell("print(plt.get_fignums())") == "[]\n"
    assert kernel.run_cell("go.set(); job.wait(60); print(job.result, job.error)") == "2 None\n"
    kernel.wait_for_display("Figure size")
    pictures = [message for message in kernel.published if "image/png" in message["content"].get("data", {})]
    assert [message["parent_header"]["msg_id"] for message in pictures] == [request]
