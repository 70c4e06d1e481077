"""A whole notebook as a job: `python -m sideplot.notebook_job`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import CLIENT_FOLDER
from logs import ends, log_files, read_log, read_only_log, wait_until
from sideplot.notebook_parameters import parse_parameters


def write_notebook(folder: Path, *cells: str, minor: int = 5, tags: dict[int, list[str]] | None = None) -> Path:
    """A notebook with these code cells."""
    content = {
        "cells": [
            {
                "cell_type": "code",
                "metadata": {"tags": (tags or {}).get(index, [])},
                "source": source,
                "outputs": [],
                "execution_count": None,
                **({"id": f"cell-{index}"} if minor >= 5 else {}),
            }
            for index, source in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "elsewhere", "display_name": "Elsewhere", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": minor,
    }
    folder.mkdir(exist_ok=True)
    path = folder / "train.ipynb"
    path.write_text(json.dumps(content), "utf-8")
    return path


def run(path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sideplot.notebook_job", str(path), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def cells_of(path: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["cells"]
    return cells


def test_all_cells_run_on_this_interpreter(tmp_path: Path, root: Path) -> None:
    path = write_notebook(
        tmp_path / "mnist",
        "import os, sys, sideplot\nprint(sys.executable)\nprint(os.getcwd())",
        "for i in range(10): sideplot.log(loss=i)\nprint('careful', file=sys.stderr)",
        "6 * 7",
    )
    before = path.read_bytes()
    done = run(path)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [sys.executable, str(tmp_path / "mnist"), "42"]
    assert "careful\n" in done.stderr
    assert path.read_bytes() == before
    executed = cells_of(tmp_path / "mnist" / "train.executed.ipynb")
    assert [cell["execution_count"] for cell in executed] == [1, 2, 3]
    assert executed[2]["outputs"][0]["data"]["text/plain"] == ["42"]
    log = read_only_log(root)
    assert log.values("loss") == list(range(10))
    assert log.records[0]["notebook"]["path"] == str(path)
    assert ends(log) == ["finished"]
    assert sorted(item.name for item in path.parent.iterdir()) == ["train.executed.ipynb", "train.ipynb"]


def test_an_error_ends_it(tmp_path: Path, root: Path) -> None:
    path = write_notebook(tmp_path / "work", "print('before')", "def f():\n    raise ValueError('diverged')\nf()", "print('after')")
    done = run(path, "--output", str(tmp_path / "copy.ipynb"))
    assert done.returncode == 1
    assert done.stdout == "before\n"
    assert "ValueError: diverged" in done.stderr
    assert "line 2" in done.stderr
    assert "\x1b" not in done.stderr
    executed = cells_of(tmp_path / "copy.ipynb")
    assert executed[1]["outputs"][-1]["ename"] == "ValueError"
    assert executed[2]["execution_count"] is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_reaches_the_cell(tmp_path: Path, root: Path, number: signal.Signals) -> None:
    path = write_notebook(
        tmp_path / "work",
        "print('one')",
        "import sideplot, time\ntry:\n    while True: sideplot.log(loss=1); time.sleep(0.001)\nfinally: print('cleaned up')",
        "print('after')",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "sideplot.notebook_job", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_until(lambda: log_files(root) and read_only_log(root).values("loss"), "points")
        # The copy is there while the notebook runs.
        assert cells_of(tmp_path / "work" / "train.executed.ipynb")[0]["execution_count"] == 1
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 130
    assert stdout == "one\ncleaned up\n"
    assert stderr.splitlines()[-1] == "KeyboardInterrupt"
    assert ends(read_only_log(root)) == ["interrupted"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_kernel_is_left_behind_by_a_kill(tmp_path: Path, root: Path) -> None:
    path = write_notebook(tmp_path / "work", "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(3600)")
    process = subprocess.Popen([sys.executable, "-m", "sideplot.notebook_job", str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        kernel = int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()
    wait_until(lambda: not Path(f"/proc/{kernel}").exists(), "the end of the kernel")


def test_lines_come_as_they_are_printed(tmp_path: Path) -> None:
    go = tmp_path / "go"
    path = write_notebook(tmp_path / "work", f"import os, time\nprint('first')\nwhile not os.path.exists({str(go)!r}): time.sleep(0.01)")
    process = subprocess.Popen([sys.executable, "-m", "sideplot.notebook_job", str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "first\n"
        assert process.poll() is None
        go.touch()
        assert process.wait(120) == 0
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("minor", [4, 5])
def test_parameters_follow_the_tagged_cell(tmp_path: Path, minor: int) -> None:
    path = write_notebook(
        tmp_path / "work", "import os", "rate = 0.1\nname = 'a'", "print(rate, name, layers)", minor=minor, tags={1: ["parameters"]}
    )
    done = run(path, "--parameters", json.dumps({"rate": 0.5, "layers": [1, None, {"x": True}]}))
    assert (done.returncode, done.stdout) == (0, "0.5 a [1, None, {'x': True}]\n")
    executed = tmp_path / "work" / "train.executed.ipynb"
    assert [cell["metadata"].get("tags", []) for cell in cells_of(executed)] == [[], ["parameters"], ["injected-parameters"], []]
    # Those of an earlier run are replaced.
    again = run(executed, "--parameters", '{"rate": 0.25, "layers": "é"}')
    assert (again.returncode, again.stdout) == (0, "0.25 a é\n")


def test_parameters_without_a_tagged_cell_come_first(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "work", "print(rate)")
    assert run(path, "--parameters", '{"rate": 2}').stdout == "2\n"


@pytest.mark.parametrize("text", ["{", "[]", "5", '{"a b": 1}', '{"class": 1}', '{"a": NaN}', '{"": 1}'])
def test_parameters_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="parameter"):
        parse_parameters(text)


@pytest.mark.parametrize(
    ("content", "arguments", "error"),
    [
        (None, [], "No such file"),
        ("no JSON", [], "train.ipynb"),
        ('{"a": 1}', [], "train.ipynb"),
        ('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', ["--parameters", "[]"], "JSON object"),
    ],
)
def test_what_cannot_be_started(tmp_path: Path, content: str | None, arguments: list[str], error: str) -> None:
    path = tmp_path / "train.ipynb"
    if content is not None:
        path.write_text(content)
    done = run(path, *arguments)
    assert done.returncode == 2
    assert error in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, "print(1)")
    done = subprocess.run(
        [sys.executable, "-S", "-m", "sideplot.notebook_job", str(path)],
        env={**os.environ, "PYTHONPATH": str(CLIENT_FOLDER)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "nbclient" in done.stderr
    assert f"{sys.executable} -m pip install" in done.stderr


def test_background_cells_are_waited_for(tmp_path: Path, root: Path) -> None:
    path = write_notebook(
        tmp_path / "work",
        "import sideplot, time",
        "%%background train\nfor i in range(300): sideplot.log(loss=float(i)); time.sleep(0.005)",
    )
    done = run(path)
    assert (done.returncode, done.stderr.count("Error")) == (0, 0)
    assert read_only_log(root).values("loss") == list(range(300))
    assert ends(read_only_log(root))[-1] == "finished"


def test_a_background_cell_that_fails_fails_the_notebook(tmp_path: Path, root: Path) -> None:
    path = write_notebook(tmp_path / "work", "import sideplot", "%%background train\nraise ValueError('diverged')", "print('goes on')")
    done = run(path)
    assert (done.returncode, done.stdout) == (1, "goes on\n")
    assert "background cell train: ValueError: diverged" in done.stderr


def test_a_kernel_that_dies(tmp_path: Path) -> None:
    done = run(write_notebook(tmp_path / "work", "import os; os._exit(3)", "print('after')"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "The kernel died." in done.stderr


def test_another_language_needs_its_kernel(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "work", "print(1)")
    for metadata in (
        {"kernelspec": {"name": "nowhere", "display_name": "R", "language": "R"}},
        {"kernelspec": {"name": "nowhere", "display_name": "R"}, "language_info": {"name": "R"}},
    ):
        path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "metadata": metadata}), "utf-8")
        done = run(path)
        assert done.returncode == 2
        assert "kernel nowhere, which the notebook in R needs, is not installed" in done.stderr
        assert "Traceback" not in done.stderr
    assert "kernel absent is not installed" in run(path, "--kernel", "absent").stderr


def test_outputs_of_before_are_not_in_the_copy(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "work", "1 / 0", "print('after')")
    content = json.loads(path.read_text("utf-8"))
    content["cells"][1].update(execution_count=7, outputs=[{"output_type": "stream", "name": "stdout", "text": "of before\n"}])
    path.write_text(json.dumps(content), "utf-8")
    assert run(path).returncode == 1
    [failed, after] = cells_of(tmp_path / "work" / "train.executed.ipynb")
    assert (failed["outputs"][-1]["ename"], after["outputs"], after["execution_count"]) == ("ZeroDivisionError", [], None)


def test_what_a_notebook_by_itself_cannot_do_is_said(tmp_path: Path) -> None:
    done = run(write_notebook(tmp_path / "work", "input('name? ')"))
    assert done.returncode == 1
    assert "cannot ask for input: give it parameters instead" in done.stderr.splitlines()[-1]


def test_displays_are_printed_and_the_kernel_says_nothing(tmp_path: Path) -> None:
    path = write_notebook(
        tmp_path / "work", "from IPython.display import Image, display\ndisplay({'a': 1})", "import sideplot", "%%background\n1"
    )
    done = run(path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "{'a': 1}\n", "")


def test_its_run_tells_which_cell_is_executed(tmp_path: Path, root: Path) -> None:
    path = write_notebook(tmp_path / "my nöte book", "import sideplot", "# Train\nsideplot.log(loss=1)", "", "1 / 0", "print('after')")
    done = run(path, SIDEPLOT_RUN_ID="job-1")
    assert done.returncode == 1
    logs = {bool(log.of("progress")): log for log in map(read_log, log_files(root))}
    assert sorted(logs) == [False, True]
    assert logs[False].values("loss") == [1]
    lines = [line for record in logs[True].of("text") for line in record["lines"]]
    assert lines == [
        f"train.ipynb: 4 cells, on {sys.executable}",
        "cell 1 of 4: import sideplot",
        "cell 2 of 4: # Train",
        "cell 3 of 4: 1 / 0",
    ]
    bars = [(record["done"], record["total"]) for record in logs[True].of("progress")]
    assert bars[-1] == (3, 4)


def test_an_old_notebook_is_read(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "input": "print('three')", "language": "python", "metadata": {}, "outputs": [], "prompt_number": 1}
    path = tmp_path / "train.ipynb"
    path.write_text(json.dumps({"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"metadata": {}, "cells": [cell]}]}))
    done = run(path)
    assert (done.returncode, done.stdout) == (0, "three\n")


def test_a_copy_that_cannot_be_saved(tmp_path: Path) -> None:
    done = run(write_notebook(tmp_path / "work", "print('never')"), "--output", str(tmp_path / "absent" / "copy.ipynb"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "could not be started" in done.stderr
    assert "absent" in done.stderr
