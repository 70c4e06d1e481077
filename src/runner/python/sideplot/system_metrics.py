"""What the process uses of the machine, as metrics `system/…` of its run: sampled every 5 seconds, without any other package.

`system/cpu` is in percent of one core, so that 250 means two and a half cores. `system/memory` is what the process holds, in MiB. Both
count the processes that it started, too, such as workers that load data.
`system/gpu0` is the use of the first GPU in percent and `system/gpu0 memory` its memory in MiB, of all programs together; they come from
`nvidia-smi`, where there is one. The step of a sample is the number of seconds since the run began.
"""

from __future__ import annotations

import os
from time import monotonic

from .process_usage import cpu_seconds, resident_bytes
from .producer import Producer
from .ticker import TICKER

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from typing import Any

    from .run import Run

INTERVAL_SECONDS = 5.0
# So that a short job has a sample, too.
FIRST_SECONDS = 1.0
_GPU_SECONDS = 10.0
# How torchrun, Slurm and Open MPI number the processes of a machine.
_LOCAL_RANKS = ("LOCAL_RANK", "SLURM_LOCALID", "OMPI_COMM_WORLD_LOCAL_RANK")
_MEBIBYTE = 1_048_576
_GPU_QUERY = ["--query-gpu=index,utilization.gpu,memory.used", "--format=csv,noheader,nounits"]


def wants_system_metrics(asked: bool | None) -> bool:
    """Whether a run is to be sampled: never with `$SIDEPLOT_SYSTEM_METRICS` 0; else as asked; else when the variable is 1, and in jobs."""
    variable = os.environ.get("SIDEPLOT_SYSTEM_METRICS", "")
    if variable == "0" or asked is not None:
        return variable != "0" and bool(asked)
    return variable == "1" or os.environ.get("SIDEPLOT_JOB") == "1" or bool(os.environ.get("SIDEPLOT_RUN_ID"))


def watch_system(run: Run) -> None:
    """Sample this process for the run, as long as it is open."""
    TICKER.add(SystemMetrics(run).look)


class SystemMetrics:
    """The samples of one run."""

    def __init__(self, run: Run) -> None:
        # Only here: most programs need it not, and it takes longer to import than Sideplot.
        import shutil

        self._run = run
        self._began = self._sampled = monotonic()
        self._cpu = cpu_seconds()
        self._due = self._began + FIRST_SECONDS
        self._gpu_program = shutil.which("nvidia-smi") if _is_first_of_machine() else None
        self._gpu: subprocess.Popen[str] | None = None
        self._gpu_asked = 0.0
        self._units: set[str] = set()

    def look(self) -> bool:
        """Take a sample if it is time for one; False when the run has ended."""
        if self._run.status != "running":
            self._end_gpu_query()
            return False
        now = monotonic()
        if self._gpu is not None:
            self._take_gpu_answer(now)
        if now >= self._due:
            self._due = now + INTERVAL_SECONDS
            self._log({"system/cpu": (self._cpu_percent(), "%"), **_memory()})
            self._ask_gpus(now)
        return True

    def _cpu_percent(self) -> float:
        # The two clocks at one moment.
        now, cpu = monotonic(), cpu_seconds()
        before, since = self._cpu, self._sampled
        self._cpu, self._sampled = cpu, now
        # A process that ended without being waited for takes its time with it.
        return max(0.0, 100 * (cpu - before) / max(now - since, 1e-9))

    def _ask_gpus(self, now: float) -> None:
        if self._gpu_program is None or self._gpu is not None:
            return
        import subprocess

        try:
            self._gpu = subprocess.Popen(
                [self._gpu_program, *_GPU_QUERY],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            self._gpu_asked = now
        except OSError:
            self._gpu_program = None

    def _take_gpu_answer(self, now: float) -> None:
        gpu = self._gpu
        if gpu is None or (gpu.poll() is None and now - self._gpu_asked < _GPU_SECONDS):
            return
        if gpu.returncode == 0 and gpu.stdout is not None:
            self._log(_gpu_values(gpu.stdout.read()))
        else:
            # A driver that does not answer or fails will not be asked again.
            self._gpu_program = None
        self._end_gpu_query()

    def _end_gpu_query(self) -> None:
        gpu, self._gpu = self._gpu, None
        if gpu is not None:
            gpu.kill()
            gpu.communicate()

    def _log(self, values: dict[str, tuple[float, str]]) -> None:
        for name, (_, unit) in values.items():
            if name not in self._units:
                self._units.add(name)
                self._run._enqueue(Producer.set_unit, (name, unit))
        if values:
            seconds = round(monotonic() - self._began, 3)
            self._run._enqueue(_add_sample, (seconds, {name: value for name, (value, _) in values.items()}))


def _is_first_of_machine() -> bool:
    """Whether this is no further process of a training in several: what the GPUs do they would all ask for, and log the same."""
    return all(os.environ.get(name, "0") == "0" for name in _LOCAL_RANKS)


def _add_sample(producer: Producer, time: float, payload: Any) -> None:
    # The steps of what the program logs go on as if there were no samples.
    next_step = producer.next_step
    producer.add_row_later(time, payload)
    producer.next_step = next_step


def _memory() -> dict[str, tuple[float, str]]:
    size = resident_bytes()
    return {} if size is None else {"system/memory": (size / _MEBIBYTE, "MiB")}


def _gpu_values(text: str) -> dict[str, tuple[float, str]]:
    values: dict[str, tuple[float, str]] = {}
    for line in text.splitlines():
        fields = [field.strip() for field in line.split(",")]
        if len(fields) != 3:
            continue
        index, use, memory = fields
        for name, field, unit in ((f"system/gpu{index}", use, "%"), (f"system/gpu{index} memory", memory, "MiB")):
            try:
                values[name] = (float(field), unit)
            except ValueError:
                # A GPU that does not support the query says so in words.
                pass
    return values
