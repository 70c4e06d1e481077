"""A real IPython kernel, spoken to as VS Code's Jupyter extension does."""

from __future__ import annotations

import queue
import time
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

DEADLINE_SECONDS = 120.0


class Kernel:
    """Executes cells in a process of its own, which inherits this one's environment."""

    def __init__(self, folder: Path) -> None:
        # All that was read from the kernel's output channel.
        self.published: list[dict[str, Any]] = []
        self._manager = KernelManager(kernel_name="python3")
        self._manager.start_kernel(cwd=str(folder))
        self._connect()

    def _connect(self) -> None:
        self._client = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=DEADLINE_SECONDS)

    def start_cell(self, code: str, cell: str | None = None) -> str:
        """Send a cell for execution; the id of the request."""
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        metadata = {} if cell is None else {"cellId": cell}
        message = self._client.session.msg("execute_request", content, metadata=metadata)
        self._client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def wait_for_reply(self, request: str) -> dict[str, Any]:
        """The reply's content to a cell that was sent."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while True:
            try:
                reply = self._client.get_shell_msg(timeout=max(0.1, deadline - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"no reply to the cell after {DEADLINE_SECONDS} seconds") from None
            if reply["parent_header"].get("msg_id") == request:
                return dict(reply["content"])

    def run_cell(self, code: str, cell: str | None = None) -> str:
        """Execute a cell, which must not fail; what it prints."""
        request = self.start_cell(code, cell)
        reply = self.wait_for_reply(request)
        assert reply["status"] == "ok", "\n".join(reply.get("traceback", [str(reply)]))
        return self._printed_by(request)

    def _printed_by(self, request: str) -> str:
        printed = ""
        while True:
            message = self._read_published()
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                printed += message["content"]["text"]
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return printed

    def wait_for_display(self, word: str) -> str:
        """Wait until a display or an update of one holds this word; its plain text."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        read = list(self.published)
        while True:
            for message in read:
                plain = message["content"].get("data", {}).get("text/plain", "")
                if word in plain:
                    return str(plain)
            assert time.monotonic() < deadline, f"no display with {word!r}"
            read = [self._read_published()]

    def wait_for_text(self, word: str) -> None:
        """Wait until some cell shows printed text that holds this word."""
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not any(word in message["content"].get("text", "") for message in self.published if message["msg_type"] == "stream"):
            assert time.monotonic() < deadline, f"no text with {word!r}"
            self._read_published()

    def answer_cell(self, code: str, answer: str) -> str:
        """Execute a cell that asks for input once; what it prints."""
        request = self._client.execute(code, allow_stdin=True)
        self._client.get_stdin_msg(timeout=DEADLINE_SECONDS)
        self._client.input(answer)
        assert self.wait_for_reply(request)["status"] == "ok"
        return self._printed_by(request)

    def _read_published(self) -> dict[str, Any]:
        message: dict[str, Any] = self._client.get_iopub_msg(timeout=DEADLINE_SECONDS)
        self.published.append(message)
        return message

    def interrupt(self) -> None:
        """As the stop button does."""
        self._manager.interrupt_kernel()

    def restart(self) -> None:
        """As the restart button does."""
        self._client.stop_channels()
        self._manager.restart_kernel(now=False)
        self._connect()

    def shut_down(self, now: bool = False) -> None:
        """End the kernel in good order, or kill it."""
        self._client.stop_channels()
        if self._manager.has_kernel:
            self._manager.shutdown_kernel(now=now)
