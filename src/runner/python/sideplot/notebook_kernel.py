"""The kernel on which a notebook runs as a job."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile

# The path of a socket has at most 104 bytes on macOS.
_MAX_FOLDER_CHARACTERS = 70

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def kernel_options(metadata: Any, name: str | None) -> dict[str, Any]:
    """What nbclient has to be told: the kernel of this name, or that of a notebook in another language, else one of this Python.

    Raises ValueError when the installed kernel is not there.
    """
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
    from jupyter_client.manager import AsyncKernelManager

    own = metadata.get("kernelspec", {})
    language = str(own.get("language") or metadata.get("language_info", {}).get("name") or "python")
    if name is not None or language.lower() not in ("python", "ipython"):
        wanted = name or own.get("name") or language
        try:
            KernelSpecManager().get_kernel_spec(wanted)
        except NoSuchKernel:
            whose = "" if name is not None else f", which the notebook in {language} needs,"
            raise ValueError(f"the kernel {wanted}{whose} is not installed; `jupyter kernelspec list` shows those that are") from None
        return {"kernel_name": wanted}

    class ThisInterpreter(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            # Errors of cells are no matter of this log, and it calls an ordinary shutdown one.
            arguments = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=CRITICAL"]
            return KernelSpec(argv=arguments, display_name="Python 3", language="python", interrupt_mode="signal")

    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=ThisInterpreter())
    folder = _socket_folder()
    if folder is not None:
        manager.transport = "ipc"
        manager.ip = os.path.join(folder, "kernel")
    return {"km": manager}


def _socket_folder() -> str | None:
    """A folder for the sockets of the kernel: no port is opened, and nobody else reads along. None where that cannot be."""
    folder = tempfile.gettempdir()
    if os.name != "posix" or len(folder) > _MAX_FOLDER_CHARACTERS:
        return None
    folder = tempfile.mkdtemp(prefix="sideplot-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
