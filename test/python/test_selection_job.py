"""Selected lines as a job: `python -m sideplot.selection_job`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sideplot.selection_job", *arguments]
    return subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=60, check=False)


def test_lines_are_those_of_their_file(tmp_path: Path) -> None:
    folder = tmp_path / "my wörk"
    folder.mkdir()
    (folder / "beside.py").write_text("value = 42\n")
    original = folder / "train.py"
    original.write_text("# as it was saved\n" * 20)
    script = tmp_path / "selection.py"
    script.write_text(
        "import beside, sys\nprint(beside.value, __name__, __file__, sys.argv)\ndef f():\n    raise ValueError('here')\nf()\n"
    )
    done = run(str(script), "--file", str(original), "--line", "7")
    assert done.returncode == 1
    assert done.stdout == f"42 __main__ {original} ['{original}']\n"
    assert f'File "{original}", line 11, in <module>' in done.stderr
    assert f'File "{original}", line 10, in f' in done.stderr
    assert "raise ValueError('here')" in done.stderr
    assert "selection_job" not in done.stderr


def test_lines_of_no_file(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("value = 42\n")
    script = tmp_path / "a" / "selection.py"
    script.parent.mkdir()
    script.write_text("import beside, sys\nprint(beside.value)\nsys.exit(7)\n")
    done = run(str(script), "--folder", str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (7, "42\n", "")
    script.write_text("for\n")
    done = run(str(script))
    assert done.returncode == 1
    assert "SyntaxError" in done.stderr
    assert f'File "{script}", line 1' in done.stderr
