"""The package as it is installed: a wheel of pure Python without dependencies, and an import that loads little."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import CLIENT_FOLDER, RunScript


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # A copy: a build must leave nothing in the source folder.
    source = folder / "source"
    shutil.copytree(CLIENT_FOLDER, source, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    sources = {f"sideplot/{path.name}" for path in (CLIENT_FOLDER / "sideplot").glob("*.py")} | {"sideplot/py.typed"}
    assert {name for name in names if ".dist-info/" not in name} == sources
    assert wheel.name.endswith("-py3-none-any.whl")
    metadata = next(zipfile.ZipFile(wheel).read(name).decode() for name in names if name.endswith("METADATA"))
    assert "Requires-Python: >=3.8" in metadata
    assert "Requires-Dist" not in metadata


def test_wheel_installs_and_logs(wheel: Path, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH")
    target = tmp_path / "installed"
    subprocess.run([sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)], check=True)
    code = f"import sys; sys.path.insert(0, {str(target)!r}); import sideplot; sideplot.log(loss=1.0); print(sideplot.__file__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(target))
    assert len(list(root.glob("runs/*/*.jsonl"))) == 1


def test_import_loads_nothing_heavy_and_starts_nothing(run_script: RunScript, root: Path) -> None:
    done = run_script("""
        import sys, threading
        before = set(sys.modules)
        import sideplot
        heavy = {"typing", "platform", "pickle", "logging", "inspect", "asyncio", "multiprocessing", "numpy", "IPython", "socket"}
        print(sorted(heavy & (set(sys.modules) - before)), threading.active_count())
        """)
    assert done.stdout == "[] 1\n", done.stderr
    assert not root.exists()
