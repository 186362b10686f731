"""The strip and its sectors in words against the tables and the map."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from khyber.analysis import border, incidents
from khyber.charts import catalogue, marks, strip, strip_look
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str = "border-strip", **choices: object) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


def traces(shown: catalogue.Figure) -> dict[str, dict[str, Any]]:
    assert shown.spec
    return {trace["uid"]: trace for trace in shown.spec["data"]}


def layout(shown: catalogue.Figure) -> dict[str, Any]:
    assert shown.spec
    found: dict[str, Any] = shown.spec["layout"]
    return found


class TestWhatStandsOnIt:
    def test_what_lies_within_its_reach_and_nothing_else(self, evidence: Evidence) -> None:
        distance = border.located(evidence)["distance_km"]
        near, far = set(distance[distance <= strip.REACH_KM].index), set(distance[distance > strip.REACH_KM].index)
        shown = build(evidence)
        assert set(shown.table["incident_id"]) == near and far
        assert f"not on the strip: {len(far)}." in " ".join(shown.notes)
        assert f"whole province or abroad: {int(distance.isna().sum())}." in " ".join(shown.notes)

    @pytest.mark.parametrize("within", [10, 100])
    def test_a_chosen_distance_takes_the_place_of_its_own(self, evidence: Evidence, within: int) -> None:
        shown = build(evidence, within=within)
        assert set(shown.table["incident_id"]) == set(build(evidence, "border-map", within=within).table["incident_id"])
        assert f"within {within} km" in shown.title and "not on the strip" not in " ".join(shown.notes)

    @pytest.mark.parametrize("place", ["Lahore", "Kabul", "Quetta"])
    def test_a_city_far_from_the_line_says_nothing_of_it(self, evidence: Evidence, place: str) -> None:
        rows = evidence.read("incidents").set_index("incident_id")
        assert rows["place"].str.contains(place).any()
        drawn = rows.loc[build(evidence).table["incident_id"]]
        assert not drawn["place"].str.contains(place).any()

    def test_each_is_drawn_once_on_its_day_at_its_place_on_the_line(self, evidence: Evidence) -> None:
        shown = build(evidence)
        table = shown.table.set_index("incident_id")
        drawn: list[str] = []
        for uid, trace in traces(shown).items():
            if uid == "crossings":
                continue
            rows = table.loc[trace["customdata"]]
            assert trace["x"] == [f"{day:%Y-%m-%d}" for day in rows["date"]]
            assert trace["y"] == list(rows["position_km"])
            drawn += trace["customdata"] if not uid.startswith("ring") else []
        assert sorted(drawn) == sorted(table.index)

    def test_a_mark_has_the_size_that_it_has_on_the_map(self, evidence: Evidence) -> None:
        on_map, on_strip = traces(build(evidence, "border-map")), traces(build(evidence))
        for form in ("ring", "disc", "silent"):
            for category in marks.LETTERS:
                there, here = on_map[f"{form}-{category}"], on_strip[f"{form}-{category}"]
                sizes = dict(zip(there["customdata"], there["marker"]["size"], strict=True))
                assert here["marker"]["size"] == [sizes[one] for one in here["customdata"]]
                assert here["marker"]["color"] == there["marker"]["color"] and here["mode"] == there["mode"]

    def test_crossings_stand_at_their_place_with_room_between_their_names(self, evidence: Evidence) -> None:
        drawn = traces(build(evidence))["crossings"]
        at = border.crossings(evidence)["position_km"]
        assert drawn["y"] == [round(at[one]) for one in evidence.read("crossings")["crossing_id"]]
        named = sorted(km for km, name in zip(drawn["y"], drawn["text"], strict=True) if name)
        assert min(after - before for before, after in zip(named, named[1:], strict=False)) > 40
        assert {"Torkham", "Chaman-Spin Boldak", "Ghulam Khan"} <= {name.strip() for name in drawn["text"]}


class TestAxes:
    def test_the_line_runs_down_from_the_wakhan(self, evidence: Evidence) -> None:
        axis, sectors = layout(build(evidence))["yaxis"], border.sectors(evidence)
        length = border.line(evidence).length_km
        assert axis["range"] == [length, 0]
        assert axis["tickvals"] == [*sectors["starts_km"], length]

    @pytest.mark.parametrize("narrow", [False, True])
    def test_every_sector_is_named_within_its_band(self, evidence: Evidence, narrow: bool) -> None:
        whole = layout(build(evidence))
        written = whole["meta"]["narrow"]["annotations"] if narrow else whole["annotations"]
        at = {one["text"].replace("<br>", ""): one["y"] for one in written}
        for sector in border.sectors(evidence).itertuples():
            assert sector.starts_km <= at[sector.name] < sector.ends_km

    def test_on_a_narrow_screen_few_months_or_many_years_are_written(self, evidence: Evidence) -> None:
        def written(**choices: object) -> int:
            return int(layout(build(evidence, **choices))["meta"]["narrow"]["xaxis.nticks"])

        assert written(start="2025-10") < written()

    def test_the_time_before_the_table_is_shaded_and_said(self, evidence: Evidence) -> None:
        starts = evidence.resource("incidents")["starts"]
        shown = build(evidence)
        shades = {one["x1"]: one for one in layout(shown)["shapes"] if one.get("yref") == "paper"}
        assert set(shades) == set(starts.values())
        first = layout(shown)["xaxis"]["range"][0]
        assert first < min(starts.values()) and all(shade["x0"] <= first for shade in shades.values())
        for category, day in starts.items():
            assert f"{marks.LETTERS[category]} from {day[:4]}" in [one["text"] for one in layout(shown)["annotations"]]
        assert "empty, not calm" in " ".join(shown.notes)

    def test_only_the_category_chosen_is_shaded(self, evidence: Evidence) -> None:
        shown = build(evidence, category="attack")
        shades = [one["x1"] for one in layout(shown)["shapes"] if one.get("yref") == "paper"]
        assert shades == [evidence.resource("incidents")["starts"]["attack"]]

    def test_it_spans_the_period_chosen_within_what_the_table_can_hold(self, evidence: Evidence) -> None:
        def spans(**choices: object) -> tuple[date, date]:
            first, last = layout(build(evidence, **choices))["xaxis"]["range"]
            return date.fromisoformat(first), date.fromisoformat(last)

        first, last = spans(start="2024", end="2025-06")
        assert (first.year, last.year) == (2023, 2025) and last < date(2025, 8, 1)
        everything = spans()
        assert spans(start="1900", end="1901") == everything and spans(end="9999") == everything
        assert spans(start="0001")[0] >= date(2013, 1, 1)
        shades = [one for one in layout(build(evidence, start="2024"))["shapes"] if one.get("yref") == "paper"]
        assert shades == []
        assert "shaded" not in " ".join(build(evidence, start="2024").notes)

    def test_it_ends_on_the_day_by_which_rows_were_known(self, evidence: Evidence) -> None:
        day = date(2023, 1, 5)
        shown = build(evidence, known=day)
        assert traces(shown)["crossings"]["x"][0] == day.isoformat()
        assert (shown.table["date"] <= pd.Timestamp(day)).all() and not shown.is_empty


class TestWords:
    def test_the_title_names_the_sectors_with_most(self, evidence: Evidence) -> None:
        shown = build(evidence)
        counts = shown.table["sector"].value_counts()
        names = evidence.names("sectors")
        for one in counts.index[:2]:
            assert f"{counts[one]} along {names[one]}" in shown.title
        assert shown.title.startswith(f"{len(shown.table)} notable incidents")
        assert shown.title.endswith(f", at most {counts.iloc[2]} along any other sector")

    def test_one_incident_is_said_as_one(self, evidence: Evidence) -> None:
        shown = build(evidence, start="2022-12-11", end="2022-12-11", category="border")
        assert shown.title == "1 notable incident within 50 km of the line, all along Chaman–Kandahar"

    def test_nothing_is_said_as_nothing(self, evidence: Evidence) -> None:
        assert build(evidence, start="1950", end="1951").title.startswith("No notable incident within 50 km")

    def test_it_claims_no_trend(self, evidence: Evidence) -> None:
        assert "not a census: no trend" in " ".join(build(evidence).notes)


class TestSectorsInWords:
    def test_each_stands_with_its_count_and_toll(self, evidence: Evidence) -> None:
        shown, on_strip = build(evidence, "border-sectors"), build(evidence).table
        facts = {fact.label: fact for fact in shown.facts[1:]}
        assert list(facts) == list(border.sectors(evidence)["name"])
        for sector in border.sectors(evidence).itertuples():
            rows = on_strip[on_strip["sector"] == sector.Index]
            fact = facts[sector.name]
            assert sector.pakistani_side in fact.change and sector.afghan_side in fact.change
            if rows.empty:
                assert fact.value == "No notable incident of this choice on record" and not fact.rows
                continue
            whole = incidents.select(evidence)
            toll = incidents.toll(whole[whole["incident_id"].isin(rows["incident_id"])]).killed
            assert fact.value.startswith(f"{len(rows)} notable incident")
            assert toll is None or f"{toll.text()} killed" in fact.value
            assert {row.row_id for row in fact.rows} == set(rows["incident_id"])

    def test_the_table_adds_up_to_the_strip(self, evidence: Evidence) -> None:
        table = build(evidence, "border-sectors").table
        assert table["incidents"].sum() == len(build(evidence).table)
        assert (table[list(marks.LETTERS)].sum(axis=1) == table["incidents"]).all()
        told = table.dropna(subset=["killed_low", "killed_high"])
        assert (told["killed_low"] <= told["killed_high"]).all() and not told.empty

    def test_a_sector_without_a_row_is_named_and_not_called_calm(self, evidence: Evidence) -> None:
        shown = build(evidence, "border-sectors")
        used = set(shown.table["sector"])
        missing = [name for one, name in evidence.names("sectors").items() if one not in used]
        assert missing and all(name in shown.title for name in missing)
        assert "not known to be calm" in " ".join(shown.notes)

    def test_nothing_leaves_every_sector_named(self, evidence: Evidence) -> None:
        shown = build(evidence, "border-sectors", start="1950", end="1951")
        assert shown.is_empty and len(shown.facts[1:]) == len(evidence.vocabulary("sectors"))
        assert pd.Series([fact.value for fact in shown.facts[1:]]).nunique() == 1


class TestByToll:
    def test_a_disc_has_its_lowest_toll_as_number_and_colour(self, evidence: Evidence) -> None:
        shown = build(evidence, strip="toll")
        lowest = shown.table.set_index("incident_id")["killed_low"]
        for category in marks.LETTERS:
            disc = traces(shown)[f"disc-{category}"]
            told = [0 if pd.isna(lowest[one]) else int(lowest[one]) for one in disc["customdata"]]
            assert disc["text"] == [str(one) for one in told]
            bands = dict(zip(told, disc["marker"]["color"], strict=True))
            assert len(set(bands.values())) == len({strip_look._colour(one) for one in told})

    def test_sizes_and_rings_stay_as_they_are(self, evidence: Evidence) -> None:
        plain, toll = traces(build(evidence)), traces(build(evidence, strip="toll"))
        for uid in (f"{form}-{one}" for form in ("ring", "disc", "silent") for one in marks.LETTERS):
            assert toll[uid]["marker"]["size"] == plain[uid]["marker"]["size"]
        on_map = build(evidence, "border-map").table
        discs = marks.largest(on_map[on_map["drawn"]])
        assert all(size <= discs for one in marks.LETTERS for size in toll[f"ring-{one}"]["marker"]["size"])

    def test_the_notes_and_the_legend_tell_of_it(self, evidence: Evidence) -> None:
        assert "its colour the band of it" in " ".join(build(evidence, strip="toll").notes)
        assert len({colour for _, colour, *_ in strip_look.legend("toll")[:4]}) == 4


class TestTowns:
    def test_the_axis_names_towns_with_room_between_them(self, evidence: Evidence) -> None:
        axis = layout(build(evidence, places="towns"))["yaxis"]
        assert {"Chaman", "Wana"} <= set(axis["ticktext"])
        gaps = [after - before for before, after in zip(axis["tickvals"], axis["tickvals"][1:], strict=False)]
        assert min(gaps) > 40 and axis["range"] == layout(build(evidence))["yaxis"]["range"]
        assert "GeoNames" in " ".join(build(evidence, places="towns").notes)

    def test_crossings_are_named_at_the_side_on_a_phone_too(self, evidence: Evidence) -> None:
        drawn = traces(build(evidence))["crossings"]
        narrow = drawn["meta"]["narrow"]
        assert "mode" not in narrow and drawn["mode"] == "markers+text"
        assert {"Torkham", "Chaman", "Ghulam Khan"} <= {one.strip() for one in narrow["text"]}


class TestChosenSectors:
    def test_they_are_marked_as_bands(self, evidence: Evidence) -> None:
        sectors = border.sectors(evidence)
        bands = [one for one in layout(build(evidence, sector=("kurram",)))["shapes"] if one.get("xref") == "paper"]
        tinted = [one for one in bands if one["type"] == "rect"]
        assert [(one["y0"], one["y1"]) for one in tinted] == [
            (sectors["starts_km"]["kurram"], sectors["ends_km"]["kurram"])
        ]

    def test_the_words_tell_of_them_alone(self, evidence: Evidence) -> None:
        shown = build(evidence, "border-sectors", sector=("kurram", "mohmand"))
        assert [fact.label for fact in shown.facts[1:]] == ["Mohmand", "Kurram"]
        assert set(shown.table["sector"]) <= {"kurram", "mohmand"}
