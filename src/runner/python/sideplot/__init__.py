"""Log metrics and watch them live beside the notebook, in the Sideplot extension of VS Code.

    import sideplot
    sideplot.log(loss=0.3)

or, with a name and a config, `with sideplot.init(project="mnist", config={"lr": 0.01}) as run: run.log({"train/loss": 0.3})`.
"""

from __future__ import annotations

import sys
from time import time

from .background_cell import RUNNING, BackgroundCell, is_stopping
from .control import Button, Choice, Slider, Toggle
from .fork import watch_forks
from .metric import Metric
from .open_runs import OPEN_RUNS
from .progress import Track
from .run import Run
from .start import active_run, init
from .warning import SideplotWarning
from .writer import WRITER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, Mapping, SupportsFloat, TypeVar

    from .picture import Picture

    Item = TypeVar("Item")

__all__ = [
    "BackgroundCell",
    "Button",
    "Choice",
    "Metric",
    "Run",
    "SideplotWarning",
    "Slider",
    "Toggle",
    "alert",
    "background_cells",
    "button",
    "choice",
    "figure",
    "finish",
    "init",
    "log",
    "log_many",
    "metric",
    "note",
    "picture",
    "progress",
    "slider",
    "stopping",
    "text",
    "toggle",
    "track",
]
__version__ = "0.1.0"

if "_forks_watched" not in globals():
    watch_forks()
_forks_watched = True
if "IPython" in sys.modules:
    from .background_magic import register_magic

    register_magic()


_queue = WRITER.queue
_extend = WRITER.queue.extend


def log(metrics: Mapping[str, Any] | None = None, *, step: SupportsFloat | None = None, **values: Any) -> None:
    """Log numbers to the active run, which is started if there is none; see `Run.log`."""
    run = OPEN_RUNS.active
    if run is None:
        run = active_run()
    if step is None and metrics is None and len(values) == 1 and not run._look_closer:
        # As `Run._log` does it, without another call.
        name, value = values.popitem()
        try:
            if value.__class__ is float and name in run._columns:
                _extend((run._columns[name], time(), None, value))
                if len(_queue) > WRITER.limit:
                    WRITER.relieve()
                return
        except Exception as error:
            run._refuse("log", f"a call that raised {type(error).__name__}")
            return
        values[name] = value
    if metrics is None:
        run._log(step, values)
    else:
        run._log_mapping(metrics, step, values)


def log_many(name: str, y: Any, x: Any = None) -> None:
    """Log many points of a metric at once to the active run; see `Run.log_many`."""
    active_run().log_many(name, y, x)


def metric(name: str, unit: str = "") -> Metric:
    """A handle for one metric of the active run; see `Run.metric`."""
    return active_run().metric(name, unit)


def text(line_or_lines: str | Iterable[Any], stream: str = "text") -> None:
    """Log lines of text to the active run; see `Run.text`."""
    active_run().text(line_or_lines, stream)


def figure(name: str, charts: Iterable[Any], open: str | None = None) -> None:
    """Say what one panel shows; see `Run.figure`."""
    active_run().figure(name, charts, open)


def note(text: str, step: SupportsFloat | None = None, kind: str = "note") -> None:
    """Set a marker in the active run; see `Run.note`."""
    active_run().note(text, step, kind)


def alert(text: str, level: str = "warning", step: SupportsFloat | None = None) -> None:
    """Set a marker in the active run, of which the editor notifies the user; see `Run.alert`."""
    active_run().alert(text, level, step)


def progress(
    done: SupportsFloat,
    total: SupportsFloat | None = None,
    name: str = "progress",
    *,
    unit: str = "",
    finished: bool | None = None,
) -> None:
    """Show how far something is, in the active run; see `Run.progress`."""
    active_run().progress(done, total, name, unit=unit, finished=finished)


def track(items: Iterable[Item], name: str = "progress", *, total: SupportsFloat | None = None, unit: str = "") -> Iterable[Item]:
    """The same items, with a progress bar in the active run while they are looped over; see `Run.track`."""
    return Track(active_run, items, name, total, unit)


def slider(name: str, value: float, min: float, max: float, *, step: float | None = None, log: bool = False, unit: str = "") -> Slider:
    """A slider in the panel of the active run; see `Run.slider`."""
    return active_run().slider(name, value, min, max, step=step, log=log, unit=unit)


def toggle(name: str, value: bool = False) -> Toggle:
    """A checkbox in the panel of the active run; see `Run.toggle`."""
    return active_run().toggle(name, value)


def choice(name: str, options: Iterable[str], value: str | None = None) -> Choice:
    """A list in the panel of the active run of which the user chooses one; see `Run.choice`."""
    return active_run().choice(name, options, value)


def button(name: str) -> Button:
    """A button in the panel of the active run; see `Run.button`."""
    return active_run().button(name)


def background_cells() -> list[BackgroundCell]:
    """The handles of the background cells that run, in the order of their start."""
    return sorted(RUNNING, key=lambda cell: cell.started)


def stopping() -> bool:
    """Whether this code was asked to stop: the background cell that asks, or the active run by the editor; see `Run.stop_requested`."""
    return is_stopping()


def picture(figure: str | None = None) -> Picture:
    """A static picture of what the active run logged so far; see `Run.picture`."""
    return active_run().picture(figure)


def finish(status: str = "finished", error: str = "", *, picture: bool = False) -> None:
    """End the active run, if there is one; see `Run.finish`."""
    run = OPEN_RUNS.active
    if run is not None:
        run.finish(status, error, picture=picture)
