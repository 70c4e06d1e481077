"""Controls: widgets in a run's panel by which the user reaches the running code."""

from __future__ import annotations

import math
from time import monotonic, time

from .control_log import watch_control_log
from .note import note_record
from .producer import Producer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, TypeVar

    from .run import Run

    Kind = TypeVar("Kind", bound="Control")

# So often the control log is read for what the user does, in seconds.
_LOOK_SECONDS = 0.1
MAX_CONTROLS = 100
MAX_TEXT_CHARACTERS = 200
MAX_OPTIONS = 200


class Control:
    """What the kinds of controls have in common. Made by `Run.slider` and its like; `name` is what the user sees."""

    kind = ""
    # A value becomes a marker in the charts when it has rested so long: not each place of a slider that is dragged.
    rest_seconds = 1.0

    def __init__(self, run: Run, name: str, value: Any, facts: dict[str, Any]) -> None:
        self.name = name
        self._run = run
        self._value = value
        self._facts = {"value": value, **facts}
        self._has_changed = False
        # When the value changed that is not marked yet, in seconds since 1970 and by the monotonic clock.
        self._unmarked: tuple[float, float] | None = None
        # What the user said before, of a control of this name, does not count.
        self._since = run.control_log.size

    def changed(self) -> bool:
        """Whether the user has changed the value since this was last asked."""
        watch_control_log(self._run)
        changed, self._has_changed = self._has_changed, False
        return changed

    def is_like(self, other: Control) -> bool:
        """Whether the other was made with the same arguments."""
        return self.kind == other.kind and self._facts == other._facts

    def define(self) -> None:
        """Tell the editor of the control."""
        self._write({"type": "control", "name": self.name, "kind": self.kind, **self._facts, "time": time()})

    def take(self, value: Any, end: int) -> None:
        """The user has set a value, by a line of the control log that ends there; one that cannot be is skipped."""
        legal = self._legal(value) if end > self._since else None
        if legal is not None:
            self._set(legal)
            self._has_changed = True

    def mark(self, at_once: bool) -> None:
        """Set a marker for a value that has come to rest."""
        unmarked = self._unmarked
        if unmarked is not None and (at_once or monotonic() - unmarked[1] >= self.rest_seconds):
            self._unmarked = None
            self._write({**note_record(self._marker(), "control"), "time": unmarked[0]})

    def _set(self, value: Any) -> None:
        self._value = value
        now = time()
        self._unmarked = (now, monotonic())
        self._write({"type": "value", "name": self.name, "value": value, "time": now})

    def _legal(self, value: Any) -> Any:
        """The value as this control has it, None for one that cannot be."""
        raise NotImplementedError

    def _words(self) -> str:
        return str(self._value)

    def _marker(self) -> str:
        return f"{self.name} = {self._words()}"

    def _write(self, record: dict[str, Any]) -> None:
        # A child of a fork has a copy: only its parent tells.
        if self._run.listens and self._run.status == "running":
            self._run._enqueue(Producer.add_record, record)

    def __repr__(self) -> str:
        return f"<sideplot {self.kind} {self.name}: {self._words()}>"


class Slider(Control):
    """A number from `min` to `max`. See `Run.slider`."""

    kind = "slider"

    def __init__(self, run: Run, name: str, value: float, min: float, max: float, step: float | None, log: bool, unit: str) -> None:
        self.is_whole = not log and all(type(number) is int for number in (value, min, max)) and (step is None or type(step) is int)
        self.min, self.max, self.step = _finite(min, "min"), _finite(max, "max"), 1 if self.is_whole and step is None else step
        facts: dict[str, Any] = {"min": self.min, "max": self.max}
        if self.step is not None:
            facts["step"] = _finite(self.step, "step")
            if facts["step"] <= 0:
                raise ValueError("slider: the step must be more than 0")
        if log:
            facts["scale"] = "log"
        if unit:
            facts["unit"] = str(unit)[:MAX_TEXT_CHARACTERS]
        if not self.min < self.max or (log and self.min <= 0):
            raise ValueError("slider: min must be less than max, and more than 0 for log")
        super().__init__(run, name, self._checked(value), facts)

    @property
    def value(self) -> float:
        """The number that holds now. The program may set it, too."""
        watch_control_log(self._run)
        return self._value  # type: ignore[no-any-return]

    @value.setter
    def value(self, value: float) -> None:
        self._set(self._checked(value))

    def _checked(self, value: Any) -> float:
        legal = self._legal(_finite(value, "value"))
        if legal is None:
            raise ValueError(f"slider: {value!r} is not in the range from {self.min} to {self.max}")
        return legal

    def _legal(self, value: Any) -> float | None:
        if type(value) not in (int, float) or not self.min <= value <= self.max:
            return None
        return round(value) if self.is_whole else float(value)

    def _words(self) -> str:
        unit = self._facts.get("unit", "")
        return f"{self._value:g}{unit and ' '}{unit}"


