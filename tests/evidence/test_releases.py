"""Releases: frozen once, never changed, opened by id and read by their own description."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from khyber.evidence import Evidence, open_folder, open_release, upgrades
from khyber.evidence.freezing import contents, freeze
from khyber.evidence.package import Folder, Zip
from khyber.evidence.releases import archive, checksum, checksums, identifiers
from khyber.settings import settings
from tests.check import copies
from tests.evidence.frozen import freeze_as, khyber, set_version, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copies.copy(tmp_path / "data")


class TestFrozen:
    def test_every_release_is_what_was_frozen(self):
        zips = sorted((settings.data / "releases").glob("*.zip"))
        frozen = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in zips}
        assert frozen == checksums(settings.data / "releases")

    def test_a_release_that_was_deleted_is_not_frozen_again(self, folder):
        set_version(folder, "2031.1.1")
        freeze("2031.1.1", folder).unlink()
        with pytest.raises(FileExistsError, match="never changes"):
            freeze("2031.1.1", folder)


class TestFreezing:
    def test_the_manifest_holds_checksums_and_row_counts(self, folder):
        set_version(folder, "2031.1.1")
        with zipfile.ZipFile(freeze("2031.1.1", folder)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(files.pop("manifest.json"))
        assert manifest["release"] == "2031.1.1"
        assert manifest["rows"] == open_folder(folder).counts
        assert manifest["sha256"] == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        assert {"datapackage.json", "attack_counts.csv", "sources.csv"} <= files.keys()

    def test_the_same_package_gives_the_same_bytes(self, folder, tmp_path):
        set_version(folder, "2031.1.1")
        first = freeze("2031.1.1", folder).read_bytes()
        other = copies.copy(tmp_path / "other")
        set_version(other, "2031.1.1")
        again = freeze("2031.1.1", other)
        assert again.read_bytes() == first
        with zipfile.ZipFile(again) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_a_frozen_release_never_changes(self, folder):
        freeze_as(folder, "2031.1.1")
        frozen = folder / "releases" / "2031.1.1.zip"
        before = frozen.read_bytes()
        copies.without_row("timeline", "2014-06-08-gunmen-storm-karachi-airport")(folder)
        with pytest.raises(FileExistsError, match="2031.1.1 is frozen already"):
            freeze("2031.1.1", folder)
        assert frozen.read_bytes() == before
        assert sorted(path.name for path in frozen.parent.iterdir()) == ["2031.1.1.zip", "sha256.txt"]

    @pytest.mark.parametrize(
        "release",
        ["", "newest", "2031", "2031.1", "2031.1.1.1", "v2031.1.1", "../2031.1.1", "31.1.1"]
        + ["2031.0.1", "2031.13.1", "2031.99.1", "2031.02.1", "2031.2.01", "2031.2.0"],
    )
    def test_an_id_is_a_year_a_month_and_a_number(self, folder, release):
        with pytest.raises(ValueError, match="a year, a month and a number"):
            freeze(release, folder)
        assert not (folder / "releases").exists()

    def test_the_package_must_say_the_same_version(self, folder):
        with pytest.raises(ValueError, match="set it to '2031.1.1' first"):
            freeze("2031.1.1", folder)

    @pytest.mark.parametrize("release", ["2031.1.1", "2030.12.9"])
    def test_a_release_is_later_than_every_one_before(self, folder, release):
        freeze_as(folder, "2031.2.1")
        with pytest.raises(ValueError, match="not later than 2031.2.1"):
            freeze_as(folder, release)
        assert list(checksums(folder / "releases")) == ["2031.2.1.zip"]

    @pytest.mark.parametrize(
        "edit",
        [
            copies.cells("attack_counts", "ac-0001", value="1"),
            copies.without_row("timeline", "2014-06-08-gunmen-storm-karachi-airport"),
        ],
    )
    def test_what_was_revised_or_taken_out_without_a_reason_is_not_frozen(self, folder, edit):
        freeze_as(folder, "2031.1.1")
        edit(folder)
        with pytest.raises(ValueError, match="changed since 2031.1.1 without a reason in corrections.csv"):
            freeze_as(folder, "2031.1.2")

    def test_with_its_reason_in_the_log_it_is(self, folder):
        freeze_as(folder, "2031.1.1")
        old = open_folder(folder).written("attack_counts")["ac-0001"]["value"]
        copies.cells("attack_counts", "ac-0001", value="1")(folder)
        copies.with_line(
            "corrections", "co-9999", "2031.1.2", "attack_counts", "ac-0001", "revise", "value", old, "1", "For a test."
        )(folder)
        freeze_as(folder, "2031.1.2")
        assert list(checksums(folder / "releases")) == ["2031.1.1.zip", "2031.1.2.zip"]

    def test_the_command_freezes_nothing_that_does_not_pass_the_check(self, folder):
        copies.cells("attack_counts", "ac-0001", publisher="nobody")(folder)
        set_version(folder, "2031.1.1")
        run = khyber(folder, "release", "2031.1.1")
        assert run.returncode == 1 and "does not pass" in run.stderr
        assert not (folder / "releases").exists()

    def test_the_command_freezes_what_passes(self, folder):
        set_version(folder, "2031.1.1")
        assert khyber(folder, "release", "2031.1.1").returncode == 0
        assert (folder / "releases" / "2031.1.1.zip").is_file()

    def test_a_broken_table_is_not_frozen(self, folder):
        set_version(folder, "2031.1.1")
        copies.cells("attack_counts", "ac-0001", value="many")(folder)
        with pytest.raises(ValueError, match="attack_counts.csv, value"):
            freeze("2031.1.1", folder)
        assert not (folder / "releases" / "2031.1.1.zip").exists()


class TestOpening:
    def test_a_release_holds_what_was_frozen(self, folder):
        freeze_as(folder, "2031.1.1")
        frozen = Evidence("2031.1.1", Zip(folder / "releases" / "2031.1.1.zip"))
        working = open_folder(folder)
        assert frozen.counts == working.counts
        for table in frozen.counts:
            assert frozen.read(table).equals(working.read(table)), table

    def test_the_same_tables_under_another_id_are_another_evidence(self, folder):
        freeze_as(folder, "2031.1.1")
        frozen = folder / "releases" / "2031.1.1.zip"
        assert Evidence("2031.1.1", Zip(frozen)) == Evidence("2031.1.1", Zip(frozen))
        assert Evidence("2031.1.1", Zip(frozen)) != open_folder(folder)

    def test_other_tables_under_the_same_id_are_another_evidence(self, folder):
        before = open_folder(folder)
        copies.cells("attack_counts", "ac-0001", value="1")(folder)
        assert open_folder(folder) != before

    def test_a_release_is_read_by_its_own_description(self, folder, tmp_path):
        freeze_as(folder, "2031.1.1")
        frozen = (folder / "releases").rename(tmp_path / "first")
        copies.without_column("timeline", "truce")(folder)
        copies.described(
            lambda resources: resources["timeline"]["schema"].update(
                fields=[one for one in resources["timeline"]["schema"]["fields"] if one["name"] != "truce"]
            )
        )(folder)
        freeze_as(folder, "2031.2.1")
        assert "truce" in Evidence("2031.1.1", Zip(frozen / "2031.1.1.zip")).read("timeline")
        assert "truce" not in Evidence("2031.2.1", Zip(folder / "releases" / "2031.2.1.zip")).read("timeline")

    def test_newest_is_by_number_not_by_letter(self, folder):
        freeze_as(folder, "2030.12.1", "2031.9.1", "2031.10.2", "2031.10.10")
        (folder / "releases" / "draft.zip").write_bytes(b"no release")
        (folder / "releases" / "2032.1.1.part").write_bytes(b"unfinished")
        assert told(folder, "print(*identifiers())") == "2031.10.10 2031.10.2 2031.9.1 2030.12.1"
        assert told(folder, "print(open_release().release, open_release('2031.9.1').release)") == "2031.10.10 2031.9.1"

    def test_without_any_release_that_is_said(self, folder):
        code = "try: open_release()\nexcept KeyError as error: print(error)"
        assert "there is no release 'newest'; there are: none" in told(folder, code)


class TestTheProjectsOwn:
    def test_newest_is_the_first_listed(self):
        assert identifiers()
        assert open_release().release == open_release("newest").release == identifiers()[0]

    def test_every_release_opens_and_holds_what_its_manifest_says(self):
        for release in identifiers():
            with zipfile.ZipFile(settings.data / "releases" / f"{release}.zip") as archive:
                manifest = json.loads(archive.read("manifest.json"))
                for name, checksum in manifest["sha256"].items():
                    assert hashlib.sha256(archive.read(name)).hexdigest() == checksum
            assert manifest["release"] == release
            opened = open_release(release).counts
            assert {table: opened[table] for table in manifest["rows"]} == manifest["rows"]
            came = {table.name for step in upgrades.STEPS.values() for table in step}
            assert opened.keys() - manifest["rows"].keys() <= came
            assert open_release(release).package["version"] == release

    @pytest.mark.parametrize(
        "release", ["", "2031.1.1", "../2026.11.1", "2026.11.1.zip", "/etc/passwd", "working", "NEWEST"]
    )
    def test_an_id_that_is_none_is_named(self, release):
        with pytest.raises(KeyError, match="there is no release"):
            open_release(release)

    def test_the_working_tables_can_be_frozen(self):
        files = contents(settings.data)
        manifest = json.loads(files["manifest.json"])
        assert manifest["release"] == json.loads(files["datapackage.json"])["version"]
        assert manifest["rows"] == open_folder(settings.data).counts


class TestTheFile:
    def test_a_release_is_found_as_its_file_with_its_checksum(self):
        release = identifiers()[0]
        assert archive(release) == settings.data / "releases" / f"{release}.zip"
        assert checksum(release) == hashlib.sha256(archive(release).read_bytes()).hexdigest()

    @pytest.mark.parametrize("release", ["1999.1.1", "../datapackage", "working", ""])
    def test_nothing_but_a_listed_id_reaches_the_disk(self, release):
        with pytest.raises(KeyError, match="there is no release"):
            archive(release)


class TestOldSchemas:
    """A release keeps the schema in which it was frozen; what is read is of today's."""

    def test_every_release_is_read_in_the_current_schema(self):
        assert {open_release(one).package["schema_version"] for one in identifiers()} == {upgrades.CURRENT}

    def test_the_first_release_gets_an_empty_log_of_corrections(self):
        first, newest = open_release("2026.11.1"), open_release()
        with zipfile.ZipFile(archive("2026.11.1")) as frozen:
            assert json.loads(frozen.read("datapackage.json"))["schema_version"] == 1
            assert "corrections.csv" not in frozen.namelist()
        assert first.counts["corrections"] == 0 < newest.counts["corrections"]
        assert list(first.read("corrections")) == list(newest.read("corrections"))
        assert set(first.counts) <= set(newest.counts)

    @pytest.mark.parametrize("release", ["2026.11.1", "2026.11.2"])
    def test_releases_from_before_kinds_of_target_have_none(self, release):
        old, newest = open_release(release), open_folder(settings.data)
        for table in ("target_kinds", "targets"):
            assert old.counts[table] == 0 < newest.counts[table]
            assert list(old.read(table)) == list(newest.read(table))
            assert (old.read(table).dtypes == newest.read(table).dtypes).all()

    @pytest.mark.parametrize("release", ["2026.11.1", "2026.11.4"])
    def test_columns_that_came_later_are_empty_and_of_todays_types(self, release):
        old, newest = open_release(release), open_folder(settings.data)
        for step, columns in upgrades.COLUMNS.items():
            for one in columns:
                assert list(old.read(one.table)) == list(newest.read(one.table))
                assert (old.read(one.table).dtypes == newest.read(one.table).dtypes).all()
                if old.schema_version <= step:
                    assert old.read(one.table)[one.name].isna().all() and newest.read(one.table)[one.name].dtype
        before = [one for one in old.written("key_judgments")["kj-02"]]
        assert before == list(newest.written("key_judgments")["kj-02"])

    def test_cells_of_a_table_that_gets_columns_stay_as_written(self):
        with zipfile.ZipFile(archive("2026.11.1")) as frozen:
            rows = csv.DictReader(io.StringIO(frozen.read("key_judgments.csv").decode(), newline=""))
            before = {row["judgment_id"]: row for row in rows}
        after = open_release("2026.11.1").written("key_judgments")
        assert before.keys() == after.keys()
        for row_id, cells in after.items():
            assert {name: cells[name] for name in before[row_id]} == before[row_id]

    def test_a_package_of_the_first_schema_is_read_and_not_changed(self, folder):
        description = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        description["schema_version"] = 1
        description["resources"] = [one for one in description["resources"] if one["name"] != "corrections"]
        (folder / "datapackage.json").write_text(json.dumps(description), encoding="utf-8")
        (folder / "corrections.csv").unlink()
        before = {path.name: path.read_bytes() for path in folder.glob("*.*")}
        opened = open_folder(folder)
        assert opened.counts["corrections"] == 0 and opened.counts["attack_counts"] > 0
        assert {path.name: path.read_bytes() for path in folder.glob("*.*")} == before

    def test_steps_lead_from_the_first_schema_to_the_current_one(self):
        assert sorted(upgrades.STEPS) == list(range(1, upgrades.CURRENT))

    def test_a_current_package_is_read_as_it_is(self):
        files = Folder(settings.data)
        assert upgrades.upgrade(files) is files

    @pytest.mark.parametrize("version", [0, upgrades.CURRENT + 1, "two"])
    def test_a_schema_that_is_not_known_is_told(self, folder, version):
        path = folder / "datapackage.json"
        description = json.loads(path.read_text(encoding="utf-8")) | {"schema_version": version}
        path.write_text(json.dumps(description), encoding="utf-8")
        with pytest.raises(ValueError, match=rf"schema version {version!r} cannot be read"):
            open_folder(folder)

    def test_a_package_of_an_old_schema_is_not_frozen(self, folder):
        path = folder / "datapackage.json"
        description = json.loads(path.read_text(encoding="utf-8")) | {"schema_version": 1, "version": "2031.1.1"}
        path.write_text(json.dumps(description), encoding="utf-8")
        with pytest.raises(ValueError, match=f"frozen in schema version {upgrades.CURRENT}, not 1"):
            freeze("2031.1.1", folder)


class TestIds:
    def test_an_id_that_was_taken_out_is_never_given_again(self):
        gone: set[tuple[str, str]] = set()
        before: set[tuple[str, str]] = set()
        for evidence in [*(open_release(one) for one in reversed(identifiers())), open_folder(settings.data)]:
            here = {(table, row) for table in evidence.counts for row in evidence.written(table)}
            gone |= before - here
            assert not gone & here
            before = here
        assert ("attack_counts", "ac-0391") in gone
