"""Draw many records on the workers of a Ray cluster: many GPUs, many machines.

The only importer of ray, an optional extra. The driver (this process) hands out batches of record
indices, keeps what comes back in its work folder, and alone writes to disk. A worker that is lost
(killed, out of memory, its machine gone) is replaced and its batch handed out again. Batches are
cut as without Ray, so the ECGs are the same.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Never

from tqdm import tqdm

from generator.finished import FinishedRecords
from generator.presample import halve, progress_bar
from generator.worker import OpenDraw, Worker

try:
    import ray
    from ray.exceptions import OutOfMemoryError, RayError, RayTaskError
except ImportError as missing:
    raise ValueError(
        f"the engine ray needs Ray ({missing}): pip install 'ecg-blind-review[scale]'"
    ) from missing

LOSSES_A_WORKER: Final = 3
"""As many losses for each worker, with no batch finished in between, end the run."""


class WorkersLostError(OSError):
    """Workers were lost again and again."""


def draw_missing(
    open_draw: OpenDraw,
    finished: FinishedRecords,
    indices: Sequence[int],
    *,
    checkpoint: Path,
    batch_size: int,
    workers: int | None = None,
    on_gpu: bool = False,
) -> None:
    """Draw those of ``indices`` that are not finished and keep each batch as it comes.

    It takes the cluster that the variable RAY_ADDRESS names, or else starts one on this machine.
    ``workers`` None means one for each GPU, or CPU, of the cluster. Out of memory halves the
    batch; MemoryError when one record alone is too much. Raises WorkersLostError when workers are
    lost again and again, ValueError when the cluster has no GPU that was asked for, and what
    drawing raises.
    """
    missing = finished.missing(indices)
    if not missing:
        return
    with _cluster(workers), progress_bar(total=len(indices), missing=len(missing)) as progress:
        crew = _Crew(open_draw, checkpoint.read_bytes(), on_gpu=on_gpu)
        try:
            n_workers = workers or crew.places_in_cluster()
            _Drawing(crew, finished, missing, batch_size, progress).run(n_workers)
        finally:
            crew.dismiss()


@contextmanager
def _cluster(workers: int | None) -> Iterator[None]:
    """Connected to a Ray cluster; one that was started here ends here."""
    if ray.is_initialized():
        yield
        return
    # Ray reports its use to its makers unless told otherwise; a hospital's machine does not.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    own = {} if os.environ.get("RAY_ADDRESS") else _own_cluster(workers)
    with _our_sigterm():
        ray.init(logging_level=logging.WARNING, log_to_driver=False, **own)
    try:
        yield
    finally:
        ray.shutdown()


def _own_cluster(workers: int | None) -> dict[str, Any]:
    """Options of a cluster on this machine; workers that were asked for get a place."""
    n_cpus = max(workers or 1, len(os.sched_getaffinity(0)))
    return {"num_cpus": n_cpus, "include_dashboard": False}


@contextmanager
def _our_sigterm() -> Iterator[None]:
    """Keep what SIGTERM does: ray.init takes the signal for itself, to exit at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = signal.getsignal(signal.SIGTERM)
    try:
        yield
    except SystemExit as stopped:
        raise KeyboardInterrupt from stopped
    finally:
        signal.signal(signal.SIGTERM, ours)


