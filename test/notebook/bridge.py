"""Starts an ipykernel and carries JSON lines between it (through jupyter_client) and the tests' extension: `bridge.py NOTEBOOK`."""

from __future__ import annotations

import json
import sys
import threading
from queue import Empty
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

START_SECONDS = 120


class Bridge:
    """One kernel and the requests that it works on."""

    def __init__(self, notebook: str) -> None:
        """Start a kernel for the notebook at this path."""
        self.notebook = notebook
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel()
        self.write_lock = threading.Lock()
        self.ids: dict[str, str] = {}
        self.statuses: dict[str, str] = {}
        self.closing = False
        self.client = self.connect()

    def connect(self) -> BlockingKernelClient:
        """Connect to the kernel, wait until it answers, and tell it the notebook's path as Jupyter's extension does."""
        client = self.manager.blocking_client()
        client.start_channels()
        client.wait_for_ready(timeout=START_SECONDS)
        client.execute(f"__vsc_ipynb_file__ = {self.notebook!r}", silent=True, store_history=False)
        for receive in (self.receive_outputs, self.receive_replies):
            threading.Thread(target=receive, args=(client,), daemon=True).start()
        return client

    def say(self, **message: Any) -> None:
        """Send a message to the extension."""
        line = json.dumps(message)
        with self.write_lock:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

    def receive_outputs(self, client: BlockingKernelClient) -> None:
        """Pass on what the kernel publishes until the client is replaced."""
        while client.channels_running and not self.closing:
            try:
                message = client.get_iopub_msg(timeout=1)
            except Empty:
                continue
            except Exception:
                if client.channels_running and not self.closing:
                    raise
                return
            request = message["parent_header"].get("msg_id", "")
            if request in self.ids:
                self.publish(message["msg_type"], message["content"], request)

    def publish(self, kind: str, content: dict[str, Any], request: str) -> None:
        """Pass on one published message."""
        cell = self.ids[request]
        if kind == "execute_input":
            self.say(type="started", id=cell, count=content["execution_count"])
        elif kind == "stream":
            self.say(type="stream", id=cell, name=content["name"], text=content["text"])
        elif kind in ("display_data", "execute_result"):
            display = content.get("transient", {}).get("display_id")
            self.say(type="display", id=cell, data=content["data"], display=display)
        elif kind == "update_display_data":
            self.say(type="update", data=content["data"], display=content["transient"]["display_id"])
        elif kind == "clear_output":
            self.say(type="clear", id=cell)
        elif kind == "error":
            traceback = "\n".join(content["traceback"])
            self.say(type="error", id=cell, name=content["ename"], value=content["evalue"], traceback=traceback)
        elif kind == "status" and content["execution_state"] == "idle":
            self.settle(request, idle=True)

    def receive_replies(self, client: BlockingKernelClient) -> None:
        """Note how requests ended until the client is replaced."""
        while client.channels_running and not self.closing:
            try:
                message = client.get_shell_msg(timeout=1)
            except Empty:
                continue
            except Exception:
                if client.channels_running and not self.closing:
                    raise
                return
            request = message["parent_header"].get("msg_id", "")
            if message["msg_type"] == "execute_reply" and request in self.ids:
                self.settle(request, status=message["content"]["status"])

    def settle(self, request: str, *, status: str | None = None, idle: bool = False) -> None:
        """A request is done when its reply has come and the kernel is idle again: all its output is there then."""
        with self.write_lock:
            before = self.statuses.get(request, "")
            now = before + ("idle " if idle else f"{status} ")
            self.statuses[request] = now
            done = "idle" in now and now.strip() != "idle"
        if done:
            self.say(type="done", id=self.ids[request], ok="ok" in now.split())

    def execute(self, cell_id: str, code: str, cell: str) -> None:
        """Ask the kernel to run a cell's code."""
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        message = self.client.session.msg("execute_request", content, metadata={"cellId": cell})
        self.ids[message["header"]["msg_id"]] = cell_id
        self.client.shell_channel.send(message)

    def restart(self) -> None:
        """Ask the kernel to shut down, as Jupyter's restart button does, and start another in its place."""
        self.client.stop_channels()
        self.manager.restart_kernel(now=False)
        self.client = self.connect()
        self.say(type="restarted")

    def serve(self) -> None:
        """Do what the lines of the standard input ask until it ends."""
        self.say(type="ready")
        for line in sys.stdin:
            request = json.loads(line)
            if request["type"] == "execute":
                self.execute(request["id"], request["code"], request["cell"])
            elif request["type"] == "interrupt":
                self.manager.interrupt_kernel()
            elif request["type"] == "restart":
                self.restart()

    def close(self) -> None:
        """End the kernel."""
        self.closing = True
        self.manager.shutdown_kernel(now=True)


def main() -> None:
    """Serve one notebook until the extension closes the input."""
    bridge = Bridge(sys.argv[1])
    try:
        bridge.serve()
    finally:
        bridge.close()


if __name__ == "__main__":
    main()
