"""Two periods: what is compared and refused, tolls as ranges, the same scale of marks, and the choices offered."""

import re
from datetime import date

import pytest

from khyber.charts import catalogue, two_periods
from khyber.evidence import Evidence, dates, open_release
from khyber.filters import Filters

FIGURES = [entry.id for entry in catalogue.entries() if entry.page == "periods"]
DIFFERENCES = ["periods-compared", "periods-provinces", "periods-sectors"]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: object) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


def sizes(shown: catalogue.Figure, form: str) -> dict[str, float]:
    assert shown.spec
    found = {}
    for trace in shown.spec["data"]:
        if trace["uid"].startswith(form):
            found |= dict(zip(trace["customdata"], trace["marker"]["size"], strict=True))
    return found


def test_the_usual_periods_are_the_last_whole_years_that_can_be_known(evidence: Evidence) -> None:
    first, second = two_periods.chosen(evidence, Filters())
    year = evidence.searched_until.year - 1
    assert (first.written, second.written) == (str(year - 1), str(year))
    first, second = two_periods.chosen(evidence, Filters(known=date(2023, 1, 5)))
    assert (first.written, second.written) == ("2021", "2022")


@pytest.mark.parametrize("figure_id", DIFFERENCES)
def test_it_is_labelled_a_difference_of_records_and_has_no_percentage(evidence: Evidence, figure_id: str) -> None:
    shown = build(evidence, figure_id, first_period="2020", second_period="2023")
    assert shown.title.startswith("Difference between the notable incidents recorded here, not in violence")
    told = " ".join([shown.title, shown.alt, *shown.notes, *(f"{f.value} {f.change}" for f in shown.facts)])
    assert "%" not in told and "per cent" not in told
    assert not [one for one in shown.table.columns if "percent" in one or "pct" in one]


def test_each_period_is_counted_by_its_days(evidence: Evidence) -> None:
    rows = evidence.read("incidents")
    shown = build(evidence, "periods-compared", first_period="2020-02", second_period="2023-01-15/2024-01-31")
    for column, first, last in (("first", "2020-02-01", "2020-02-29"), ("second", "2023-01-15", "2024-01-31")):
        within = rows[(rows["date"] >= first) & (rows["date"] <= last)]
        assert dict(zip(shown.table["category"], shown.table[column], strict=True)) == {
            one: int((within["category"] == one).sum()) for one in shown.table["category"]
        }
    assert any("unequal length: 29 and 382 days" in note for note in shown.notes)


def test_the_difference_of_tolls_is_a_range_from_the_narrowest_to_the_widest(evidence: Evidence) -> None:
    table = build(evidence, "periods-provinces", first_period="2020", second_period="2023").table
    told = table.dropna(subset=["killed_change_low", "killed_change_high"])
    assert len(told)
    assert (told["killed_change_low"] == told["killed_second_low"] - told["killed_first_high"]).all()
    assert (told["killed_change_high"] == told["killed_second_high"] - told["killed_first_low"]).all()
    silent = table[table["killed_first_high"].isna() | table["killed_second_high"].isna()]
    assert len(silent) and silent["killed_change_low"].isna().all()


class TestRefusal:
    def test_of_one_category_leaves_the_other_compared_and_says_why(self, evidence: Evidence) -> None:
        shown = {one: build(evidence, one, first_period="2017", second_period="2023") for one in FIGURES}
        begins = dates.words(two_periods.starts(evidence)["attack"])
        for one in DIFFERENCES:
            notes = " ".join(shown[one].notes)
            assert f"the table of militant attacks begins on {begins}" in notes, one
        assert list(shown["periods-compared"].table["category"]) == ["border"]
        for one in ("periods-first", "periods-second"):
            assert set(shown[one].table["category"]) == {"border"}
            assert begins in " ".join(shown[one].notes)

    @pytest.mark.parametrize("choices", [{"category": "attack"}, {"kind": ("suicide-bombing",)}])
    def test_of_all_that_is_chosen_gives_no_difference(self, evidence: Evidence, choices: dict) -> None:
        for one in DIFFERENCES:
            shown = build(evidence, one, first_period="2023", second_period="2018-12-31/2019-12-31", **choices)
            assert (
                shown.title.startswith("No difference") and "begins before the table of militant attacks" in shown.title
            )
            assert shown.is_empty and not shown.title.endswith("%")
        assert len(build(evidence, "periods-first", first_period="2023", second_period="2018", **choices).table)

    def test_ends_with_the_day_on_which_the_table_begins(self, evidence: Evidence) -> None:
        begins = two_periods.starts(evidence)["attack"]
        chosen = {"first_period": dates.written(begins, begins.replace(month=12, day=31)), "second_period": "2023"}
        assert not build(evidence, "periods-compared", category="attack", **chosen).title.startswith("No difference")


