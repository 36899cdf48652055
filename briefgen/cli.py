"""The command line: wires the commands; the only error boundary, exit code and clock."""

from __future__ import annotations

import os
import platform
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata

import click

from briefgen import __version__
from briefgen.commands import (
    add,
    build,
    check,
    digest,
    doctor,
    doubts,
    explain,
    init,
    models,
    serve,
)
from briefgen.commands.say import as_typed, say
from briefgen.errors import BriefgenError, lacking

ENGINES = ("ctranslate2", "sentencepiece", "argos-translate-lt", "sumy", "mkdocs-material")


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  # click's signature
    if wanted:
        say(f"briefgen {__version__}, Python {platform.python_version()}")
        for name in ENGINES:
            say(f"  {name} {metadata.version(name)}")
        for name in models.bundled_names():
            say(f"  bundled package {name}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Name the versions of briefgen, its engines and bundled packages.",
)
def group() -> None:
    """Turn foreign-language news articles into a searchable site of dated English briefings."""


for command in (
    init.init,
    doctor.doctor,
    add.add,
    build.build,
    check.check,
    explain.explain,
    serve.serve,
    models.models,
    digest.digest,
    doubts.doubts,
):
    group.add_command(command)


def now() -> datetime:
    """Read the clock, or `SOURCE_DATE_EPOCH` where a build must be repeatable.

    Raises click.UsageError when the variable is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC)  # noqa: TID251 (the one clock)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH is {epoch!r}, not seconds since 1970. Unset it or give a number."
        ) from error


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 1 failed or found something, 2 wrong use."""
    try:
        result = group.main(arguments, prog_name="briefgen", standalone_mode=False, obj=now())
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        if context is not None:
            click.echo(context.get_usage(), err=True)
        say(f"Error: {error.format_message()}", err=True)
        return error.exit_code
    except click.Abort:
        say("Stopped.", err=True)
        return 1
    except BriefgenError as error:
        click.echo(as_typed(f"Error: {error}"), err=True)  # its lines are visible text
        return error.exit_code
    except (MemoryError, OSError) as error:
        what = lacking(error)
        if what is None:
            raise
        _end_of_output()
        say(f"Error: {what} Make room or raise the limit, then give the command again.", err=True)
        return 1
    return result if isinstance(result, int) else 0


def _end_of_output() -> None:
    """Let what could not be printed go, so that Python does not try again at its end."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """End the process with the exit code of the command; being told to end is like Ctrl-C."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores it
            signal.signal(number, signal.default_int_handler)
    raise SystemExit(run())
