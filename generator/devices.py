"""One device or several: what ``torchrun`` says in the environment, in one place."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel


@dataclass(frozen=True)
class Devices:
    """The device of this process and its place among all."""

    device: torch.device
    rank: int = 0
    count: int = 1

    @property
    def leads(self) -> bool:
        """Whether this process writes files and shows progress."""
        return self.rank == 0

    def places(self, batch_size: int) -> range:
        """The records of a batch that this process takes. Raises ValueError for an uneven share."""
        if batch_size % self.count:
            raise ValueError(
                f"a batch of {batch_size} cannot be shared evenly by {self.count} processes"
            )
        share = batch_size // self.count
        return range(self.rank * share, (self.rank + 1) * share)

    def shared(self, network: nn.Module) -> nn.Module:
        """The network with its gradients averaged over all processes."""
        if self.count == 1:
            return network
        ids = [self.device.index] if self.device.type == "cuda" else None
        # As published, the last block's way into the residual path leads nowhere.
        return DistributedDataParallel(network, device_ids=ids, find_unused_parameters=True)

    def mean(self, value: Tensor) -> float:
        """The mean of a number over all processes."""
        if self.count > 1:
            value = value.clone()
            distributed.all_reduce(value)
        return float(value) / self.count

    def wait(self) -> None:
        """Until every process is here."""
        if self.count > 1:
            distributed.barrier()


@contextmanager
def joined_devices(device: str) -> Iterator[Devices]:
    """``device`` for one process; under ``torchrun`` each process takes the GPU of its rank."""
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        yield Devices(torch.device(device))
        return
    on_gpu = torch.device(device).type == "cuda"
    distributed.init_process_group("nccl" if on_gpu else "gloo")
    try:
        own = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if on_gpu else torch.device("cpu")
        yield Devices(own, distributed.get_rank(), count)
    finally:
        distributed.destroy_process_group()
