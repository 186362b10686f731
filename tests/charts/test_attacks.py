"""The sentences and marks of the attacks page against the tables."""

import pytest

from khyber.analysis import change
from khyber.charts import catalogue
from khyber.evidence import Evidence, Range, open_release
from khyber.filters import Filters


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: object) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


def cell(evidence: Evidence, row_id: str) -> float:
    return float(evidence.row("attack_counts", row_id)["value"])


def test_the_rise_of_2021_is_told_by_every_publisher_from_its_own_rows(evidence: Evidence) -> None:
    shown = build(evidence, "attacks-change")
    told = {fact.label: fact for fact in shown.facts}
    assert told["PICSS"].value == "188 → 294" and told["PICSS"].change.startswith("rise: +56 %")
    assert told["PIPS"].value == "146 → 207" and told["PIPS"].change.startswith("rise: +42 %")
    assert "PICSS 188 to 294 (+56 %, range +56 to +57 %)" in shown.title and "PIPS 146 to 207 (+42 %)" in shown.title
    for fact in told.values():
        values = {cell(evidence, row.row_id) for row in fact.rows}
        assert {float(number.replace(",", "")) for number in fact.value.split(" → ")} <= values


def test_a_published_range_is_carried_into_the_change(evidence: Evidence) -> None:
    told = {fact.label: fact.change for fact in build(evidence, "attacks-change").facts}
    assert told["PICSS"].endswith(", range +56 to +57 %")


def test_the_headline_is_that_of_the_day_under_known_by(evidence: Evidence) -> None:
    from datetime import date

    def of_2022(**choices: object) -> float:
        table = build(evidence, "attacks-by-publisher", by=("picss",), **choices).table
        return float(table.set_index("year")["headline"][2022])

    assert of_2022(known=date(2023, 1, 5)) == 376
    assert of_2022() == 380


def test_a_missing_year_breaks_the_line(evidence: Evidence) -> None:
    shown = build(evidence, "attacks-by-publisher", by=("picss",))
    assert shown.spec
    line = shown.spec["data"][0]
    drawn = dict(zip(line["x"], line["y"], strict=True))
    assert drawn[2013] is None and drawn[2015] is None and drawn[2012] is not None
    assert line["connectgaps"] is False


def test_a_missing_month_breaks_the_line_and_is_told(evidence: Evidence) -> None:
    shown = build(evidence, "attacks-monthly")
    assert shown.spec
    gaps = sum(value is None for value in shown.spec["data"][0]["y"])
    assert gaps > 0 and any(note.startswith(f"{gaps} months") for note in shown.notes)


def test_truces_are_shaded_from_the_timeline(evidence: Evidence) -> None:
    shown = build(evidence, "attacks-monthly")
    assert shown.spec
    spans = {(shape["x0"], shape["x1"]) for shape in shown.spec["layout"]["shapes"]}
    assert {("2021-11-09", "2021-12-09"), ("2022-06-02", "2022-11-28")} <= spans


def test_provinces_are_never_stacked_above_the_nation(evidence: Evidence) -> None:
    for publisher in ("picss", "pips"):
        table = build(evidence, "attacks-by-area", series=publisher).table
        stacked = table[table["stacks"]]
        assert not stacked.empty
        for _, year in stacked.groupby("year"):
            national = evidence.read("attack_counts").query(
                "publisher == @publisher and area == 'pakistan' and actor == 'all' and metric == 'attacks'"
            )
            own = national[national["period_start"].dt.year == year["year"].iloc[0]]["value"].max()
            assert year["headline"].sum() <= own
            assert not {"khyber-pakhtunkhwa", "kp-settled"} <= set(year["area"])


def test_claims_stand_beside_counts_and_in_no_series_with_them(evidence: Evidence) -> None:
    shown = build(evidence, "attacks-claimed-and-counted")
    assert set(shown.table["what"]) == {"claimed", "attributed", "counted"}
    assert {row.table for row in shown.rows} == {"group_claims", "attack_counts"}
    claimed = shown.table[shown.table["what"] == "claimed"].set_index("year")["headline"]
    assert claimed[2022] == float(evidence.row("group_claims", "gc-0044")["value"])


@pytest.mark.parametrize("metric", ["attacks", "killed", "suicide_attacks"])
def test_a_change_is_told_with_its_range_wherever_that_is_wider(evidence: Evidence, metric: str) -> None:
    """In the table, in the hover label, and in the title where the year is the newest."""
    shown = build(evidence, "attacks-by-publisher", metric=metric)
    assert shown.spec
    hover = [one for trace in shown.spec["data"] for one in trace["hovertext"]]
    by_year = {(row.publisher, row.year): row for row in shown.table.itertuples()}
    wider = 0
    for (publisher, year), row in by_year.items():
        before = by_year.get((publisher, year - 1))
        if not before or not row.change:
            continue
        assert any(row.change in one for one in hover)
        earlier, later = (Range(one.low, one.high, one.headline) for one in (before, row))
        found = later.change_from(earlier)
        ends = {change.signed(one) for one in (found.low, found.high)}
        if len(ends) > 1:
            wider += 1
            assert all(one in row.change for one in ends), row
    assert wider
