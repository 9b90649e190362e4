"""``cmfacts batch``."""

import json
import os
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated, BinaryIO, TextIO

import typer

from cmfacts.atomic import ENCODING_ERRORS
from cmfacts.batch import FORMATS
from cmfacts.cli import options
from cmfacts.cli.output import warn
from cmfacts.errors import InputError, UsageError

if TYPE_CHECKING:
    from cmfacts.batch import Inputs, Result, Settings, Sink
    from cmfacts.batch.cluster import Pool
    from cmfacts.cli.progress import Tally


def batch(
    inputs: Annotated[
        list[str] | None, typer.Argument(metavar="INPUT...", help="Files, folders, globs, JSON Lines, or -.")
    ] = None,
    *,
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="The results; - to print them.")],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(FORMATS),
            help="Default: as OUT's ending .jsonl .csv .parquet .db says. html is a folder.",
        ),
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="CSV with a byte order mark, for Excel.")] = False,
    glob: Annotated[
        list[str] | None,
        typer.Option("--glob", "-g", metavar="GLOB", help="Of folders, read these files only; !GLOB leaves out."),
    ] = None,
    files_from: Annotated[
        str | None, typer.Option("--files-from", metavar="FILE|-", help="Read names of inputs from here, one a line.")
    ] = None,
    null: Annotated[bool, typer.Option("--null", "-0", help="The names of --files-from end with NUL.")] = False,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Processes. Default: as many as there are cores.")
    ] = 0,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="tcp://HOST:8786", help="Work on the Dask cluster there.")
    ] = None,
    errors: Annotated[
        str | None, typer.Option("--errors", metavar="FILE", help="Write a line of JSON here for each failure.")
    ] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first failure.")] = False,
    progress: Annotated[
        bool, typer.Option("--progress", help="Off a terminal too: a line every thirty seconds on standard error.")
    ] = False,
    type: options.Types = None,
    published: options.Published = None,
    lexicon: options.Lexicon = None,
    encoding: options.Encoding = None,
    with_text: options.WithText = False,
    min_confidence: options.MinConfidence = 0.0,
    quiet: options.Quiet = False,
) -> int:
    """Extract the facts of many articles.

    Results come in the order of the inputs, the same bytes at any --jobs and on any cluster. A run that ended early,
    in whatever way, goes on where it was when the same command is run again.
    """
    from cmfacts.batch import Inputs, JsonLines, Settings, refuse_overwriting
    from cmfacts.batch.report import Report

    if jobs and cluster:
        raise UsageError("--jobs is for this machine: with --cluster, start as many workers there as you want")
    types, least = options.types(type), options.min_confidence(min_confidence)
    sink = _sink(output, format, types, bom)
    kinds = types if isinstance(sink, (str, JsonLines)) else None  # the others name what a hidden kind refers to
    with_text = with_text or isinstance(sink, Report)
    day = options.published(published)
    settings = Settings(tuple(lexicon or ()), day, encoding, with_text, kinds, min_confidence=least)
    written = (*(() if isinstance(sink, str) else sink.paths()), *([errors] if errors else ()))
    names = tuple(inputs or ())
    _check(names, files_from, written, [sink.target] if isinstance(sink, Report) else [])
    with _listing(files_from) as listing:
        articles = Inputs(names, encoding, tuple(glob or ()), listing, null, written, load=bool(cluster))
        refuse_overwriting(articles, written)
        results_of = _results(articles, settings, sink, _workers(jobs, cluster))
        with _log(errors) as log, closing(results_of) as results:
            tally = _run(results, articles, sink, log, fail_fast, _progress(quiet, progress))
    if not quiet:
        warn(tally.summary())
    return tally.status


def _sink(output: str, format: str | None, types: tuple[str, ...] | None, bom: bool) -> "Sink | str":
    """Where the results go; the name itself where they are written as they come."""
    from cmfacts.batch import sink_of

    if format:
        options.choice(format, FORMATS, "format")
    if not _is_stream(output):
        return sink_of(output, format, types, bom=bom)
    if format not in (None, "jsonl") or bom:
        raise UsageError(f"cannot write {format or 'CSV'} to {output}: name files with -o")
    return output


