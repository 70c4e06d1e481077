"""What the process uses of the machine, as metrics."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from conftest import RunScript
from logs import read_only_log


@pytest.mark.parametrize(
    ("variables", "argument", "wanted"),
    [
        ({}, "", False),
        ({}, "system_metrics=True", True),
        ({"SIDEPLOT_JOB": "1"}, "", True),
        ({"SIDEPLOT_RUN_ID": "job-1"}, "", True),
        ({"SIDEPLOT_RUN_ID": "job-1"}, "system_metrics=False", False),
        ({"SIDEPLOT_JOB": "1", "SIDEPLOT_SYSTEM_METRICS": "0"}, "", False),
        ({"SIDEPLOT_SYSTEM_METRICS": "0"}, "system_metrics=True", False),
        ({"SIDEPLOT_SYSTEM_METRICS": "1"}, "", True),
    ],
)
def test_who_wants_them(run_script: RunScript, root: Path, variables: dict[str, str], argument: str, wanted: bool) -> None:
    done = run_script(
        f"""
        import os, time, sideplot, sideplot.system_metrics, sideplot.ticker
        sideplot.system_metrics.FIRST_SECONDS = 0.0
        run = sideplot.init({argument})
        run.log(loss=1.0)
        assert len(sideplot.ticker.TICKER._calls) == {1 + wanted}, "beside the look at the control log"
        while {wanted} and not (os.path.exists(run.path) and "system/memory" in open(run.path).read()): time.sleep(0.005)
        """,
        **variables,
    )
    assert (done.returncode, done.stderr) == (0, "")
    names = set(read_only_log(root).metrics().values())
    assert names == ({"loss", "system/cpu", "system/memory"} if wanted else {"loss"})


def test_samples_have_units_and_leave_the_steps_alone(run_script: RunScript, root: Path) -> None:
    done = run_script("""
        import os, time, sideplot, sideplot.system_metrics
        sideplot.system_metrics.INTERVAL_SECONDS = sideplot.system_metrics.FIRST_SECONDS = 0.25
        block = bytearray(b"x") * (200 << 20)
        run = sideplot.init(system_metrics=True)
        index = 0
        def samples():
            names = [value for value in run._producer.columns if value.startswith("system/")]
            return open(run.path).read().count('"points"') if index > 3 and os.path.exists(run.path) and names else 0
        while samples() < 60:
            run.log(loss=float(index))
            index += 1
            end = time.process_time() + 0.05
            while time.process_time() < end: pass
        print(index)
        """)
    assert done.stderr == ""
    log = read_only_log(root)
    assert log.steps("loss") == list(range(int(done.stdout)))
    units = {record["metric"]: record.get("unit") for record in log.of("series")}
    assert (units["system/cpu"], units["system/memory"]) == ("%", "MiB")
    assert len(log.values("system/cpu")) >= 3
    # One thread that computes, on a machine that others use, too: never far above one core, and how far below is not its doing.
    assert all(0 < value < 250 for value in log.values("system/cpu"))
    assert all(200 < value < 1_000 for value in log.values("system/memory"))
    steps = log.steps("system/cpu")
    assert steps == sorted(steps)
    assert 0.2 < steps[0] < 30


@pytest.mark.skipif(sys.platform == "win32", reason="the program in place of nvidia-smi is a shell script")
@pytest.mark.parametrize(
    ("script", "found"), [("echo '0, 87, 1024'; echo '1, [N/A], 2048'", True), ("exit 9", False), ("echo rubbish", False)]
)
def test_gpus(run_script: RunScript, root: Path, tmp_path: Path, script: str, found: bool) -> None:
    program = tmp_path / "bin" / "nvidia-smi"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\n{script}\n')
    program.chmod(0o755)
    done = run_script(
        """
        import os, time, sideplot, sideplot.system_metrics
        sideplot.system_metrics.INTERVAL_SECONDS = sideplot.system_metrics.FIRST_SECONDS = 0.25
        run = sideplot.init(system_metrics=True)
        while not (os.path.exists(run.path) and open(run.path).read().count('"points"') >= 8): time.sleep(0.005)
        """,
        PATH=f"{program.parent}{os.pathsep}{os.environ['PATH']}",
    )
    assert (done.returncode, done.stderr) == (0, "")
    log = read_only_log(root)
    names = set(log.metrics().values())
    expected = {"system/gpu0", "system/gpu0 memory", "system/gpu1 memory"} if found else set()
    assert names == {"system/cpu", "system/memory"} | expected
    if found:
        assert set(log.values("system/gpu0")) == {87}
        assert set(log.values("system/gpu1 memory")) == {2048}
        assert "utilization.gpu" in (tmp_path / "asked").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of other processes")
def test_processes_that_it_started_are_counted(run_script: RunScript) -> None:
    done = run_script("""
        import os, subprocess, sys, time
        from sideplot.process_usage import cpu_seconds, resident_bytes

        def from_proc(pid):
            ticks = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[11:13]
            pages = int(open(f"/proc/{pid}/statm").read().split()[1])
            return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE")

        grandchild = "import time\\nblock = bytearray(b'x') * (100 << 20)\\nwhile time.process_time() < 0.5: pass\\n"
        grandchild += "print('ready', flush=True)\\ninput()"
        child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
        before = cpu_seconds(), resident_bytes()
        process = subprocess.Popen([sys.executable, "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdout.readline()
        [last] = open(f"/proc/{process.pid}/task/{process.pid}/children").read().split()
        parts = [from_proc(pid) for pid in ("self", process.pid, last)]
        usage = cpu_seconds(), resident_bytes()
        assert abs(usage[0] - sum(cpu for cpu, _ in parts)) < 0.2, (usage, parts)
        assert abs(usage[1] - sum(memory for _, memory in parts)) < 2 << 20, (usage, parts)
        assert usage[1] - before[1] > 100 << 20
        process.communicate(b"\\n")
        # What they used stays counted.
        assert cpu_seconds() >= before[0] + 0.5
        began = time.process_time()
        for _ in range(100): cpu_seconds(), resident_bytes()
        assert time.process_time() - began < 1, "ten milliseconds each"
        """)
    assert (done.returncode, done.stderr) == (0, "")


def test_gpus_are_asked_for_by_the_first_process_of_a_machine(run_script: RunScript, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "nvidia-smi"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    code = """
        import sideplot, sideplot.system_metrics
        print(sideplot.system_metrics.SystemMetrics(sideplot.init())._gpu_program is not None)
        """
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    assert [run_script(code, PATH=path, LOCAL_RANK=rank).stdout for rank in "01"] == ["True\n", "False\n"]
