"""The server as it runs: ready, warm, quiet about errors, and closed to the world outside."""

import csv
import http.client
import io
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from contextlib import suppress
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed

from khyber.briefing import html
from khyber.briefing.verify import verify
from khyber.evidence.releases import identifiers
from khyber.settings import settings
from tests import wire
from tests.conftest import (
    PATIENCE_SECONDS,
    ROOT,
    free_port,
    khyber,
    running,
    streamlit_run,
    wait_until_answered,
)

MEGABYTE = 1024 * 1024


def get(url: str) -> HTTPResponse:
    response: HTTPResponse = urllib.request.urlopen(url, timeout=PATIENCE_SECONDS)
    return response


def rows_in_release(release: str) -> dict[str, int]:
    """The rows of each table of a frozen release, counted in its files."""
    with zipfile.ZipFile(settings.data / "releases" / f"{release}.zip") as archive:
        package = json.loads(archive.read("datapackage.json"))
        tables = {r["name"]: r["path"] for r in package["resources"] if r["profile"] == "tabular-data-resource"}
        readers = {name: csv.reader(io.StringIO(archive.read(path).decode())) for name, path in tables.items()}
        return {name: sum(1 for _ in reader) - 1 for name, reader in readers.items()}


def test_ready_names_the_newest_release_and_counts_its_rows(server: str) -> None:
    newest = identifiers()[0]
    assert json.load(get(f"{server}/api/ready")) == {
        "status": "ready",
        "release": newest,
        "rows": rows_in_release(newest),
    }


def test_nothing_listens_until_everything_is_warm() -> None:
    port, refused = free_port(), 0
    with running(khyber("serve", "--port", str(port))) as process:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            try:
                first = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
                first.request("GET", "/api/ready")
                break
            except ConnectionRefusedError:
                refused += 1
                time.sleep(0.02)
        else:
            pytest.fail("the server never listened")
        assert refused > 0
        assert first.getresponse().status == 200
        assert process.stdout is not None
        assert process.stdout.readline() == f"Khyber is ready at http://localhost:{port}\n"


def test_alive(server: str) -> None:
    assert get(f"{server}/_stcore/health").read() == b"ok"


def a_static_file() -> str:
    files = sorted(path for path in settings.static.rglob("*.geojson"))
    return f"app/static/{files[0].relative_to(settings.static).as_posix()}"


@pytest.mark.parametrize("path", ["", "attacks?area=PK", "api/ready", "_stcore/health", "<static>"])
def test_every_answer_keeps_the_page_to_this_server(server: str, path: str) -> None:
    headers = get(f"{server}/{a_static_file() if path == '<static>' else path}").headers
    policy = headers["content-security-policy"]
    assert "default-src 'self';" in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert headers["server"] is None


def test_a_brief_is_presented_under_the_policy_that_its_file_names(server: str) -> None:
    answer = get(f"{server}/present?brief=border-in-ten-slides&release={identifiers()[0]}")
    policy, data = answer.headers["content-security-policy"], answer.read()
    assert policy == f"{html.policy(data)}; frame-ancestors 'self'"
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    verdict = verify(data)
    assert verdict.holds, verdict.lines()


@pytest.mark.parametrize(
    "query",
    ["", "brief=", "brief=%3Cscript%3Ealert(1)%3C/script%3E", "brief=1.xyz", "brief=9.xyz", "brief=1." + "x" * 7000]
    + ["brief=border-in-ten-slides&release=2031.1.1"],
)
def test_what_opens_no_brief_is_refused_in_a_sentence(server: str, query: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(f"{server}/present?{query}")
    body = refused.value.read().decode()
    assert refused.value.code == 400
    assert "default-src 'self'" in refused.value.headers["content-security-policy"]
    assert "<script" not in body
    assert re.search(r"<p>[^<]{20,}[.:…]", body)


def test_static_files_carry_their_type_and_tag(server: str) -> None:
    response = get(f"{server}/{a_static_file()}")
    assert response.headers["content-type"] == "application/geo+json"
    assert response.headers["etag"]
    assert response.headers["cache-control"] is None


def test_only_a_versioned_library_is_kept_for_good(server: str) -> None:
    library = settings.static / "plotly-0.0.0.min.js"
    library.write_text("// a library under a versioned name\n")
    try:
        assert get(f"{server}/app/static/{library.name}").headers["cache-control"].endswith("immutable")
    finally:
        library.unlink()
    with pytest.raises(urllib.error.HTTPError) as missing:
        get(f"{server}/app/static/{library.name}")
    assert missing.value.code == 404
    assert missing.value.headers["cache-control"] is None


def test_telemetry_is_off_and_the_toolbar_small_on_the_wire(server: str) -> None:
    with wire.reader(server) as reader:
        told = wire.new_session(reader.open()).config
    assert told.gather_usage_stats is False
    assert told.toolbar_mode == told.MINIMAL
    assert told.show_error_links == told.SHOW_ERROR_LINKS_FALSE


def test_uploads_are_limited_to_thirty_megabytes(server: str) -> None:
    with wire.reader(server) as reader:
        session = wire.new_session(reader.open()).initialize.session_id
        cookie = get(f"{server}/_stcore/health").headers["set-cookie"].split(";")[0]
        assert upload(server, session, cookie, 4 * MEGABYTE) == 204
        assert upload(server, session, cookie, 30 * MEGABYTE + 1) == 413
        assert upload(server, session, "", 1) == 403


def upload(server: str, session: str, cookie: str, size: int) -> int:
    """Send a file of `size` bytes as a browser's upload field does; the status of the answer."""
    mark = b'--mark\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
    body = mark + b"x" * size + b"\r\n--mark--\r\n"
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=PATIENCE_SECONDS)
    headers = {"Content-Type": "multipart/form-data; boundary=mark", "Cookie": cookie}
    headers["X-Xsrftoken"] = cookie.partition("=")[2]
    with suppress(BrokenPipeError, ConnectionResetError):  # the answer may come before the whole is sent
        connection.request("PUT", f"/_stcore/upload_file/{session}/1", body, headers)
    return connection.getresponse().status


