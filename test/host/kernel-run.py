"""Starts a real ipykernel, runs the program that is given as argument in it, and ends when the program has ended."""

import sys

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="python3")
try:
    reply = client.execute_interactive(sys.argv[1], timeout=300)
    if reply["content"]["status"] != "ok":
        sys.exit(str(reply["content"]))
finally:
    client.stop_channels()
    manager.shutdown_kernel()
