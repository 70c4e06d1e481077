"""Children of every kind write to a log of their own in the folder of the run, and lose nothing when they end in good order."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from conftest import RunScript
from log_decoder import Decoded
from logs import ends, log_files, read_log

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")


def parent_and_children(root: Path) -> tuple[Decoded, list[Decoded]]:
    """The log of the first process and those of its children, which must name it."""
    logs = [read_log(path) for path in log_files(root)]
    parents = [log for log in logs if "parent" not in log.records[0]]
    assert len(parents) == 1
    children = [log for log in logs if "parent" in log.records[0]]
    assert {log.records[0]["id"] for log in logs} == {parents[0].records[0]["id"]}
    assert len({log.records[0]["producer"] for log in logs}) == len(logs)
    return parents[0], children


def test_fork_while_logging(run_script: RunScript, root: Path) -> None:
    done = run_script("""
        import os, threading, sideplot
        run = sideplot.init(config={"lr": 1})
        def work():
            for index in range(50_000):
                run.log(thread=float(index))
        thread = threading.Thread(target=work)
        thread.start()
        for child in range(5):
            run.log(before=float(child))
            pid = os.fork()
            if pid == 0:
                for index in range(1_000):
                    sideplot.log(child=float(index))
                raise SystemExit(0)
            assert os.waitpid(pid, 0)[1] == 0
        thread.join()
        """)
    assert (done.returncode, done.stderr if sys.version_info < (3, 12) else "") == (0, "")
    parent, children = parent_and_children(root)
    assert parent.values("thread") == list(range(50_000))
    assert parent.values("before") == list(range(5))
    assert "child" not in parent.metrics().values()
    assert len(children) == 5
    for log in children:
        assert log.values("child") == list(range(1_000))
        assert set(log.metrics().values()) == {"child"}
        assert log.records[0]["parent"] == parent.records[0]["producer"]
        assert "config" not in log.records[0]
        assert ends(log) == ["finished"]
    assert ends(parent) == ["finished"]


def test_a_child_that_logs_nothing_leaves_no_log(run_script: RunScript, root: Path) -> None:
    run_script("""
        import os, sideplot
        sideplot.log(loss=1.0)
        pid = os.fork()
        if pid == 0:
            raise SystemExit(0)
        os.waitpid(pid, 0)
        """)
    _, children = parent_and_children(root)
    assert children == []


def test_one_process_that_forks_alone_is_not_warned_of_threads(run_script: RunScript, root: Path) -> None:
    done = run_script("""
        import os, sideplot
        for index in range(20):
            sideplot.log(loss=float(index))
            pid = os.fork()
            if pid == 0:
                os._exit(0)
            os.waitpid(pid, 0)
        """)
    assert "multi-threaded" not in done.stderr
    assert parent_and_children(root)[0].values("loss") == list(range(20))


WORKERS = """
    import multiprocessing, sideplot

    def process(run, number):
        for index in range(1_000):
            run.log({"worker": float(index), "number": number})

    def task(number):
        sideplot.log(task=float(number))
        return number

    def fails(run):
        run.log(worker=1.0)
        raise ValueError("no")

    if __name__ == "__main__":
        context = multiprocessing.get_context("METHOD")
        run = sideplot.init(name="workers")
        run.log(parent=1.0)
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes(run_script: RunScript, root: Path, method: str) -> None:
    done = run_script(
        WORKERS.replace("METHOD", method)
        + """
        workers = [context.Process(target=process, args=(run, number)) for number in range(4)]
        for worker in workers: worker.start()
        for worker in workers: worker.join()
        assert [worker.exitcode for worker in workers] == [0] * 4
        run.log(parent=2.0)
        """
    )
    assert done.returncode == 0, done.stderr
    parent, children = parent_and_children(root)
    assert parent.values("parent") == [1.0, 2.0]
    assert sorted(log.values("number")[0] for log in children) == [0, 1, 2, 3]
    for log in children:
        assert log.values("worker") == list(range(1_000))
        assert ends(log) == ["finished"]
        assert log.records[0]["name"] == "workers"
        assert log.records[0]["parent"] == parent.records[0]["producer"]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_worker_that_fails(run_script: RunScript, root: Path, method: str) -> None:
    run_script(
        WORKERS.replace("METHOD", method)
        + """
        worker = context.Process(target=fails, args=(run,))
        worker.start()
        worker.join()
        """
    )
    parent, (child,) = parent_and_children(root)
    assert child.values("worker") == [1.0]
    assert [(end["status"], end["error"]) for end in child.of("end")] == [("failed", "ValueError: no")]
    assert ends(parent) == ["finished"]


def test_pool_that_is_closed(run_script: RunScript, root: Path) -> None:
    done = run_script(
        WORKERS.replace("METHOD", "fork")
        + """
        pool = context.Pool(3)
        assert pool.map(task, range(2_000)) == list(range(2_000))
        pool.close()
        pool.join()
        """
    )
    assert done.returncode == 0, done.stderr
    _, children = parent_and_children(root)
    assert sorted(value for log in children for value in log.values("task")) == list(range(2_000))
    assert all(ends(log) == ["finished"] for log in children)


def test_executor(run_script: RunScript, root: Path) -> None:
    done = run_script(
        WORKERS.replace("METHOD", "fork")
        + """
        from concurrent.futures import ProcessPoolExecutor
        with ProcessPoolExecutor(2, mp_context=context) as executor:
            assert list(executor.map(task, range(500))) == list(range(500))
        """
    )
    assert done.returncode == 0, done.stderr
    _, children = parent_and_children(root)
    assert sorted(value for log in children for value in log.values("task")) == list(range(500))


def test_workers_of_workers_and_a_run_of_their_own(run_script: RunScript, root: Path) -> None:
    done = run_script("""
        import multiprocessing, sideplot

        def inner(run):
            run.log(inner=1.0)

        def outer(run):
            run.log(outer=1.0)
            child = multiprocessing.get_context("fork").Process(target=inner, args=(run,))
            child.start()
            child.join()
            with sideplot.init(name="own") as own:
                own.log(own=1.0)

        if __name__ == "__main__":
            run = sideplot.init(name="outermost")
            child = multiprocessing.get_context("fork").Process(target=outer, args=(run,))
            child.start()
            child.join()
        """)
    assert done.returncode == 0, done.stderr
    logs = {tuple(sorted(log.metrics().values())): log for log in map(read_log, log_files(root))}
    outer, inner, own = logs["outer",], logs["inner",], logs["own",]
    assert inner.records[0]["parent"] == outer.records[0]["producer"]
    assert outer.records[0]["parent"] == logs[()].records[0]["producer"]
    assert own.records[0]["id"] != outer.records[0]["id"]
    assert all(ends(log) == ["finished"] for log in logs.values())


def test_pickled_in_the_same_process_it_is_the_same_run(root: Path) -> None:
    import pickle

    import sideplot

    with sideplot.init() as run:
        assert pickle.loads(pickle.dumps(run)) is run
