"""`khyber check` as a whole: the real package passes, known findings, and what the command prints."""

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import khyber.settings
from khyber.check import Finding, Report, claims, known, run
from khyber.check.known import FILE as KNOWN
from khyber.cli import main
from tests.check.copies import DATA, cells, raw, read, without_row, write

# The list of known findings may only shrink: take a row away here when it goes there, never add one.
ACCEPTED = {
    "ac-0135",
    "ac-1461",
    "ac-1492",
    "cc-0029",
    "cc-0056",
    "cc-0060",
    "cc-0062",
    "cc-0079",
    "cc-0104",
    "cc-0112",
    "cc-0113",
    "cc-0122",
    "cc-0128",
    "cc-0144",
    "cc-0201",
    "brecorder-2024-09-17-imf",
    "crss-2018-q2",
    "dailypak-2022-06-10-def",
    "dailytimes-2025-06-10-def",
    "humenglish-2026-06-12-def",
    "mediaonlinetoday-2022-picss-oct",
    "pne-2025-12-hnrp",
    "thirdwave-ucdp-2021",
    "trt-2025-03-16-noshki",
    "vdocuments-2015-picss-jul",
}

JSON = "datapackage.json"
AT = "attack_counts"
TABLES = [path for path in sorted(DATA.glob("*.csv")) if path.name != KNOWN]


@pytest.fixture(scope="module")
def report() -> Report:
    return run(DATA)


class TestTheRealPackage:
    def test_passes(self, report):
        assert [finding for finding in report.findings if not finding.known] == []
        assert report.ok

    def test_counts_the_rows_of_every_table(self, report):
        assert report.rows == {path.stem: len(read(DATA, path.stem)) - 1 for path in TABLES}

    def test_the_list_of_known_findings_may_only_shrink(self, report):
        with (DATA / KNOWN).open(encoding="utf-8", newline="") as opened:
            listed = list(csv.DictReader(opened))
        assert {entry["row"] for entry in listed} <= ACCEPTED
        assert len(listed) == sum(finding.known for finding in report.findings)
        assert all(len(entry["why"].split()) > 5 and entry["why"].endswith(".") for entry in listed)

    def test_says_how_many_claims_have_no_counts(self, report):
        assert set(report.uncomputed) <= {
            claims.NO_METRIC,
            claims.NO_COUNT,
            claims.NO_EARLIER,
            claims.NEITHER,
            claims.DOUBTFUL,
            claims.NO_PERCENTAGE,
        }
        total = sum(report.uncomputed.values())
        assert 0 < total < report.rows["change_claims"]
        assert report.note.startswith(f"{total} change claims have no counts to compare: ")


class TestBrokenFromEndToEnd:
    """The whole check on broken packages: no error, and nothing told twice in other words."""

    def test_a_broken_cell_is_the_only_new_finding(self, folder):
        cells("closures", "cl-0001", scope="some")(folder)
        found = run(folder)
        (new,) = [finding for finding in found.findings if not finding.known]
        assert (new.file, new.row, new.field) == ("closures.csv", "cl-0001", "scope")
        assert not found.ok

    def test_an_unreadable_table_is_all_that_is_told(self, folder):
        raw("attack_counts.csv", b"\xff")(folder)
        found = run(folder)
        assert [finding.file for finding in found.findings] == ["attack_counts.csv"]
        assert "attack_counts" not in found.rows
        assert found.rows["sources"] == len(read(DATA, "sources")) - 1

    def test_an_untyped_value_hides_no_other_finding(self, folder):
        cells(AT, "ac-0001", value="many")(folder)
        cells("closures", "cl-0001", scope="some")(folder)
        new = [(f.row, f.field) for f in run(folder).findings if not f.known]
        assert new == [("ac-0001", "value"), ("cl-0001", "scope")]

    def test_an_empty_folder_is_a_finding(self, tmp_path):
        found = run(tmp_path)
        assert [finding.file for finding in found.findings] == [JSON]
        assert found.rows == {}


class TestKnownFindings:
    @pytest.fixture
    def found(self, report) -> list[Finding]:
        """What the check finds in the real package, before the list is looked at."""
        return [replace(finding, known=False) for finding in report.findings]

    def test_what_no_longer_occurs_must_be_removed(self, folder):
        without_row("change_claims", "cc-0029")(folder)
        (new,) = [finding for finding in run(folder).findings if not finding.known]
        assert new.file == KNOWN
        assert re.search(r"remove it from the list.*cc-0029", new.reason)

    def test_a_known_finding_with_another_reason_is_new(self, folder, found):
        (old,) = [finding for finding in found if finding.row == "cc-0029"]
        new = replace(old, reason="another")
        marked = list(known.mark(folder, [new if finding is old else finding for finding in found]))
        assert new in marked
        assert [finding.file for finding in marked if not finding.known and finding != new] == [KNOWN]

    def test_a_check_that_broke_off_asks_for_no_removal(self, folder):
        assert list(known.mark(folder, [], complete=False)) == []

    @pytest.mark.parametrize(
        ("why", "times", "field", "reason"),
        [("", 1, "why", "say why"), ("It is so.", 2, "", "twice")],
        ids=["no reason", "two entries"],
    )
    def test_an_entry_has_a_reason_and_stands_once(self, folder, found, why, times, field, reason):
        header, *entries = read(folder, "known_findings")
        (entry,) = [entry for entry in entries if entry[1] == "cc-0029"]
        rest = [other for other in entries if other is not entry]
        write(folder, "known_findings", [header, *rest, *[[*entry[:-1], why]] * times])
        new = [finding for finding in known.mark(folder, found) if not finding.known]
        assert len(new) == times
        assert {(f.file, f.field) for f in new} == {(KNOWN, field)}
        assert all(reason in finding.reason for finding in new)

    @pytest.mark.parametrize("content", [b"file,row\n", b"\xff"], ids=["other columns", "not UTF-8"])
    def test_a_list_that_cannot_be_read_is_a_finding(self, folder, found, content):
        raw(KNOWN, content)(folder)
        marked = list(known.mark(folder, found))
        assert [finding.file for finding in marked[len(found) :]] == [KNOWN]
        assert not any(finding.known for finding in marked)


class TestTheCommand:
    @pytest.fixture
    def check(self, monkeypatch):
        def invoke(folder: Path) -> Any:
            monkeypatch.setattr(khyber.settings, "settings", replace(khyber.settings.settings, data=folder))
            return CliRunner().invoke(main, ["check"])

        return invoke

    def test_prints_the_row_counts_and_exits_0(self, check, report):
        result = check(DATA)
        assert result.exit_code == 0, result.output
        for table, count in report.rows.items():
            assert re.search(rf"^{table} +{count:,}$", result.output, re.MULTILINE)
        marked = [line for line in result.output.splitlines() if line.endswith(" (known)")]
        assert len(marked) == len(report.findings)

    def test_prints_file_row_field_and_reason_and_exits_1(self, check, folder):
        cells(AT, "ac-0001", value="many")(folder)
        result = check(folder)
        assert result.exit_code == 1
        assert "attack_counts.csv:ac-0001 value: 'many' is not a number\n" in result.output

    def test_needs_no_readable_package(self, check, tmp_path):
        result = check(tmp_path)
        assert result.exit_code == 1
        assert result.output.strip() == "datapackage.json: there is no such file"
