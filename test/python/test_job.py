"""A program that was started as a job: it writes to the job's run, whose end the watching program decides."""

from __future__ import annotations

from pathlib import Path

from conftest import RunScript
from logs import read_log, run_folders

JOB = "20261122-181859-123000-a1b2c3"


def parents(root: Path) -> dict[str, list[str | None]]:
    """The parent that each log of each run names, by the run's id."""
    return {
        folder.name: [read_log(path).of("run")[0].get("parent") for path in sorted(folder.glob("*.jsonl"))] for folder in run_folders(root)
    }


def test_the_first_run_of_a_process_is_the_jobs(root: Path, run_script: RunScript) -> None:
    result = run_script("import sideplot; sideplot.log(loss=1)", SIDEPLOT_RUN_ID=JOB)
    assert result.returncode == 0, result.stderr
    assert parents(root) == {JOB: ["job"]}


def test_a_further_run_is_one_of_its_own(root: Path, run_script: RunScript) -> None:
    code = """
        import sideplot
        for lr in (0.1, 0.2, 0.3):
            with sideplot.init(config={"lr": lr}) as run:
                run.log(loss=lr)
    """
    assert run_script(code, SIDEPLOT_RUN_ID=JOB).returncode == 0
    found = parents(root)
    assert len(found) == 3
    assert found.pop(JOB) == ["job"]
    assert list(found.values()) == [[None], [None]]


def test_each_process_of_a_job_joins_it(root: Path, run_script: RunScript) -> None:
    code = """
        import subprocess, sys
        program = "import sideplot; sideplot.log(loss=1)"
        for _ in range(3):
            subprocess.run([sys.executable, "-c", program], check=True)
    """
    assert run_script(code, SIDEPLOT_RUN_ID=JOB).returncode == 0
    assert parents(root) == {JOB: ["job"] * 3}


def test_an_id_or_a_folder_of_its_own_is_not_the_jobs(root: Path, tmp_path: Path, run_script: RunScript) -> None:
    code = f"""
        import sideplot
        sideplot.init(id="mine").log(loss=1)
        sideplot.init(dir={str(tmp_path / "elsewhere")!r}).log(loss=1)
    """
    assert run_script(code, SIDEPLOT_RUN_ID=JOB).returncode == 0
    assert parents(root) == {"mine": [None]}
    assert [*parents(tmp_path / "elsewhere").values()] == [[None]]


def test_an_id_that_is_none_is_left_alone(root: Path, run_script: RunScript) -> None:
    assert run_script("import sideplot; sideplot.log(loss=1)", SIDEPLOT_RUN_ID="../../etc").returncode == 0
    (only,) = parents(root).values()
    assert only == [None]