def test_both_maps_are_to_one_scale_and_move_together(evidence: Evidence) -> None:
    choices = {"first_period": "2020", "second_period": "2025"}
    maps = [build(evidence, one, **choices) for one in ("periods-first", "periods-second")]
    discs, rings = {}, {}
    for shown in maps:
        discs |= sizes(shown, "disc")
        rings |= sizes(shown, "ring")
        assert shown.spec and shown.spec["layout"]["meta"]["together"] == two_periods.TOGETHER
    by_toll = evidence.read("incidents").set_index("incident_id")
    lowest = by_toll.loc[list(discs), "killed_low"]
    for killed in lowest.dropna().unique():
        assert len({discs[one] for one in lowest.index[lowest == killed]}) == 1
    assert max(rings.values()) <= max(discs.values())
    tall = [one for one in rings if by_toll["killed_high"][one] >= lowest.max()]
    assert {rings[one] for one in tall} == {max(discs.values())}


def test_the_numbers_on_the_map_are_signed_and_coloured_by_way(evidence: Evidence) -> None:
    shown = build(evidence, "periods-provinces", first_period="2020", second_period="2023")
    assert shown.spec
    areas, numbers = shown.spec["data"]
    signs = {"+": 0, "−": 0, "0": 0}
    for text in numbers["text"]:
        signs[text[0]] += 1
    counts = shown.table["way"].value_counts()
    assert signs == {"+": counts.get("more", 0), "−": counts.get("fewer", 0), "0": counts.get("as many", 0)}
    assert set(areas["z"]) == {-1, 0, 1}


def test_the_strip_stands_first_to_the_left_and_second_to_the_right(evidence: Evidence) -> None:
    shown = build(evidence, "periods-sectors", first_period="2020", second_period="2023")
    assert shown.spec
    first, second = shown.spec["data"]
    assert first["x"] == [-one for one in shown.table["first"]] and second["x"] == list(shown.table["second"])
    assert first["marker"]["pattern"]["shape"] and "pattern" not in second["marker"]
    assert list(shown.table["place"]) == [
        one for one in evidence.vocabulary("sectors").index if one in set(shown.table["place"])
    ]


def test_the_pairs_offered_can_all_be_compared(evidence: Evidence) -> None:
    pairs = two_periods.presets(evidence, None)
    assert list(pairs)[0] == "2024 and 2025" and len(pairs) > 5
    assert pairs["Year before and after: Taliban take Kabul (15 August 2021)"] == (
        "2020-08-15/2021-08-14", "2021-08-15/2022-08-14",
    )  # fmt: skip
    for first, second in pairs.values():
        shown = build(evidence, "periods-compared", first_period=first, second_period=second)
        assert not shown.title.startswith("No difference is given")
        assert not any(re.search("can be in this view", note) for note in shown.notes)


def test_the_filters_hold_for_both_periods(evidence: Evidence) -> None:
    choices = {"first_period": "2020", "second_period": "2025", "area": "balochistan", "category": "attack"}
    for one in ("periods-first", "periods-second"):
        table = build(evidence, one, **choices).table
        assert set(table["admin1"]) == {"Balochistan"} and set(table["category"]) == {"attack"}
    assert list(build(evidence, "periods-provinces", **choices).table["place"]) == ["balochistan"]


@pytest.mark.parametrize("figure_id", FIGURES)
def test_periods_that_overlap_are_shown_each_with_its_own(evidence: Evidence, figure_id: str) -> None:
    shown = build(evidence, figure_id, first_period="2024", second_period="2024-06-01/2025-05-31")
    assert shown.title and shown.rows
