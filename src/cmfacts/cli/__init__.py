"""The command line. ``main`` is the entry point: it runs one command and turns whatever happens into an exit status."""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from cmfacts.atomic import ENCODING_ERRORS
from cmfacts.errors import CmfactsError, LexiconError, MissingExtraError, UsageError

# typer brings its own copy of click's exceptions and exports only this one's child.
_BadUsage: type[Exception] = typer.BadParameter.__bases__[0]

# New objects after which Python looks for cycles among them; its 700 are a fifth of the time that a start takes.
YOUNG = 50_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give the exit status.

    0: all well. 1: something could not be read. 2: wrong usage. 130: interrupted.
    """
    gc.set_threshold(YOUNG)
    _prepare_streams()
    _end_in_order_on_signals()
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_stdout()
        return 0
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # impatience must not make the way out noisy
        return _fail("interrupted", 130)
    except (UsageError, LexiconError, MissingExtraError) as error:
        return _fail(str(error), 2)
    except CmfactsError as error:
        return _fail(str(error), 1)
    except OSError as error:
        _drop_stdout()
        return _fail(f"cannot write: {error.strerror or error}", 1)
    finally:
        gc.freeze()  # the end of the process frees everything: no search for cycles before it
    return status


def _run(arguments: Sequence[str]) -> int:
    from cmfacts.cli.app import command, complete
    from cmfacts.cli.completion import VARIABLE

    if VARIABLE in os.environ:
        complete()
    try:
        with command().make_context("cmfacts", list(arguments) or ["--help"]) as context:
            status: int | None = context.command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    except _BadUsage as error:
        return _bad_usage(error)
    return status or 0


def _bad_usage(error: Exception) -> int:
    """One line that says what is wrong, and one that says where to look; never the whole usage."""
    message = error.format_message()  # type: ignore[attr-defined]
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "cmfacts"
    return _fail(message.rstrip(), 2, f"Try '{path} --help'.")


def _fail(message: str, status: int, advice: str = "") -> int:
    from cmfacts.cli.output import warn

    warn(message, advice)
    return status


def _prepare_streams() -> None:
    """UTF-8 whatever the locale says, and a closed standard output or error is written to nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name) or open(os.devnull, "w")  # noqa: SIM115 - it lives as long as the process
        stream.reconfigure(encoding="utf-8", errors=ENCODING_ERRORS)
        setattr(sys, name, stream)


def _drop_stdout() -> None:
    """Send what is still buffered to nowhere, or the interpreter would complain about it on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end_in_order_on_signals() -> None:
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores SIGHUP, and so do we then
            signal.signal(number, _terminate)


def _terminate(signum: int, frame: object) -> NoReturn:
    """Leave by an exception, so that half-written files go and worker processes end."""
    raise SystemExit(128 + signum)
