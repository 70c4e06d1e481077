"""The client in a real IPython kernel, found by nothing but PYTHONPATH."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel import Kernel
from log_decoder import Decoded, decode
from logs import ends, log_files, read_by_name, read_log, read_only_log, run_folders, wait_until


@pytest.fixture
def kernel(tmp_path: Path, root: Path) -> Iterator[Kernel]:
    folder = tmp_path / "mnist"
    folder.mkdir()
    started = Kernel(folder)
    yield started
    started.shut_down(now=True)


def wait_for_points(root: Path, count: int) -> None:
    """Wait until so many points are in the logs."""
    wait_until(lambda: sum(len(list(decode(path.read_bytes()).all_points())) for path in log_files(root)) >= count, f"{count} points")


def test_run_record_names_notebook_and_cell(kernel: Kernel, root: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "mnist" / "train.ipynb")
    kernel.run_cell(f"__vsc_ipynb_file__ = {path!r}")
    cell = "vscode-notebook-cell:/home/ada/mnist/train.ipynb#W1sZmlsZQ%3D%3D"
    kernel.run_cell("import sideplot\nfor i in range(10): sideplot.log(loss=i)", cell)
    kernel.shut_down()
    log = read_only_log(root)
    record = log.records[0]
    assert record["notebook"] == {"path": path, "cell": cell, "execution_count": 2}
    assert record["project"] == "mnist"
    assert record["cwd"] == str(tmp_path / "mnist")
    assert log.values("loss") == list(range(10))


def test_path_of_a_jupyter_server(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ada/served.ipynb")
    kernel = Kernel(tmp_path)
    try:
        kernel.run_cell("import sideplot; sideplot.log(loss=1)")
    finally:
        kernel.shut_down()
    assert read_only_log(root).records[0]["notebook"]["path"] == "/home/ada/served.ipynb"


def test_executing_a_cell_again_starts_a_run_and_finishes_the_one_before(kernel: Kernel, root: Path) -> None:
    for number in range(3):
        kernel.run_cell(f"import sideplot\nrun = sideplot.init(name='run {number}')\nfor i in range(5): run.log(loss=i)")
    assert [ends(read_by_name(root, f"run {number}")) for number in range(2)] == [["finished"], ["finished"]]
    wait_until(lambda: len(run_folders(root)) == 3, "the third run")


def test_interrupt_and_resume(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("import sideplot, time\nrun = sideplot.init(name='main')")
    request = kernel.start_cell("while True:\n    run.log(loss=0.5)\n    time.sleep(0.001)")
    wait_for_points(root, 20)
    kernel.interrupt()
    assert kernel.wait_for_reply(request)["ename"] == "KeyboardInterrupt"
    wait_until(lambda: ends(read_only_log(root)) == ["interrupted"], "the end")
    assert kernel.run_cell("print(run.status)") == "interrupted\n"
    kernel.run_cell("run.log(loss=7)\nrun.finish()")
    log = read_only_log(root)
    assert [record["type"] for record in log.records if record["type"] in ("end", "resume")] == ["end", "resume", "end"]
    assert ends(log) == ["interrupted", "finished"]
    assert log.values("loss")[-1] == 7
    assert log.steps("loss") == list(range(len(log.steps("loss"))))


def test_interrupt_of_another_cell_leaves_a_background_run_alone(kernel: Kernel, root: Path) -> None:
    kernel.run_cell(
        "import sideplot, threading, time\n"
        "background = sideplot.init(name='background')\n"
        "stop = threading.Event()\n"
        "def work():\n"
        "    index = 0\n"
        "    while not stop.is_set():\n"
        "        background.log(loss=float(index)); index += 1; time.sleep(0.001)\n"
        "    return index\n"
        "thread = threading.Thread(target=work); thread.start()"
    )
    request = kernel.start_cell("print('here', flush=True)\nwhile True: time.sleep(0.001)")
    wait_for_points(root, 100)
    kernel.interrupt()
    assert kernel.wait_for_reply(request)["status"] == "error"
    # Other cells answer while the thread logs, and the run goes on.
    assert kernel.run_cell("print(background.status, 6 * 7)") == "running 42\n"
    before = len(read_only_log(root).values("loss"))
    wait_for_points(root, before + 100)
    kernel.run_cell("stop.set(); thread.join(); background.finish()")
    log = read_only_log(root)
    assert ends(log) == ["finished"]
    assert log.of("resume") == []
    assert log.values("loss") == list(range(len(log.values("loss"))))


def test_interrupt_ends_only_the_runs_that_the_cell_logs_to(kernel: Kernel, root: Path) -> None:
    kernel.run_cell(
        "import sideplot, time\nfrom sideplot.start import attach\n"
        "one = sideplot.init(name='one'); one.log(x=1)\n"
        "two = attach(one.dir.rpartition('/runs/')[0], {'id': 'two', 'name': 'two', 'project': 'p'}, 'p1'); two.log(x=1)"
    )
    request = kernel.start_cell("while True:\n    two.log(x=2)\n    time.sleep(0.001)")
    wait_for_points(root, 20)
    kernel.interrupt()
    kernel.wait_for_reply(request)
    assert kernel.run_cell("print(one.status, two.status)") == "running interrupted\n"


def test_interrupt_of_a_cell_that_awaits(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("import sideplot, asyncio\nrun = sideplot.init()")
    request = kernel.start_cell("while True:\n    run.log(loss=1)\n    await asyncio.sleep(0.001)")
    wait_for_points(root, 20)
    kernel.interrupt()
    assert kernel.wait_for_reply(request)["status"] == "error"
    assert kernel.run_cell("print(run.status)") == "interrupted\n"


def test_an_error_in_a_cell_does_not_end_the_run(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("import sideplot\nrun = sideplot.init()")
    assert kernel.wait_for_reply(kernel.start_cell("run.log(loss=1); raise ValueError('no')"))["status"] == "error"
    assert kernel.run_cell("run.log(loss=2); print(run.status)") == "running\n"


def test_interrupt_in_a_with_block(kernel: Kernel, root: Path) -> None:
    request = kernel.start_cell(
        "import sideplot, time\nwith sideplot.init() as run:\n    while True:\n        run.log(loss=1)\n        time.sleep(0.001)"
    )
    wait_for_points(root, 20)
    kernel.interrupt()
    kernel.wait_for_reply(request)
    kernel.run_cell("pass")
    assert ends(read_only_log(root)) == ["interrupted"]


@pytest.mark.parametrize("how", ["restart", "shutdown"])
def test_restart_and_shutdown_leave_a_note_and_an_end(kernel: Kernel, root: Path, how: str) -> None:
    kernel.run_cell("import sideplot\nfor i in range(10): sideplot.log(loss=i)")
    if how == "restart":
        kernel.restart()
        kernel.run_cell("import sideplot\nsideplot.log(loss=0)")
    else:
        kernel.shut_down()
    log = read_log(log_files(root)[0])
    assert log.values("loss") == list(range(10))
    assert [(note["kind"], note["text"]) for note in log.of("note")] == [
        ("restart", "kernel restarted" if how == "restart" else "kernel shut down")
    ]
    assert ends(log) == ["finished"]
    assert len(run_folders(root)) == (2 if how == "restart" else 1)


def test_restart_while_a_cell_executes(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("import sideplot, time")
    kernel.start_cell("while True:\n    sideplot.log(loss=1)\n    time.sleep(0.001)")
    wait_for_points(root, 20)
    kernel.restart()
    log = read_only_log(root)
    assert ends(log) == ["interrupted"]
    assert [note["text"] for note in log.of("note")] == ["kernel restarted"]
    assert log.records[-1]["type"] == "end"


def test_ten_threads_log_100_000_times_each(kernel: Kernel, root: Path) -> None:
    printed = kernel.run_cell(
        "import sideplot, threading, resource\n"
        "run = sideplot.init()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "def work(number):\n"
        "    name = f'thread/{number}'\n"
        "    for index in range(100_000):\n"
        "        run.log({name: float(index)})\n"
        "threads = [threading.Thread(target=work, args=(number,)) for number in range(10)]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()\n"
        "run.finish()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    log = read_only_log(root)
    assert log.of("gap") == []
    for number in range(10):
        assert log.values(f"thread/{number}") == list(range(100_000))
    assert sorted(x for _, x, _, _ in log.all_points()) == list(range(1_000_000))
    assert ends(log) == ["finished"]
    # A million calls, of which a queue without a bound would hold most: 350 bytes each.
    assert int(printed) < 150_000, f"{printed} KiB"


def test_forked_workers_of_a_notebook(kernel: Kernel, root: Path) -> None:
    kernel.run_cell(
        "import sideplot, multiprocessing\n"
        "run = sideplot.init()\n"
        "def work(number):\n"
        "    for index in range(100): run.log(x=float(index))\n"
        "workers = [multiprocessing.get_context('fork').Process(target=work, args=(n,)) for n in range(2)]\n"
        "for worker in workers: worker.start()\n"
        "for worker in workers: worker.join()\n"
        "run.log(done=1)\nrun.finish()"
    )
    logs = [read_log(path) for path in log_files(root)]
    assert len(logs) == 3
    assert sorted(len(list(log.all_points())) for log in logs) == [1, 100, 100]
    assert all(ends(log) == ["finished"] for log in logs)


def test_autoreload(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("%load_ext autoreload\n%autoreload 2\nimport sideplot\nrun = sideplot.init()")
    kernel.run_cell("import importlib\nfor i in range(100): run.log(loss=i)")
    kernel.run_cell("importlib.reload(sideplot)\nfor i in range(100, 200): sideplot.log(loss=i)")
    kernel.run_cell("run.finish()")
    assert read_only_log(root).values("loss") == list(range(200))


def cells_of(log: Decoded) -> list[tuple[str, str | None, int]]:
    """State, id and execution count of every `cell` record."""
    return [(record["state"], record["notebook"].get("cell"), record["notebook"]["execution_count"]) for record in log.of("cell")]


def test_cells_leave_markers_and_those_that_log_are_named(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("import sideplot\nrun = sideplot.init()", "cell-1")
    kernel.run_cell("\n  # trains\nfor i in range(10): run.log(loss=i)\nfor i in range(10): run.log(loss=i)", "cell-2")
    kernel.run_cell("6 * 7", "cell-3")
    kernel.run_cell("sideplot.note('by hand')", "cell-4")
    kernel.run_cell("run.finish()", "cell-5")
    log = read_only_log(root)
    assert cells_of(log) == [
        ("running", "cell-2", 2),
        ("ended", "cell-2", 2),
        ("running", "cell-4", 4),
        ("ended", "cell-4", 4),
    ]
    assert [note["text"] for note in log.of("note") if note["kind"] == "cell"] == [
        "In [2]: # trains",
        "In [3]: 6 * 7",
        "In [4]: sideplot.note('by hand')",
        "In [5]: run.finish()",
    ]


def test_a_cell_that_fails_ends_its_bars(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("import sideplot\nrun = sideplot.init()")
    kernel.wait_for_reply(kernel.start_cell("for i in run.track(range(10), name='epoch'):\n    if i == 3: 1 / 0"))
    wait_until(lambda: log_files(root) and any(record.get("finished") for record in read_only_log(root).of("progress")), "the bar's end")
    assert read_only_log(root).of("progress")[-1]["done"] == 3
    assert ends(read_only_log(root)) == []


def test_finish_leaves_a_picture_in_the_output_of_the_cell(kernel: Kernel, root: Path) -> None:
    kernel.run_cell("import sideplot\nfor i in range(50): sideplot.log(loss=1 / (i + 1))")
    kernel.run_cell("sideplot.finish(picture=True)")
    plain = kernel.wait_for_display("picture of the sideplot run")
    assert "1 chart, 50 points" in plain
    [shown] = [message["content"]["data"] for message in kernel.published if message["msg_type"] == "display_data"]
    assert shown["image/svg+xml"].startswith("<svg xmlns=")
    assert ends(read_only_log(root)) == ["finished"]