def test_a_message_of_more_than_two_megabytes_ends_its_session(server: str) -> None:
    with wire.reader(server) as session, pytest.raises(ConnectionClosed) as closed:
        session.socket.send(b"x" * 3 * MEGABYTE)
        session.socket.recv(timeout=PATIENCE_SECONDS)
    # The server may hang up before its farewell is read; where it is read, it gives the reason.
    assert closed.value.rcvd is None or closed.value.rcvd.code == 1009
    with wire.reader(server) as next_session:
        assert wire.exceptions(next_session.open()) == []


def test_a_failing_page_tells_nothing_of_what_failed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    (tmp_path / "dashboard.py").write_text("raise RuntimeError('the secret detail')\n")
    port = free_port()
    with running(streamlit_run(tmp_path / "dashboard.py", port), folder=tmp_path) as process:
        wait_until_answered(f"http://127.0.0.1:{port}/_stcore/health", process)
        with wire.reader(f"http://127.0.0.1:{port}") as reader:
            messages = reader.open()
    assert len(wire.exceptions(messages)) == 1
    assert not any(b"secret detail" in message.SerializeToString() for message in messages)
    assert not any(b"dashboard.py" in e.SerializeToString() for e in wire.exceptions(messages))


def run_khyber(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        khyber(*arguments),
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run_khyber("serve", "--port", str(port))
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"Error: Cannot listen on 127.0.0.1, port {port}: address already in use. Choose another with --port."
    ]


def test_help_lists_the_commands() -> None:
    result = run_khyber("--help")
    assert result.returncode == 0
    for command in ("serve", "check", "outlook", "release", "changes", "dictionary"):
        assert f"\n  {command} " in result.stdout


def test_check_prints_the_rows_and_passes() -> None:
    result = run_khyber("check")
    assert result.returncode == 0, result.stdout + result.stderr
    printed = dict(line.split() for line in result.stdout.splitlines() if len(line.split()) == 2)
    package = json.loads((settings.data / "datapackage.json").read_text(encoding="utf-8"))
    tables = {r["name"]: r["path"] for r in package["resources"] if r["profile"] == "tabular-data-resource"}
    for name, path in tables.items():
        with (settings.data / path).open(encoding="utf-8", newline="") as file:
            assert printed[name].replace(",", "") == str(sum(1 for _ in csv.reader(file)) - 1)


def test_check_names_file_and_row_and_fails(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(settings.data, data, ignore=shutil.ignore_patterns("releases"))
    lines = (data / "sources.csv").read_text(encoding="utf-8").splitlines()
    (data / "sources.csv").write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    result = run_khyber("check", KHYBER_DATA=str(data))
    assert result.returncode == 1
    assert any("sources.csv:" in line and " (known)" not in line for line in result.stdout.splitlines())


def test_a_release_is_frozen_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(settings.data, data, ignore=shutil.ignore_patterns("releases"))
    version = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert run_khyber("release", version, KHYBER_DATA=str(data)).returncode == 0
    frozen = (data / "releases" / f"{version}.zip").read_bytes()
    again = run_khyber("release", version, KHYBER_DATA=str(data))
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("Error: ")
    assert (data / "releases" / f"{version}.zip").read_bytes() == frozen


def test_a_dashboard_without_a_release_is_not_served(tmp_path: Path) -> None:
    result = run_khyber("serve", "--port", str(free_port()), KHYBER_DATA=str(tmp_path))
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: the data cannot be opened: there is no release 'newest'")
    assert len(result.stderr.splitlines()) == 1


def test_a_bad_setting_is_one_sentence() -> None:
    result = run_khyber("serve", KHYBER_PORT="many")
    assert result.returncode == 1
    assert result.stderr == ("Error: KHYBER_PORT is 'many'; expected is a whole number from 1 to 65535\n")


@pytest.mark.parametrize("page", ["attacks", "border"])
def test_a_first_deep_link_shows_the_whole_page_on_a_cold_server(server: str, cold_streamlit: str, page: str) -> None:
    shown = {}
    for name, base in (("warm", server), ("cold", cold_streamlit)):
        with wire.reader(base, page, "from=2018&to=2021") as reader:
            messages = reader.open()
        assert wire.exceptions(messages) == []
        shown[name] = wire.page_names(messages), wire.texts(messages)
    assert shown["cold"] == shown["warm"]
    assert {"attacks", "border"} <= set(shown["warm"][0])
    assert shown["warm"][1]


def test_the_first_reader_of_a_warm_server_may_come_by_a_deep_link() -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with running(khyber("serve", "--port", str(port))) as process:
        wait_until_answered(f"{base}/api/ready", process)
        with wire.reader(base, "attacks") as first:
            by_link = first.open()
        with wire.reader(base) as second:
            second.open()
        with wire.reader(base, "attacks") as third:
            assert wire.texts(by_link) == wire.texts(third.open())
