"""The command line: `khyber serve`, `check`, `claim`, `wording`, `index`, `outlook`, `export`, `verify` …

What a command needs is imported inside it, so that `khyber --help` answers at once.
"""

import signal
import socket
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from khyber.settings import Settings

# In bytes. A browser sends the state of its controls, which Streamlit limits to 1 MB (maxWidgetStateSize).
LARGEST_MESSAGE = 2_000_000
_DAY = click.DateTime(["%Y-%m-%d"])


def _settings() -> "Settings":
    try:
        from khyber.settings import settings
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    return settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="khyber")
def main() -> None:
    """Khyber: the Afghanistan-Pakistan border in figures, every figure with its source."""


@main.command()
@click.option("--host", help="Address to listen on.  [default: KHYBER_HOST, or 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="Port.  [default: KHYBER_PORT, or 8501]")
def serve(host: str | None, port: int | None) -> None:
    """Serve the dashboard; print its address when it is ready."""
    settings = _settings()
    host, port = host or settings.host, port or settings.port
    address = _address(host, port)
    _require_free(host, port)
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                click.echo(f"Khyber is ready at {address}")

    config = uvicorn.Config(
        "khyber.server:app",
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
    )
    try:
        config.load()
    except RuntimeError as error:
        raise click.ClickException(str(error)) from error
    server = Server(config)
    with suppress(KeyboardInterrupt):
        server.run()
    sys.exit(0 if server.started else 1)


def _address(host: str, port: int) -> str:
    """What to type into a browser to reach a server that listens on `host`."""
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _require_free(host: str, port: int) -> None:
    """Stop with one sentence, before the warm-up, where the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            message = f"Cannot listen on {host}, port {port}: {reason}. Choose another with --port."
            raise click.ClickException(message) from error


@main.command()
def check() -> None:
    """Check the data package; exit 1 with file, row, field and reason where it fails."""
    settings = _settings()
    from khyber.check import run

    report = run(settings.data)
    width = max(map(len, report.rows), default=0)
    for table, count in report.rows.items():
        click.echo(f"{table:<{width}} {count:>7,}")
    for finding in report.findings:
        place = " ".join(filter(None, [f"{finding.file}:{finding.row}".rstrip(":"), finding.field]))
        click.echo(f"{place}: {finding.reason}{' (known)' if finding.known else ''}")
    if report.note:
        click.echo(report.note)
    sys.exit(0 if report.ok else 1)


@main.command()
@click.argument("sentence")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: verdict, rows, sources.")
@click.option("--on", type=_DAY, help="The day on which it was said, by which “last year” is meant.  [default: newest]")
@click.option("--known", type=_DAY, help="Use only what had been published by this day.")
@click.option("--release", "identifier", metavar="ID", help="The data release.  [default: the newest]")
def claim(sentence: str, as_json: bool, on: datetime | None, known: datetime | None, identifier: str | None) -> None:
    """Hold SENTENCE to the published figures; exit 0 for any verdict.

    The verdict is agrees, disagrees, counts-something-else, not-found or not-understood.
    """
    _settings()
    import json

    from khyber.claim import check as answer_to
    from khyber.claim import told
    from khyber.evidence.releases import NEWEST, identifiers, open_release

    if identifier not in (None, NEWEST, *identifiers()):
        raise click.BadParameter(f"there is no release {identifier}", param_hint="--release")
    evidence = open_release(identifier or NEWEST)
    day, by = on and on.date(), known and known.date()
    answer = answer_to(sentence, evidence, day, by)
    if as_json:
        click.echo(json.dumps(answer.as_dict(evidence, by), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(told.lines(answer, evidence, by)))


@main.command()
@click.option("--by", "publisher", metavar="ID", default="picss", help="Whose months.  [default: picss]")
@click.option("--metric", metavar="ID", default="attacks", help="What is counted.  [default: attacks]")
@click.option("--area", metavar="ID", default="all", help="The area.  [default: the nation]")
@click.option("--known", type=_DAY, help="Use only what had been published by this day.")
@click.option(
    "--release", "identifier", metavar="ID", default="newest", help="The data release.  [default: the newest]"
)
@click.option("--write", is_flag=True, help="Write docs/outlook.md of the newest release instead.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 where docs/outlook.md is not current.")
def outlook(
    publisher: str, metric: str, area: str, known: datetime | None, identifier: str, write: bool, only_check: bool
) -> None:
    """Print the outlook: misses, scores, months ahead, past forecasts, with the numbers of the page."""
    _settings()
    from khyber.charts import outlook_document
    from khyber.filters import open_link

    if write:
        click.echo(f"Written to {outlook_document.write()}")
    elif only_check:
        if not outlook_document.is_current():
            raise click.ClickException(
                "docs/outlook.md is not what the newest release says; run: khyber outlook --write"
            )
    else:
        chosen = {"series": publisher, "metric": metric, "area": area, "release": identifier}
        day = {"known": known.date().isoformat()} if known else {}
        opened = open_link({name: [value] for name, value in (chosen | day).items()})
        if opened.ignored:
            raise click.UsageError("; ".join(opened.ignored))
        click.echo(outlook_document.render(opened.evidence, opened.filters))


@main.command()
@click.option("--publisher", default="picss", show_default=True, metavar="ID", help="Whose counts it is made of.")
@click.option("--weights", default="", help="Weights in per cent, as border-rung:50,economy:25.  [default: published]")
@click.option("--known", type=_DAY, help="Use only what had been published by this day.")
@click.option("--release", "identifier", metavar="ID", help="The data release.  [default: the newest]")
def index(publisher: str, weights: str, known: datetime | None, identifier: str | None) -> None:
    """Print the risk index: the tables of every figure of its page, as CSV, each under its title.

    The options are the parameters of a link to the page, and the numbers those of the page.
    """
    _settings()
    from khyber.charts import catalogue
    from khyber.filters import open_link

    given = {"series": publisher, "weights": weights, "known": known and f"{known:%Y-%m-%d}", "release": identifier}
    opened = open_link({name: [value] for name, value in given.items() if value})
    if opened.ignored:
        raise click.ClickException("; ".join(opened.ignored))
    for one in catalogue.entries():
        if one.page == "risk":
            shown = catalogue.build(one.id, opened.evidence, opened.filters)
            click.echo(f"# {one.id}: {shown.title}")
            click.echo(catalogue.plain_table(shown).drop(columns="rows").to_csv(index=False))


_FILE = click.Path(dir_okay=False, path_type=Path)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def wording(file: Path) -> None:
    """Check how FILE words likelihood and confidence: text, Markdown, or a saved brief (.json).

    No sentence holds both; the terms of one row of ICD 203 stand in the whole text, with no other scale beside them and
    no percent outside their bands. Exit 1 with place, words and what to do where it finds something, 0 where not, 2
    where FILE cannot be read.
    """
    _settings()
    from khyber.briefing import saved
    from khyber.briefing.brief import BriefError
    from khyber.briefing.wording import findings
    from khyber.evidence import open_release
    from khyber.wording import Piece, bands, check

    scale = bands(open_release())
    try:
        if file.suffix.lower() == ".json":
            found = [one.finding for one in findings(saved.read(file.read_bytes()), scale)]
        else:
            found = check([Piece("", file.read_text(encoding="utf-8-sig"))], scale)
    except (BriefError, UnicodeDecodeError, OSError) as error:
        reason = str(error) if isinstance(error, BriefError) else "It cannot be read as a text in UTF-8."
        raise click.BadParameter(reason, param_hint=file.name) from error
    for one in found:
        click.echo(f"{file.name}, {one.where}: {one.told}")
    click.echo(f"{file.name}: {len(found) or 'no'} finding{'' if len(found) == 1 else 's'}")
    sys.exit(1 if found else 0)


@main.command()
@click.argument("link")
@click.option("--to", "file", type=_FILE, required=True, help="The file to write; its ending names the format.")
@click.option("--template", type=_FILE, help="A PowerPoint file (.pptx) whose look is used.")
@click.option("--shape", type=click.Choice(["16:9", "4:3"]), default="16:9", help="Of PowerPoint without --template.")
@click.option("--address", default="", help="Where the dashboard is served, for links in the file.")
@click.option("--progress", is_flag=True, help="Tell on standard error how far it is, a line a step.")
def export(link: str, file: Path, template: Path | None, shape: str, address: str, progress: bool) -> None:
    """Write what LINK opens to a file: .pptx, .html, .pdf, .xlsx, .csv, .svg, .png or .json.

    LINK is a path with query or a full address of any page or brief, such as “/attacks?from=2018” or
    “/brief?brief=border-in-ten-slides”, or the file of a brief (.json). A page exports its figures, one a slide.
    Pictures and CSV of several slides become numbered files beside FILE.
    """
    _settings()
    # Ended by a signal, it must still end the browser that it has started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    from khyber.briefing.brief import BriefError
    from khyber.briefing.export import open_brief, write

    def tell(done: int, of: int, what: str) -> None:
        if progress:
            click.echo(f"{done}/{of} {what}", err=True)

    if template and file.suffix != ".pptx":
        raise click.ClickException("--template is a look for .pptx alone. Nothing was written.")
    try:
        opened = open_brief(link)
        files, told = write(opened.brief, file, address.rstrip("/") or opened.base, tell, template, shape)
    except BriefError as error:
        raise click.ClickException(str(error)) from error
    for one in (*opened.told, *told):
        click.echo(one, err=True)
    for written in files:
        click.echo(written)


@main.command()
@click.argument("file", type=_FILE)
def verify(file: Path) -> None:
    """Hold FILE, a brief in HTML, to its own digest and to the release that it names; exit 0 where both hold."""
    _settings()
    from khyber.briefing.brief import BriefError
    from khyber.briefing.verify import verify as held

    try:
        verdict = held(file.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{file.name} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    except BriefError as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(verdict.lines()))
    sys.exit(0 if verdict.holds else 1)


@main.command()
@click.argument("identifier", metavar="ID")
def release(identifier: str) -> None:
    """Freeze the data package as release ID, such as 2026.11.1, and write what changed.

    Refused where the package does not pass `khyber check`, where ID is not later than every release, and where a row
    of the last one was revised or taken out without a reason in corrections.csv.
    """
    settings = _settings()
    from khyber.check import run
    from khyber.evidence import change_log
    from khyber.evidence.freezing import freeze

    if not run(settings.data).ok:
        raise click.ClickException("the data package does not pass; see what is wrong with: khyber check")
    try:
        frozen = freeze(identifier)
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Frozen as {frozen}")
    if settings.data == settings.root / "data":
        click.echo(f"What changed is written to {change_log.write()}")


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 where it is not current.")
def changes(only_check: bool) -> None:
    """Write docs/data_changes.md from the frozen releases."""
    _settings()
    from khyber.evidence import change_log

    if not only_check:
        click.echo(f"Written to {change_log.write()}")
    elif not change_log.is_current():
        raise click.ClickException("docs/data_changes.md is not what the releases say; run: khyber changes")


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 where it is not current.")
def dictionary(only_check: bool) -> None:
    """Write docs/data.md from datapackage.json."""
    _settings()
    from khyber.evidence import dictionary as pages

    if not only_check:
        click.echo(f"Written to {pages.write()}")
    elif not pages.is_current():
        raise click.ClickException("docs/data.md is not what datapackage.json says; run: khyber dictionary")


if __name__ == "__main__":
    main()