class _Crew:
    """The workers, and the batch that each is busy with."""

    def __init__(self, open_draw: OpenDraw, checkpoint: bytes, *, on_gpu: bool) -> None:
        self.kind = "GPU" if on_gpu else "CPU"
        device = "cuda" if on_gpu else "cpu"
        places: dict[str, Any] = {"num_gpus": 1} if on_gpu else {"num_cpus": 1}
        worker_class: Any = ray.remote(Worker)
        # Once in the cluster's memory, not once a worker.
        shared = ray.put(checkpoint)
        self._start: Callable[[], Any] = lambda: worker_class.options(**places).remote(
            open_draw, shared, device
        )
        self._workers: list[Any] = []
        self._busy: dict[Any, tuple[Any, list[int]]] = {}

    def places_in_cluster(self) -> int:
        """How many workers can run at once. Raises ValueError for none."""
        places = int(ray.cluster_resources().get(self.kind, 0))
        if not places:
            raise ValueError(f"the Ray cluster has no {self.kind}")
        return places

    def hire(self) -> None:
        """Start a worker; it is busy with no batch until it is there."""
        worker = self._start()
        self._workers.append(worker)
        self._busy[worker.is_ready.remote()] = (worker, [])

    def replace(self, worker: Any) -> None:
        """Start another worker in the place of one that is lost, or out of reach."""
        ray.kill(worker)
        self._workers.remove(worker)
        self.hire()

    def give(self, worker: Any, batch: list[int]) -> None:
        """Let the worker draw the batch."""
        self._busy[worker.draw.remote(batch)] = (worker, batch)

    def is_drawing(self) -> bool:
        """Whether a batch is under way."""
        return any(batch for _, batch in self._busy.values())

    def wait(self) -> tuple[Any, Any, list[int]]:
        """Wait for any answer: its reference, whose it is, and the batch."""
        (answer, *_), _ = ray.wait(list(self._busy), num_returns=1)
        worker, batch = self._busy.pop(answer)
        return answer, worker, batch

    def dismiss(self) -> None:
        """End all workers; those of a cluster that goes on too."""
        for worker in self._workers:
            ray.kill(worker)


class _Drawing:
    """What is left to draw, and what becomes of each answer."""

    def __init__(
        self,
        crew: _Crew,
        finished: FinishedRecords,
        missing: Sequence[int],
        batch_size: int,
        progress: "tqdm[Never]",
    ) -> None:
        self.crew, self.finished, self.progress = crew, finished, progress
        self.left, self.batch_size = list(missing), batch_size
        self.losses = 0
        """Workers lost since a batch was last finished."""

    def run(self, n_workers: int) -> None:
        """Draw everything with that many workers, or as many as there are batches."""
        most_losses = LOSSES_A_WORKER * n_workers
        for _ in range(min(n_workers, -(-len(self.left) // self.batch_size))):
            self.crew.hire()
        idle: list[Any] = []
        while self.left or self.crew.is_drawing():
            answer, worker, batch = self.crew.wait()
            try:
                self._take(ray.get(answer), batch)
                idle.append(worker)
            except RayTaskError as error:
                # The cause is what drawing raised; the rest is Ray's account of the way.
                raise error.cause if isinstance(error.cause, Exception) else error from None
            except RayError as loss:
                self._put_back(loss, batch, most_losses)
                self.crew.replace(worker)
            while idle and self.left:
                self.crew.give(idle.pop(), self.left[: self.batch_size])
                del self.left[: self.batch_size]

    def _take(self, signals_uv: Any, batch: list[int]) -> None:
        """Keep the signals that a worker drew, if it was to draw any."""
        if not batch:
            return
        if signals_uv is None:
            self._halve(batch)
            return
        self.finished.save(batch, signals_uv)
        self.progress.update(len(batch))
        self.losses = 0

    def _halve(self, batch: list[int]) -> None:
        """Draw the batch again in halves."""
        # Several workers may find at once that the same size is too much.
        if len(batch) <= self.batch_size:
            self.batch_size = halve(batch, self.progress)
        self.left[:0] = batch

    def _put_back(self, loss: Exception, batch: list[int], most: int) -> None:
        """Have the batch of a lost worker drawn again. Raises WorkersLostError."""
        self.losses += 1
        if self.losses > most:
            raise WorkersLostError(
                f"{self.losses} workers were lost one after the other; the last: {loss}"
            ) from loss
        again = f"its {len(batch)} ECGs are drawn again" if batch else "it drew nothing yet"
        self.progress.write(f"A worker was lost; {again}.")
        if batch and isinstance(loss, OutOfMemoryError):
            # Ray ended it before the machine ran out of memory.
            self._halve(batch)
        else:
            self.left[:0] = batch
