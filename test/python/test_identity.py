"""Ids, names, places and the facts about the process."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from conftest import RunScript
from logs import read_only_log
from sideplot.friendly_name import friendly_name
from sideplot.identity import default_project, is_id, new_producer_id, new_run_id, process_facts
from sideplot.paths import root_folder


def test_run_ids_sort_by_start_and_are_legal() -> None:
    ids = [new_run_id() for _ in range(200)]
    assert len(set(ids)) == 200
    assert all(re.fullmatch(r"\d{8}-\d{6}-\d{6}-[0-9a-f]{6}", run_id) for run_id in ids)
    assert all(is_id(run_id) for run_id in ids)
    assert [run_id[:22] for run_id in ids] == sorted(run_id[:22] for run_id in ids)


def test_producer_ids_and_names() -> None:
    assert re.fullmatch(rf"p{os.getpid()}-[0-9a-f]{{8}}", new_producer_id())
    assert re.fullmatch(r"[a-z]+-[a-z]+", friendly_name())


@pytest.mark.parametrize("text", ["", ".a", "-a", "a/b", "../a", "a b", "é", "a" * 129, None, 5, "a\n"])
def test_illegal_ids(text: object) -> None:
    assert not is_id(text)


def test_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIDEPLOT_WORKSPACE", "/home/ada/mnist")
    facts = process_facts()
    assert facts["pid"] == os.getpid()
    assert facts["cwd"] == os.getcwd()
    assert facts["workspace"] == "/home/ada/mnist"
    assert facts["language"] == "Python {}.{}.{}".format(*sys.version_info[:3])
    assert facts["host"]
    assert facts["user"]
    if sys.platform == "linux":
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        assert facts["pid_start"] == int(fields[22 - 3])


def test_the_process_start_is_right_for_a_program_with_an_odd_name(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("/proc is Linux")
    assert process_facts()["pid_start"] > 0
    Path("/proc/self/comm").write_text("a) b (c")
    try:
        assert process_facts()["pid_start"] == int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    finally:
        Path("/proc/self/comm").write_text("python")


def test_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SIDEPLOT_DIR", str(tmp_path / "chosen"))
    assert root_folder() == str(tmp_path / "chosen")
    monkeypatch.delenv("SIDEPLOT_DIR")
    monkeypatch.setenv("HOME", str(tmp_path))
    if sys.platform == "linux":
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        assert root_folder() == str(tmp_path / "data" / "sideplot")
        for useless in ("", "relative/folder"):
            monkeypatch.setenv("XDG_DATA_HOME", useless)
            assert root_folder() == str(tmp_path / ".local" / "share" / "sideplot")


def test_the_project_is_the_folder_of_the_notebook() -> None:
    assert default_project("/home/ada/mnist/a.ipynb") == "mnist"


def test_run_record_of_a_script(run_script: RunScript, root: Path, tmp_path: Path) -> None:
    done = run_script("import sideplot; sideplot.log(loss=1.5)", SIDEPLOT_WORKSPACE="/w")
    assert (done.returncode, done.stderr) == (0, "")
    record = read_only_log(root).records[0]
    assert record["type"] == "run"
    assert record["version"] == 1
    assert record["project"] == "work"
    assert record["cwd"] == str(tmp_path / "work")
    assert record["argv"] == [str(tmp_path / "work" / "script.py")]
    assert record["workspace"] == "/w"
    assert "notebook" not in record
    assert "parent" not in record


def test_folders_and_files_are_for_the_user_only(run_script: RunScript, root: Path) -> None:
    run_script("import os; os.umask(0); import sideplot; sideplot.log(loss=1.5)")
    assert [oct(path.stat().st_mode & 0o777) for path in (root, root / "runs")] == ["0o700", "0o700"]
    (log,) = root.glob("runs/*/*.jsonl")
    assert oct(log.stat().st_mode & 0o777) == "0o600"


def test_a_deleted_working_folder_is_no_error(run_script: RunScript, root: Path) -> None:
    done = run_script("import os, tempfile; d = tempfile.mkdtemp(); os.chdir(d); os.rmdir(d)\nimport sideplot; sideplot.log(loss=1.5)")
    assert (done.returncode, done.stderr) == (0, "")
    assert "cwd" not in read_only_log(root).records[0]
