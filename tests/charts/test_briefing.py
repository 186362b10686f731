"""The key figures of the briefing, computed again from the plain tables."""

import csv
import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from khyber.analysis import latest
from khyber.charts import catalogue
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters
from khyber.settings import settings

THEN = date(2023, 1, 5)
LINE = "briefing-bottom-line"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: Any) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))


def plain(table: str) -> list[dict[str, str]]:
    with (settings.data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values(metric: str, publisher: str, year: int) -> set[float]:
    """Every value that is not doubtful of the nation's whole year, as the file gives it."""
    return {
        float(row["value"])
        for row in plain("attack_counts")
        if (row["metric"], row["publisher"], row["area"], row["actor"]) == (metric, publisher, "pakistan", "all")
        and (row["period_start"], row["period_end"]) == (f"{year}-01-01", f"{year}-12-31")
        and row["doubtful"].lower() != "true"
    }


def line(shown: catalogue.Figure, group: str, who: str) -> Any:
    table = shown.table.assign(fact=list(shown.facts))
    found = table[(table["group"] == group) & (table["who"] == who)]
    return next(found.itertuples(index=False))


@pytest.mark.parametrize(
    ("metric", "publisher", "year", "headline", "moved"),
    [
        ("attacks", "PICSS", 2025, "1,066", "+17 %"),
        ("attacks", "PIPS", 2025, "699", "+34 %"),
        ("attacks", "GTI", 2025, "1,045", "−5 %"),
        ("killed", "PIPS", 2025, "1,034", "+21 %"),
        ("killed", "PICSS", 2024, "1,177", "+21 %"),
        ("suicide_attacks", "PICSS", 2025, "26", "+53 %"),
    ],
)
def test_a_count_and_its_change_are_those_of_the_files(
    evidence: Evidence, metric: str, publisher: str, year: int, headline: str, moved: str
) -> None:
    found = line(build(evidence, LINE), metric, publisher)
    now, before = values(metric, publisher.lower(), year), values(metric, publisher.lower(), year - 1)
    assert found.fact.label == f"{publisher}, {year}" and found.period == str(year)
    assert found.fact.value == headline and found.value in now
    assert (found.low, found.high) == (min(now), max(now))
    lowest, highest = (round(100 * (a / b - 1)) for a, b in ((min(now), max(before)), (max(now), min(before))))
    spread = f"range {lowest:+d} to {highest:+d} %".replace("-", "−")
    assert found.change == (moved if lowest == highest else f"{moved}, {spread}") and moved in {
        f"{round(100 * (a / b - 1)):+d} %".replace("-", "−") for a in now for b in before
    }
    assert found.verdict == ("rise" if moved.startswith("+") else "fall")
    behind = {float(evidence.row(row.table, row.row_id)["value"]) for row in found.rows}
    assert now | before <= behind
    assert found.fact.spark[-1] == (found.value if year == 2025 else None)


def test_no_newer_whole_year_is_left_out(evidence: Evidence) -> None:
    shown = build(evidence, LINE)
    for metric in ("attacks", "killed", "suicide_attacks"):
        for row in shown.table[shown.table["group"] == metric].itertuples():
            publisher = next(k for k, name in evidence.names("publishers").items() if name == row.who)
            assert all(not values(metric, publisher, year) for year in range(int(row.period) + 1, 2027))


def test_where_a_publisher_stopped_it_is_said_and_nothing_put_in_its_place(evidence: Evidence) -> None:
    note = next(row["note"] for row in plain("publisher_metrics") if row["row_id"] == "pm-0014")
    shown = build(evidence, LINE)
    assert note in line(shown, "killed", "PICSS").fact.change
    assert not {row.row_id for row in shown.rows} & {
        row["row_id"] for row in plain("attack_counts") if row["metric"] == "combat_related_deaths"
    }
    assert note not in line(build(evidence, LINE, known=THEN), "killed", "PICSS").fact.change
    assert "(attacks and operations)" in line(shown, "killed", "CRSS").fact.label


def test_gaps_stay_gaps_in_the_small_drawing(evidence: Evidence) -> None:
    spark = line(build(evidence, LINE), "attacks", "PICSS").fact.spark
    by_year = dict(zip(range(2026 - len(spark), 2026), spark, strict=True))
    assert by_year[2013] is None and by_year[2015] is None and by_year[2012] in values("attacks", "picss", 2012)


def test_estimates_stand_by_estimator_and_definition(evidence: Evidence) -> None:
    shown = build(evidence, LINE)
    own = {row["row_id"]: row for row in plain("group_strength") if row["group_id"] == "ttp"}
    told = [row for row in shown.table.assign(fact=list(shown.facts)).itertuples() if row.group == "strength"]
    series = {tuple(row[name] for name in ("estimator", "counts_what", "location")) for row in own.values()}
    assert len({row.fact.rows for row in told}) == len(told) >= len(series)
    by_id = {row.rows[0].row_id: row for row in told}
    assert by_id["gs-0094"].fact.value == "at least 8,000" and "members, in Pakistan" in by_id["gs-0094"].fact.change
    assert by_id["gs-0076"].fact.value == "up to 20,000" and not by_id["gs-0076"].in_view
    in_view = [row.who for row in told if row.in_view]
    assert len(in_view) == len(set(in_view)) and "UN monitoring team" in in_view


def test_the_last_strike_is_the_newest_in_the_file_with_the_day_of_the_search(evidence: Evidence) -> None:
    newest = max((row for row in plain("incidents") if row["kind"] in latest.STRIKES), key=lambda row: row["date"])
    shown = build(evidence, LINE)
    assert "last air or drone strike across the border on record: 30 June 2026" in shown.title
    assert newest["date"] == "2026-06-30"
    told = next(fact for fact in shown.facts if newest["incident_id"] in {row.row_id for row in fact.rows})
    assert told.value == "30 June 2026" and newest["casualty_note"] in told.change
    assert any("searched up to 22 November 2026" in note for note in shown.notes)


def test_the_main_crossings_stand_with_their_date(evidence: Evidence) -> None:
    shown = build(evidence, LINE)
    main = [row for row in plain("crossings") if row["kind"] == "major-trade"]
    told = {row.rows[0].row_id: fact for row, fact in zip(shown.table.itertuples(), shown.facts, strict=True)}
    for row in main:
        assert told[row["crossing_id"]].value == evidence.labels("crossing_state")[row["state"]]
        assert row["status_as_of"][:4] in told[row["crossing_id"]].change


def test_the_bottom_line_and_the_direction_name_who_says_what(evidence: Evidence) -> None:
    shown = build(evidence, LINE)
    assert (
        "a rise for PICSS (1,066, +17 %, range +17 to +18 %) and PIPS (699, +34 %), a fall for GTI (1,045, −5 %)"
        in shown.title
    )
    attacks, killed = shown.facts[:2]
    assert attacks.value == "◆ Unclear" and "GTI fall: −5 %" in attacks.change
    assert killed.value == "▲ Worse" and "CRSS" not in killed.change and "PICSS" not in killed.change


def test_numbers_of_the_bottom_line_stand_in_the_table(evidence: Evidence) -> None:
    for known in (None, THEN, date(2016, 3, 1)):
        shown = build(evidence, LINE, known=known)
        told = set(re.findall(r"\((\d[\d,]*), ", shown.title))
        assert told <= set(shown.table["figure"])


def test_the_page_of_a_past_day_is_that_of_the_day(evidence: Evidence) -> None:
    shown = build(evidence, LINE, known=THEN)
    assert "in 2022 disagree: a rise for PICSS (376, +28 %), a fall for CRSS (376, −7 %)" in shown.title
    assert line(shown, "attacks", "PIPS").fact.label == "PIPS, 2021"
    assert "crossings" not in set(shown.table["group"]) and "crossings" not in shown.title
    assert any("3 main crossings is of a day after 5 January 2023" in note for note in shown.notes)
    for source in catalogue.sources_of(evidence, shown):
        assert source.latest and source.latest <= THEN


@pytest.mark.parametrize("known", [date(1987, 1, 1), date(2010, 1, 1), date(2016, 3, 1), date(2026, 3, 1)])
def test_any_day_gives_a_briefing(evidence: Evidence, known: date) -> None:
    for figure_id in (LINE, "briefing-lately", "briefing-trend", "briefing-map"):
        shown = build(evidence, figure_id, known=known)
        assert shown.title and shown.alt and shown.notes is not None


def test_the_newest_events_have_their_dates_and_words(evidence: Evidence) -> None:
    shown = build(evidence, "briefing-lately")
    assert shown.facts[0].label == "30 June 2026"
    for fact, row in zip(shown.facts, shown.table.itertuples(), strict=True):
        own = evidence.row(row.table, row.row_id)
        assert fact.value == (own["summary"] if row.table == "incidents" else own["title"])
        assert fact.rows[0] == catalogue.Row(row.table, row.row_id)


def test_the_trend_is_that_of_the_attacks_page_for_those_with_two_years_in_a_row(evidence: Evidence) -> None:
    shown = build(evidence, "briefing-trend")
    whole = build(evidence, "attacks-by-publisher", by=tuple(shown.table["publisher"].unique()))
    assert list(shown.table["headline"]) == list(whole.table["headline"])
    assert "ispr" not in set(shown.table["publisher"]) and any("ISPR" in note for note in shown.notes)
    assert "PIPS 2,586 in 2009, 146 in 2020, 699 in 2025" in shown.title


def test_the_small_map_is_still_and_carries_its_note(evidence: Evidence) -> None:
    shown = build(evidence, "briefing-map")
    assert shown.spec and shown.spec["layout"]["meta"]["still"] is True
    assert set(evidence.package["boundary_note"]) <= set(shown.notes)
    assert shown.table["date"].min() >= shown.table["date"].max() - pd.DateOffset(years=1)
    assert "still" not in build(evidence, "border-map").spec["layout"]["meta"]  # type: ignore[index]
