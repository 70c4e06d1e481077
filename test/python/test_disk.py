"""Disks that are full, slow, hang or are not there: training goes on, memory is bounded, and what is lost is said."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import RunScript, write_script
from log_decoder import Decoded, decode
from logs import ends, read_log, read_only_log

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs file size limits and FIFOs")

# Logs more than may pend, with a text now and then; `full()` and `free()` make the disk take nothing and take it again.
LOG_WHILE_FULL = """
    import os, sys, time, warnings, sideplot
    from sideplot.writer import WRITER
    from sideplot.producer import MAX_PENDING_POINTS

    COUNT = 600_000
    run = sideplot.init(name="full")
    run.log(rare=-1.0, step=0)
    assert WRITER.flush(60)
    full()
    for index in range(COUNT):
        run.log(loss=float(index), wide=index / 2, step=index)
        if index % 100_000 == 0:
            run.text("line %d" % index)
            run.log(rare=float(index), step=index)
            run.log_many("many", [float(index)] * 10_000, x=range(index, index + 10_000))
            run.figure("figure %d" % index, [["loss"]])
    assert not WRITER.flush(1)
    assert len(WRITER.queue) < 4 * 200_000, len(WRITER.queue)
    pending = run._producer.pending_points
    assert pending < MAX_PENDING_POINTS + 2 * 65_536, pending
    free()
    run.log(after=1.0, step=COUNT)
    assert WRITER.flush(60)