def _run(
    results: Iterator["Result"], inputs: "Inputs", sink: "Sink | str", log: TextIO, fail_fast: bool, style: str
) -> "Tally":
    from cmfacts.cli.progress import Tally, shown

    tally = Tally()
    try:
        with shown(style, tally, inputs.count):
            for result in results:
                tally.add(result)
                if result.error:
                    _report(result.error, log)
                    if fail_fast:
                        warn("stopped at the first failure")
                        break
    except (KeyboardInterrupt, SystemExit):
        if not isinstance(sink, str) and tally.done:
            warn("what is done is kept: run the same command again to go on")
        raise
    return tally


def _results(
    inputs: "Inputs", settings: "Settings", sink: "Sink | str", workers: AbstractContextManager["Pool"]
) -> Generator["Result", None, None]:
    """The results as they come, written to the sink, or to the stream of that name."""
    from cmfacts.batch import CHUNKS_AHEAD, run, stream

    with workers as (pool, width):
        ahead = width * CHUNKS_AHEAD
        if not isinstance(sink, str):
            yield from run(inputs, settings, sink, pool, ahead=ahead, notice=warn)
            return
        with nullcontext(sys.stdout.buffer) if sink == "-" else open(sink, "wb") as out:
            for result in stream(inputs, settings, pool, ahead=ahead):
                out.write(result.line)
                yield result


@contextmanager
def _workers(jobs: int, cluster: str | None) -> Iterator["Pool"]:
    """Those of a cluster, or processes of this machine."""
    from cmfacts.batch import Workers, cores
    from cmfacts.batch.cluster import Pool, connect

    if cluster:
        with connect(cluster) as pool:
            yield pool
    else:
        jobs = jobs or cores()
        with Workers(jobs) as workers:
            yield Pool(workers, jobs)


def _report(error: InputError, log: TextIO) -> None:
    warn(error)
    log.write(json.dumps(error.to_dict(), ensure_ascii=False) + "\n")


def _is_stream(output: str) -> bool:
    """Whether results are written as they come: to standard output, a pipe or a device."""
    return output == "-" or (os.path.exists(output) and not os.path.isfile(output) and not os.path.isdir(output))


def _check(names: Sequence[str], files_from: str | None, written: Sequence[str], folders: Sequence[str]) -> None:
    if not names and not files_from:
        raise UsageError("name the inputs, or a file of their names with --files-from")
    if files_from == "-" and "-" in names:
        raise UsageError("standard input holds either an article (-) or names (--files-from -)")
    for path in written:
        if os.path.isdir(path) and path not in folders:
            raise UsageError(f"cannot write {path}: it is a folder")
        if files_from and _is_same(files_from, path):
            raise UsageError(f"cannot write {path}: it is one of the inputs")
    if len({os.path.realpath(path) for path in written}) < len(written):
        raise UsageError(f"cannot write {written[-1]}: it is the output too")


def _is_same(one: str, other: str) -> bool:
    return os.path.exists(one) and os.path.exists(other) and os.path.samefile(one, other)


@contextmanager
def _listing(path: str | None) -> Iterator[BinaryIO | None]:
    if path is None or path == "-":
        yield sys.stdin.buffer if path and sys.stdin else None
        return
    try:
        stream = open(path, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    with stream:
        yield stream


@contextmanager
def _log(path: str | None) -> Iterator[TextIO]:
    """A file whose lines are there as soon as they are written; a run that goes on writes it anew."""
    try:
        stream = open(path or os.devnull, "w", 1, encoding="utf-8", errors=ENCODING_ERRORS, newline="\n")  # noqa: SIM115
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None
    with stream:
        yield stream


def _progress(quiet: bool, wanted: bool) -> str:
    if quiet:
        return "none"
    return "bar" if sys.stderr.isatty() else "lines" if wanted else "none"
