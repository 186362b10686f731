"""What differs between releases and days: every row and field, with its reason; and the change log of the data."""

import csv
import hashlib
import io
import zipfile
from datetime import date
from itertools import pairwise

import pytest
from click.testing import CliRunner

from khyber.charts.compared import Pair, Side, resolved, title_of
from khyber.cli import main
from khyber.evidence import change_log, differences, open_folder, open_release
from khyber.evidence.differences import ADDED, REMOVED, REVISED, Change, compare
from khyber.evidence.releases import archive, identifiers
from khyber.settings import settings
from tests.check import copies

PAIRS = [(older, newer) for newer, older in pairwise(identifiers())]
THEN, LATER = date(2023, 1, 5), date(2024, 1, 1)


def cells(release: str, table: str, key: str) -> dict[str, dict[str, str]]:
    """The rows of a table of a frozen release, straight from its file."""
    with zipfile.ZipFile(archive(release)) as opened:
        text = opened.read(f"{table}.csv").decode("utf-8")
    return {row[key]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.mark.parametrize(("older", "newer"), PAIRS)
def test_every_revision_and_removal_has_its_reason_in_the_log_of_that_release(older, newer):
    log = {
        (row["table"], row["row_id"], row["field"], row["old"], row["new"], row["reason"])
        for row in cells(newer, "corrections", "correction_id").values()
        if row["release"] == newer
    }
    found = [one for one in compare(open_release(older), open_release(newer)) if one.action != ADDED]
    assert {(one.table, one.row_id, one.field, one.old, one.new, one.reason) for one in found} == log
    assert len(found) == len(log) and all(reason for *_, reason in log)


def test_the_corrections_of_the_second_release_are_those_of_the_audit():
    before, after = (cells(one, "attack_counts", "row_id") for one in ("2026.11.1", "2026.11.2"))
    assert before["ac-0878"]["area"] == "kp-settled" and after["ac-0878"]["area"] == "khyber-pakhtunkhwa"
    assert "ac-0391" in before and "ac-0391" not in after
    assert before.keys() - after.keys() == {"ac-0391"} and after.keys() <= before.keys()
    changes = compare(open_release("2026.11.1"), open_release("2026.11.2"))
    assert len({(one.table, one.row_id) for one in changes}) == 57
    assert differences.tally(changes) == "56 rows revised, 1 row removed"


def test_working_tables_hold_what_the_newest_release_holds_or_say_why_not():
    newest, working = open_release(), open_folder(settings.data)
    assert all(one.reason for one in compare(newest, working) if one.action != ADDED)


class TestCompare:
    @pytest.fixture
    def folder(self, tmp_path):
        return copies.copy(tmp_path / "data")

    def test_a_package_does_not_differ_from_itself(self):
        assert compare(open_release(), open_release()) == ()

    def test_rows_added_removed_and_revised_are_told_with_cells_as_written(self, folder):
        before = open_folder(settings.data)
        copies.without_row("timeline", "2014-06-08-gunmen-storm-karachi-airport")(folder)
        copies.cells("indicators", "in-0120", value="7.10", note="")(folder)
        copies.with_line("publisher_metrics", "pm-9999", "picss", "killed", "attacks", "Made for a test.", "9999")(
            folder
        )
        after = open_folder(folder)
        found = compare(before, after)
        assert Change("timeline", "2014-06-08-gunmen-storm-karachi-airport", REMOVED) in found
        assert Change("publisher_metrics", "pm-9999", ADDED) in found
        assert Change("indicators", "in-0120", REVISED, "value", "7.1", "7.10") in found
        note = before.row("indicators", "in-0120")["note"]
        assert Change("indicators", "in-0120", REVISED, "note", note, "") in found
        assert len(found) == 4

    def test_a_column_that_is_new_stands_beside_an_empty_cell(self, folder):
        copies.with_column("timeline", "colour")(folder)
        copies.cells("timeline", "2014-06-08-gunmen-storm-karachi-airport", colour="red")(folder)

        def describe(resources):
            resources["timeline"]["schema"]["fields"].append({"name": "colour", "type": "string"})

        copies.described(describe)(folder)
        found = compare(open_folder(settings.data), open_folder(folder))
        event = "2014-06-08-gunmen-storm-karachi-airport"
        assert found == (Change("timeline", event, REVISED, "colour", "", "red"),)

    def test_rows_of_a_vocabulary_are_told_apart_by_their_whole_key(self, folder):
        lines = copies.read(folder, "labels")
        place = next(n for n, line in enumerate(lines) if line[:2] == ["claim_status", "denied"])
        lines[place][2] = "Denied by it"
        copies.write(folder, "labels", lines)
        (found,) = compare(open_folder(settings.data), open_folder(folder))
        assert found[:4] == ("labels", "claim_status/denied", REVISED, "label")

    def test_by_two_days_rows_are_added_and_none_is_revised(self):
        evidence = open_release()
        found = compare(evidence, evidence, THEN, LATER)
        assert {one.action for one in found} == {ADDED}
        expected = len(evidence.read("attack_counts", LATER)) - len(evidence.read("attack_counts", THEN))
        assert sum(one.table == "attack_counts" for one in found) == expected > 0
        assert {one[:2] for one in compare(evidence, evidence, LATER, THEN)} == {one[:2] for one in found}

    def test_two_releases_as_known_by_a_day_differ_in_rows_known_by_then(self):
        older, newer = open_release("2026.11.1"), open_release("2026.11.2")
        whole, then = set(compare(older, newer)), set(compare(older, newer, THEN, THEN))
        assert then < whole
        known = set(newer.read("incidents", THEN)["incident_id"])
        told = {one.row_id for one in then if one.table == "incidents"}
        assert told == {one.row_id for one in whole if one.table == "incidents"} & known

    def test_a_file_that_is_no_table_is_told_with_its_checksums(self, folder):
        file = folder / "boundaries" / "border.geojson"
        old = hashlib.sha256(file.read_bytes()).hexdigest()
        file.write_bytes(file.read_bytes() + b"\n")
        before, after = open_folder(settings.data), open_folder(folder)
        assert before != after and compare(before, before) == ()
        found = compare(before, after)
        new = hashlib.sha256(file.read_bytes()).hexdigest()
        assert found == (Change("border", "boundaries/border.geojson", REVISED, "file", old[:12], new[:12]),)
        assert differences.tally(found) == "1 file revised"
        page = change_log.section(before, after)
        assert "(`border`): 1 file revised" in page and f"| {old[:12]} | {new[:12]} |" in page
        pair = Pair(Side(before, None), Side(after, None), Side(after, None))
        assert title_of(pair, "border") == after.title("border") != ""
        assert resolved(after, found) == ()


class TestChangeLog:
    def test_a_step_of_the_schema_is_told(self):
        page = change_log.section(open_release("2026.11.1"), open_release("2026.11.2"))
        assert "Schema version 1 became 2." in page

    def test_the_committed_page_is_current(self):
        assert change_log.is_current()

    def test_every_correction_stands_in_it_with_before_after_and_reason(self):
        page = change_log.page().read_text(encoding="utf-8").splitlines()
        for row in cells(identifiers()[0], "corrections", "correction_id").values():
            what = row["field"] if row["action"] == "revise" else "row removed"
            lines = [one for one in page if one.startswith(f"| `{row['row_id']}` | {what} |")]
            assert any(row["reason"] in one and row["old"] in one and row["new"] in one for one in lines), row

    def test_a_bar_in_a_cell_breaks_no_table(self, tmp_path):
        folder = copies.copy(tmp_path / "data")
        copies.cells("indicators", "in-0120", note="a | b\nc")(folder)
        page = change_log.section(open_folder(settings.data), open_folder(folder))
        assert "a \\| b c" in page and "## working, since working" in page

    def test_the_command_tells_whether_it_is_current(self):
        assert CliRunner().invoke(main, ["changes", "--check"]).exit_code == 0
