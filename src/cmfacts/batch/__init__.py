"""Many articles: find the inputs, hand them to workers in chunks, give the results back in the order of the inputs.

Whatever runs the work is a ``concurrent.futures.Executor``: this process, a pool of processes, or a cluster's. Only a
few chunks are under way at a time, so that memory does not grow with the number of inputs. What is done is written down
at once, so that a run can end in any way and go on later.
"""

from typing import TYPE_CHECKING, Any

from cmfacts.tables import FORMATS as _TABLES

if TYPE_CHECKING:
    from cmfacts.batch.inputs import Inputs, Item, find, holds_many
    from cmfacts.batch.order import CHUNKS_AHEAD
    from cmfacts.batch.overwrite import refuse_overwriting
    from cmfacts.batch.pipeline import run, stream
    from cmfacts.batch.sinks import JsonLines, Sink, sink_of
    from cmfacts.batch.tables import Tables
    from cmfacts.batch.work import Result, Settings, articles, extractor
    from cmfacts.batch.workers import InProcess, Workers, cores

FORMATS = ("jsonl", "html", *_TABLES)
_HOMES = {
    "inputs": ("Inputs", "Item", "find", "holds_many"),
    "order": ("CHUNKS_AHEAD",),
    "overwrite": ("refuse_overwriting",),
    "pipeline": ("run", "stream"),
    "sinks": ("JsonLines", "Sink", "sink_of"),
    "tables": ("Tables",),
    "work": ("Result", "Settings", "articles", "extractor"),
    "workers": ("InProcess", "Workers", "cores"),
}
__all__ = [
    "CHUNKS_AHEAD",
    "FORMATS",
    "InProcess",
    "Inputs",
    "Item",
    "JsonLines",
    "Result",
    "Settings",
    "Sink",
    "Tables",
    "Workers",
    "articles",
    "cores",
    "extractor",
    "find",
    "holds_many",
    "refuse_overwriting",
    "run",
    "sink_of",
    "stream",
]


def __getattr__(name: str) -> Any:
    """Import on first use: ``extract`` needs no workers, and a worker no journal."""
    for home, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
