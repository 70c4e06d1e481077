"""Starting runs: by `init`, by the first `log`, and in a process that was handed one."""

from __future__ import annotations

import os
from time import time

from .background_cell import CURRENT, belongs_to_another_cell
from .config import config_to_json
from .friendly_name import friendly_name
from .identity import default_project, is_id, new_run_id, process_facts
from .notebook import notebook_facts, watch_shell
from .open_runs import OPEN_RUNS
from .paths import root_folder
from .process_end import watch_spawned_worker
from .run import Run
from .system_metrics import wants_system_metrics, watch_system

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MAX_NAME_CHARACTERS = 256
_JOB_PRODUCER = "job"


def init(
    project: str | None = None,
    name: str | None = None,
    config: Any = None,
    *,
    id: str | None = None,
    dir: str | os.PathLike[str] | None = None,
    system_metrics: bool | None = None,
) -> Run:
    """Start a run and make it the one that `sideplot.log` writes to; the one before is finished, unless a background cell
    began it that still runs.

    `project` is by default the folder of the notebook or script, `name` an adjective and a noun. `config` is a mapping or an object with
    attributes. With the `id` of a run that other processes write to, this process joins it. `dir` is the root folder instead of
    `$SIDEPLOT_DIR`. Raises ValueError for an id of other than 1 to 128 characters of `A-Z a-z 0-9 . _ -`, a letter or digit first.

    With `system_metrics`, or by default in jobs, what the process uses of CPU, memory and GPUs is logged every 5 seconds.

    In a job the first run of a process is the job's own: the process joins it.
    """
    if id is not None and not is_id(id):
        raise ValueError(f"init: id must be 1 to 128 of A-Z a-z 0-9 . _ -, a letter or digit first, not {id!r}")
    previous = OPEN_RUNS.active
    if previous is not None and not belongs_to_another_cell(previous):
        previous.finish()
    root = root_folder() if dir is None else os.path.abspath(os.path.expanduser(os.fspath(dir)))
    job = _job_to_join() if id is None and dir is None else None
    notebook = _notebook()
    record: dict[str, Any] = {
        "id": id or job or new_run_id(),
        "name": _name(name) or friendly_name(),
        "project": _name(project) or default_project((notebook or {}).get("path")),
        "config": config_to_json(config),
        "start": time(),
    }
    if job is not None:
        # The program that watches the job decides how the run ends.
        record["parent"] = _JOB_PRODUCER
    run = _start(root, record, None)
    OPEN_RUNS.active = run
    cell = CURRENT.get()
    if cell is not None:
        cell.add_run(run)
    if wants_system_metrics(system_metrics):
        watch_system(run)
    return run


def _job_to_join() -> str | None:
    """The run of the job that this process belongs to, the first time; a further run of the process is one of its own."""
    if not _may_join_job():
        return None
    OPEN_RUNS.has_joined_job = True
    return os.environ.get("SIDEPLOT_RUN_ID")


def _may_join_job() -> bool:
    return is_id(os.environ.get("SIDEPLOT_RUN_ID")) and not OPEN_RUNS.has_joined_job


def start_cell_run(name: str, id: str) -> Run:
    """The run for what a background cell prints: in a job the job's, else one with this id, which its forked workers use, too."""
    return init(name=name or None, id=None if _may_join_job() else id)


def active_run() -> Run:
    """The run that module-level functions write to; a new one where there is none."""
    run = OPEN_RUNS.active
    if run is not None:
        return run
    # Threads that begin to log at once share a run.
    with OPEN_RUNS.starting:
        return OPEN_RUNS.active or init()


def attach(root: str, record: dict[str, Any], parent: str) -> Run:
    """The run that was handed over from another process, or the very run in the process that it comes from."""
    run = OPEN_RUNS.by_id.get(record["id"])
    if run is None:
        watch_spawned_worker()
        run = _start(root, {**record, "start": time()}, parent)
        if OPEN_RUNS.active is None:
            OPEN_RUNS.active = run
    return run


def _start(root: str, record: dict[str, Any], parent: str | None) -> Run:
    watch_shell()
    facts = process_facts()
    notebook = _notebook()
    if notebook is not None:
        facts["notebook"] = notebook
    run = Run(root, record, facts, parent)
    OPEN_RUNS.by_id[run.id] = run
    OPEN_RUNS.running.add(run)
    return run


def _notebook() -> dict[str, Any] | None:
    """The notebook and the cell of the code that asks; meanwhile the kernel may execute another cell than that of a background cell."""
    cell = CURRENT.get()
    return notebook_facts() if cell is None else cell.notebook


def _name(text: str | None) -> str:
    return "" if text is None else str(text)[:_MAX_NAME_CHARACTERS]
