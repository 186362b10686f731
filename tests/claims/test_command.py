"""`khyber claim` on the command line."""

import json

from click.testing import CliRunner, Result

from khyber.cli import main
from khyber.evidence import open_release

CLAIM = "Pakistan recorded almost 300 terror attacks in 2021, a 56% spike compared to the previous year"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["claim", *arguments])


def test_words_name_who_supports_and_who_differs() -> None:
    result = run(CLAIM)
    assert result.exit_code == 0
    assert result.output.startswith("Agrees: PICSS gives it; ")
    for said in ("supports: PICSS 294", "differs: PIPS 207", "attack_counts/", "https://", "Release "):
        assert said in result.output


def test_json_is_one_object_of_verdict_rows_and_sources() -> None:
    evidence = open_release()
    found = json.loads(run(CLAIM, "--json").output)
    assert found["verdict"] == "agrees"
    assert all({"id", "table", "value"} <= row.keys() and {"publisher", "group"} & row.keys() for row in found["rows"])
    assert all(evidence.has_row(row["table"], row["id"]) for row in found["rows"])
    assert {row["value"] for row in found["rows"] if row["publisher"] == "picss"} == {188, 294, 56}
    assert {evidence.source(one["source_id"]).url for one in found["sources"]} == {
        one["url"] for one in found["sources"]
    }


def test_every_verdict_ends_well() -> None:
    told = {
        "agrees": "PICSS counted 294 attacks in 2021",
        "disagrees": "PIPS counted 294 attacks in 2021",
        "counts-something-else": "Balochistan saw 294 attacks in 2021",
        "not-found": "ACLED counted 294 attacks in 2021",
        "not-understood": "<b>attacks</b> \x1b[31m",
    }
    for verdict, claim in told.items():
        result = run(claim, "--json")
        assert (result.exit_code, json.loads(result.output)["verdict"]) == (0, verdict)


def test_the_day_and_what_was_known() -> None:
    assert run("PICSS recorded 294 attacks last year", "--on", "2022-01-03").output.startswith("Agrees")
    assert run("PICSS counted 380 attacks in 2022", "--known", "2023-01-05").output.startswith("Disagrees")


def test_wrong_use_ends_with_2() -> None:
    assert run().exit_code == 2
    assert run(CLAIM, "--on", "yesterday").exit_code == 2
    assert run(CLAIM, "--release", "1999.1.1").exit_code == 2