"""


def check_log_after(log: Decoded, reason: str) -> None:
    """Nothing is missing that no gap tells of, and of what may not be lost nothing is lost."""
    names = log.metrics()
    lost = {name: sum(gap["count"] for gap in log.of("gap") if names[gap["series"]] == name) for name in names.values()}
    for name, count in (("loss", 600_000), ("wide", 600_000), ("many", 60_000), ("rare", 7), ("after", 1)):
        assert len(log.values(name)) + lost.get(name, 0) == count, name
    assert lost["loss"] > 100_000
    assert lost.get("rare", 0) == 0
    assert {gap["reason"] for gap in log.of("gap")} == {reason}
    assert all(0 <= gap["x"][0] <= gap["x"][1] <= 600_000 for gap in log.of("gap"))
    assert log.values("loss")[-1] == 599_999
    assert log.values("wide")[-1] == 599_999 / 2
    assert log.steps("loss") == sorted(log.steps("loss"))
    assert log.steps("loss") == log.values("loss")
    assert [line for text in log.of("text") for line in text["lines"]] == [f"line {index}" for index in range(0, 600_000, 100_000)]
    assert len(log.of("figure")) == 6
    assert ends(log) == ["finished"]


def test_file_size_limit(run_script: RunScript, root: Path) -> None:
    done = run_script(
        """
        import resource
        def full(): resource.setrlimit(resource.RLIMIT_FSIZE, (os.stat(run.path).st_size + 100, resource.RLIM_INFINITY))
        def free(): resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        """
        + LOG_WHILE_FULL.replace("\n    ", "\n        ")
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("cannot write") == 1
    assert "file size limit" in done.stderr
    check_log_after(read_only_log(root), "file size limit")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, text=True, check=False)
    if mount.returncode:
        pytest.skip(f"a file system cannot be mounted here: {mount.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_disk_full(run_script: RunScript, small_disk: Path, tmp_path: Path) -> None:
    done = run_script(
        """
        def full():
            ballast = os.open(os.environ["SIDEPLOT_DIR"] + "/ballast", os.O_WRONLY | os.O_CREAT)
            try:
                while True: os.write(ballast, b"x" * 4096)
            except OSError: pass
        def free():
            os.system("mount -o remount,size=200m " + os.path.dirname(os.environ["SIDEPLOT_DIR"]))
        """
        + LOG_WHILE_FULL.replace("\n    ", "\n        "),
        SIDEPLOT_DIR=str(small_disk / "root"),
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("disk full") == 1
    check_log_after(read_only_log(small_disk / "root"), "disk full")


def test_disk_that_hangs(tmp_path: Path) -> None:
    # A FIFO that nobody reads holds up whoever opens it, and later whoever writes more than 64 KiB to it.
    fifo = tmp_path / "root" / "runs" / "hangs" / "p1.jsonl"
    fifo.parent.mkdir(parents=True)
    os.mkfifo(fifo)
    code = """
        import sideplot.producer
        sideplot.producer.new_producer_id = lambda: "p1"
        import os, sideplot
        from sideplot.writer import WRITER
        from sideplot.producer import MAX_PENDING_POINTS
        run = sideplot.init(id="hangs")
        for index in range(600_000):
            run.log(loss=float(index), wide=index / 2, step=index)
            if index % 100_000 == 0:
                run.text("line %d" % index)
                run.log(rare=float(index), step=index)
        assert len(WRITER.queue) < 4 * 200_000, len(WRITER.queue)
        pending = run._producer.pending_points
        assert pending < MAX_PENDING_POINTS + 2 * 65_536, pending
        print("logged", flush=True)
        assert WRITER.flush(120)
        """
    process = subprocess.Popen([sys.executable, str(write_script(tmp_path, code))], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "logged\n"
        log = decode(fifo.read_bytes())
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    assert (log.refused, log.unknown) == ([], 0)
    names = log.metrics()
    for name, count in (("loss", 600_000), ("wide", 600_000), ("rare", 6)):
        lost = sum(gap["count"] for gap in log.of("gap") if names[gap["series"]] == name)
        assert len(log.values(name)) + lost == count
        assert (lost > 0) == (name != "rare")
    assert {gap["reason"] for gap in log.of("gap")} == {"disk too slow"}
    assert log.values("loss")[-1] == 599_999
    assert [line for text in log.of("text") for line in text["lines"]] == [f"line {index}" for index in range(0, 600_000, 100_000)]
    assert ends(log) == ["finished"]


def test_a_slow_disk_loses_nothing_it_can_take(tmp_path: Path) -> None:
    fifo = tmp_path / "root" / "runs" / "slow" / "p1.jsonl"
    fifo.parent.mkdir(parents=True)
    os.mkfifo(fifo)
    code = """
        import sideplot.producer
        sideplot.producer.new_producer_id = lambda: "p1"
        import sideplot, time
        run = sideplot.init(id="slow")
        for index in range(2_000):
            run.log(loss=float(index))
            time.sleep(0.0002)
        """
    process = subprocess.Popen([sys.executable, str(write_script(tmp_path, code))])
    data = b""
    with open(fifo, "rb", buffering=0) as reader:
        # A page at a time, and never two without the writer's having a turn.
        while block := reader.read(512):
            data += block
            os.sched_yield()
    assert process.wait(60) == 0
    log = decode(data)
    assert log.refused == []
    assert log.values("loss") == list(range(2_000))
    assert log.of("gap") == []


def test_exit_with_a_disk_that_hangs(run_script: RunScript, tmp_path: Path) -> None:
    fifo = tmp_path / "root" / "runs" / "hangs" / "p1.jsonl"
    fifo.parent.mkdir(parents=True)
    os.mkfifo(fifo)
    done = run_script("""
        import sideplot.producer
        sideplot.producer.new_producer_id = lambda: "p1"
        import sideplot
        sideplot.init(id="hangs").log(loss=1.0)
        """)
    assert done.returncode == 0, done.stderr


def test_fork_with_a_disk_that_hangs(run_script: RunScript, tmp_path: Path) -> None:
    fifo = tmp_path / "root" / "runs" / "hangs" / "p1.jsonl"
    fifo.parent.mkdir(parents=True)
    os.mkfifo(fifo)
    done = run_script("""
        import sideplot.producer, os
        ids = iter(["p1", "p2"])
        sideplot.producer.new_producer_id = lambda: next(ids)
        import sideplot
        sideplot.init(id="hangs").log(loss=1.0)
        pid = os.fork()
        sideplot.log(loss=2.0)
        if pid:
            assert os.waitpid(pid, 0)[1] == 0
        """)
    assert done.returncode == 0, done.stderr
    child = read_log(tmp_path / "root" / "runs" / "hangs" / "p2.jsonl")
    assert child.values("loss") == [2.0]
    assert ends(child) == ["finished"]


def test_a_root_that_cannot_be_made(run_script: RunScript, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = run_script(
        "import sideplot\nfor i in range(1_000): sideplot.log(loss=float(i))\nsideplot.text('a')\nprint('went on')",
        SIDEPLOT_DIR=str(tmp_path / "file" / "root"),
    )
    assert (done.returncode, done.stdout) == (0, "went on\n")
    assert done.stderr.count("cannot write") == 1
    assert "Not a directory" in done.stderr


def test_a_root_that_comes_later(run_script: RunScript, root: Path, tmp_path: Path) -> None:
    done = run_script("""
        import os, sideplot
        place = os.environ["SIDEPLOT_DIR"]
        open(place, "w").close()
        run = sideplot.init()
        for i in range(1_000): run.log(loss=float(i))
        from sideplot.writer import WRITER
        assert not WRITER.flush(0.2)
        os.unlink(place)
        run.log(loss=1_000.0)
        assert WRITER.flush(60)
        """)
    assert done.returncode == 0, done.stderr
    log = read_only_log(root)
    assert log.values("loss") == list(range(1_001))
    assert log.of("gap") == []