class Toggle(Control):
    """True or False. See `Run.toggle`."""

    kind = "toggle"

    @property
    def value(self) -> bool:
        """What holds now. The program may set it, too."""
        watch_control_log(self._run)
        return self._value  # type: ignore[no-any-return]

    @value.setter
    def value(self, value: bool) -> None:
        self._set(bool(value))

    def _legal(self, value: Any) -> bool | None:
        return value if type(value) is bool else None

    def _words(self) -> str:
        return "on" if self._value else "off"


class Choice(Control):
    """One of several texts. See `Run.choice`."""

    kind = "choice"

    def __init__(self, run: Run, name: str, options: list[str], value: str | None) -> None:
        self.options = options
        if not options or len(options) > MAX_OPTIONS:
            raise ValueError(f"choice: there must be 1 to {MAX_OPTIONS} options")
        for option in options:
            _text(option, "option")
        super().__init__(run, name, self._checked(options[0] if value is None else value), {"options": options})

    @property
    def value(self) -> str:
        """The option that holds now. The program may set it, too."""
        watch_control_log(self._run)
        return self._value  # type: ignore[no-any-return]

    @value.setter
    def value(self, value: str) -> None:
        self._set(self._checked(value))

    def _checked(self, value: Any) -> str:
        legal = self._legal(value)
        if legal is None:
            raise ValueError(f"choice: {value!r} is not one of the options")
        return legal

    def _legal(self, value: Any) -> str | None:
        return value if isinstance(value, str) and value in self.options else None


class Button(Control):
    """Something that the user can have done. See `Run.button`."""

    kind = "button"
    # Each press is a marker.
    rest_seconds = 0.0

    def __init__(self, run: Run, name: str) -> None:
        super().__init__(run, name, 0, {})
        self._answered = 0

    def pressed(self) -> bool:
        """True once for each press."""
        watch_control_log(self._run)
        if self._answered >= self._value:
            return False
        self._answered += 1
        return True

    def _legal(self, value: Any) -> int | None:
        return self._value + 1 if value is True else None

    def _marker(self) -> str:
        return self.name


class Controls:
    """The controls of one run in this process, by name."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._controls: dict[str, Control] = {}

    def slider(self, name: str, value: float, min: float, max: float, step: float | None, log: bool, unit: str) -> Slider:
        """See `Run.slider`."""
        return self._kept(Slider(self._run, _text(name, "name"), value, min, max, step, log, unit))

    def toggle(self, name: str, value: bool) -> Toggle:
        """See `Run.toggle`."""
        return self._kept(Toggle(self._run, _text(name, "name"), bool(value), {}))

    def choice(self, name: str, options: Iterable[str], value: str | None) -> Choice:
        """See `Run.choice`."""
        return self._kept(Choice(self._run, _text(name, "name"), list(options), value))

    def button(self, name: str) -> Button:
        """See `Run.button`."""
        return self._kept(Button(self._run, _text(name, "name")))

    def take(self, name: Any, value: Any, end: int) -> None:
        """What the control log says of a control; of one that is not known, nothing becomes."""
        control = self._controls.get(name) if isinstance(name, str) else None
        if control is not None:
            control.take(value, end)

    def mark(self, at_once: bool) -> None:
        """Set markers for values that have come to rest."""
        for control in list(self._controls.values()):
            control.mark(at_once)

    def _kept(self, control: Kind) -> Kind:
        before = self._controls.get(control.name)
        if isinstance(before, type(control)) and before.is_like(control):
            return before
        if before is None and len(self._controls) >= MAX_CONTROLS:
            raise ValueError(f"A run has at most {MAX_CONTROLS} controls.")
        # First known, then told: the answer of a quick user is not to be missed.
        self._controls[control.name] = control
        watch_control_log(self._run, _LOOK_SECONDS)
        if self._run._may_log():
            control.define()
        return control


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT_CHARACTERS:
        raise ValueError(f"The {what} of a control must be a string of 1 to {MAX_TEXT_CHARACTERS} characters.")
    return value


def _finite(value: Any, what: str) -> float:
    try:
        number = value if type(value) is int else float(value)
    except (TypeError, ValueError):
        raise TypeError(f"slider: {what} must be a number, not {type(value).__name__}") from None
    if not math.isfinite(number):
        raise ValueError(f"slider: {what} must be finite")
    return number
