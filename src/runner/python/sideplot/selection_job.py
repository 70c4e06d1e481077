"""Runs selected lines of a file as a program: `python -m sideplot.selection_job SCRIPT [--file FILE --line NUMBER] [--folder FOLDER]`.

SCRIPT holds the lines. They are named in tracebacks as lines of FILE from NUMBER on, and import what is beside it, or in FOLDER.
"""

from __future__ import annotations

import argparse
import linecache
import os
import sys
import traceback
from types import ModuleType

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run the lines as `__main__`; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sideplot.selection_job", description="Runs selected lines of a file.")
    parser.add_argument("script", help="the file that holds the lines")
    parser.add_argument("--file", help="the file that they come from")
    parser.add_argument("--line", type=int, default=1, help="the number of the first of them, from 1")
    parser.add_argument("--folder", help="where imports are looked for, by default the folder of FILE")
    options = parser.parse_args(arguments)
    with open(options.script, encoding="utf-8") as file:
        source = file.read()
    name = options.file or options.script
    if options.file:
        source = "\n" * (options.line - 1) + source
        # What is on the disk may be older than what was selected.
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    # The interpreter's own reads the lines from the disk.
    sys.excepthook = traceback.print_exception
    sys.argv = [name]
    sys.path[0] = options.folder or os.path.dirname(os.path.abspath(name))
    module = ModuleType("__main__")
    module.__file__ = name
    sys.modules["__main__"] = module
    try:
        exec(compile(source, name, "exec"), module.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        # Not the frame of this function.
        error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
        sys.excepthook(type(error), error, error.__traceback__)
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
