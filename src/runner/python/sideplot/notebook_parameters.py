"""Parameters of a notebook that runs as a job: a cell after the one with the tag `parameters` sets other values, as papermill has it."""

from __future__ import annotations

import json
import keyword

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TAG = "parameters"
_INJECTED_TAG = "injected-parameters"


def parse_parameters(text: str) -> dict[str, Any]:
    """Parameters from a JSON object. Raises ValueError for anything else, and for names that no variable can have."""

    def refuse(constant: str) -> Any:
        raise ValueError(f"{constant} is not JSON")

    try:
        parameters = json.loads(text, parse_constant=refuse)
    except ValueError as error:
        raise ValueError(f"the parameters are not JSON: {error}") from None
    if not isinstance(parameters, dict):
        raise ValueError("the parameters must be a JSON object")
    for name in parameters:
        if not name.isidentifier() or keyword.iskeyword(name):
            raise ValueError(f"no variable can have the name {name!r} of a parameter")
    return parameters


def inject_parameters(notebook: Any, parameters: dict[str, Any]) -> None:
    """Put a cell that sets the parameters behind the cell with the tag, or first; one of an earlier run is replaced."""
    if not parameters:
        return
    from nbformat.v4 import new_code_cell

    source = "# Parameters\n" + "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    cell: Any = new_code_cell(source, metadata={"tags": [_INJECTED_TAG]})  # type: ignore[no-untyped-call]
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        # Cells have ids only since that version.
        cell.pop("id", None)
    notebook.cells = [one for one in notebook.cells if _INJECTED_TAG not in _tags(one)]
    places = [index + 1 for index, one in enumerate(notebook.cells) if _TAG in _tags(one)]
    notebook.cells.insert(places[0] if places else 0, cell)


def _tags(cell: Any) -> Any:
    return cell.metadata.get("tags", [])
