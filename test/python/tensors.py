"""A tensor with the surface of torch's: a device, autograd, an `item` that waits for the device, in-place changes."""

from __future__ import annotations

from typing import Any

import numpy as np


class Device:
    """As torch.device: a type and a text."""

    def __init__(self, kind: str) -> None:
        self.type = kind

    def __str__(self) -> str:
        return f"{self.type}:0"


class Tensor:
    """Counts how often someone waited for its device."""

    def __init__(self, value: Any, device: str = "cpu", requires_grad: bool = True) -> None:
        self._array = np.array(value, dtype="float32")
        self.device = Device(device)
        self.requires_grad = requires_grad
        self.waits = 0

    @property
    def shape(self) -> tuple[int, ...]:
        return self._array.shape

    def set(self, value: float) -> None:
        """Change in place, as an optimizer does."""
        self._array[...] = value

    def detach(self) -> Tensor:
        """Share the memory, without autograd."""
        result = Tensor(0.0, self.device.type, requires_grad=False)
        result._array = self._array
        return result

    def clone(self) -> Tensor:
        """A copy on the same device."""
        return Tensor(self._array.copy(), self.device.type, self.requires_grad)

    def cpu(self) -> Tensor:
        self._wait()
        return Tensor(self._array.copy(), "cpu", self.requires_grad)

    def numpy(self) -> Any:
        if self.device.type != "cpu" or self.requires_grad:
            raise TypeError("not a plain tensor on the CPU")
        return self._array

    def item(self) -> float | int:
        self._wait()
        if self._array.size != 1:
            raise RuntimeError(f"a Tensor with {self._array.size} elements cannot be converted to Scalar")
        return float(self._array.reshape(()))

    def __float__(self) -> float:
        return float(self.item())

    def _wait(self) -> None:
        if self.device.type != "cpu":
            self.waits += 1
