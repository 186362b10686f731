"""The figures on crossings against the tables: what is drawn, what is said, and what was known by a day."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from khyber.analysis import border, closures
from khyber.charts import catalogue, closings
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters

DAY_MS = 86_400_000


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: object) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


def traces(shown: catalogue.Figure) -> dict[str, dict[str, Any]]:
    assert shown.spec
    return {trace["uid"]: trace for trace in shown.spec["data"]}


def bars(shown: catalogue.Figure, kind: str) -> dict[str, list[tuple[date, date]]]:
    """The first and last day of each bar of a kind, by the closing that it carries."""
    found: dict[str, list[tuple[date, date]]] = {}
    for uid, trace in traces(shown).items():
        if uid.startswith(f"{kind}-"):
            for base, length, (_, closing) in zip(trace["base"], trace["x"], trace["customdata"], strict=True):
                first = date.fromisoformat(base)
                last = date.fromordinal(first.toordinal() + length // DAY_MS - 1)
                found.setdefault(closing, []).append((first, last))
    return found


class TestCalendar:
    def test_a_bar_is_as_long_as_what_is_certain_or_possible(self, evidence: Evidence) -> None:
        shown = build(evidence, "crossings-calendar")
        certain, possible = bars(shown, "certain"), bars(shown, "possible")
        assert certain["cl-0005"] == [(date(2017, 5, 5), date(2017, 5, 26))] and "cl-0005" not in possible
        assert certain["cl-0007"] == [(date(2021, 7, 14), date(2021, 7, 14))]
        assert possible["cl-0007"] == [(date(2021, 7, 14), date(2021, 8, 5))]

    def test_each_extent_has_a_pattern_and_a_letter(self, evidence: Evidence) -> None:
        drawn = traces(build(evidence, "crossings-calendar"))
        shapes = [drawn[f"certain-{one}"]["marker"]["pattern"]["shape"] for one in closings.LETTERS]
        assert len(set(shapes)) == len(shapes)
        assert set("".join(drawn["letters"]["text"])) == set(closings.LETTERS.values())

    def test_a_reopening_published_later_leaves_the_bar_open_to_that_day(self, evidence: Evidence) -> None:
        day = date(2023, 1, 5)
        shown = build(evidence, "crossings-calendar", known=day)
        row = shown.table[shown.table["closing"] == "cl-0010"].iloc[0]
        assert row["end_not_known"] and row["perhaps_until"] == day.isoformat()
        assert bars(shown, "possible")["cl-0010"] == [(date(2022, 12, 11), day)]
        later = build(evidence, "crossings-calendar").table
        assert not later[later["closing"] == "cl-0010"]["end_not_known"].any()
        assert (shown.table["perhaps_until"] <= day.isoformat()).all()

    def test_a_closing_from_before_the_period_is_cut_and_says_since_when(self, evidence: Evidence) -> None:
        shown = build(evidence, "crossings-calendar", start="2017")
        assert bars(shown, "certain")["cl-0013"] == [(date(2017, 1, 1), date(2018, 4, 29))]
        said = [*traces(shown)["earlier"]["text"], *traces(shown)["earlier-behind"]["text"]]
        assert any("since 2014" in one for one in said)
        assert any(note.startswith("Closings that began before the time shown") for note in shown.notes)

    def test_every_crossing_has_its_row_with_its_state_and_day(self, evidence: Evidence) -> None:
        shown = build(evidence, "crossings-calendar")
        states = traces(shown)["states"]
        assert {one for one, _ in states["customdata"]} == set(evidence.read("crossings")["crossing_id"])
        assert f"as described in release {evidence.release}" in " ".join(shown.notes)
        labels = evidence.labels("crossing_state")
        for (one, _), text in zip(states["customdata"], states["text"], strict=True):
            assert labels[evidence.row("crossings", one)["state"]] in text

    def test_clashes_are_those_near_the_crossing_and_the_counts_are_said_without_a_cause(
        self, evidence: Evidence
    ) -> None:
        shown = build(evidence, "crossings-calendar")
        clashes = closures.clashes(evidence)
        assert len(traces(shown)["clashes"]["x"]) == len(clashes)
        found = closures.beside_clashes(closures.spans(evidence), clashes, date(2016, 1, 1))
        after, before = shown.facts[:2]
        assert after.value == str(found["after"].sum()) and before.value == str(found["before"].sum())
        assert f"within {closures.WEEK_DAYS} days" in after.label
        assert "says nothing of a cause" in after.change and "says nothing of a cause" in before.change

    @pytest.mark.parametrize("start", ["", "2025"])
    def test_the_title_names_each_crossing_with_the_most_closings(self, evidence: Evidence, start: str) -> None:
        shown = build(evidence, "crossings-calendar", start=start)
        counts = shown.table.groupby("crossing")["closing"].nunique()
        leading = counts.index[counts == counts.max()]
        said = shown.title.split(", ")[1].split(";")[0]
        assert said.startswith(f"{counts.max()} {'of them' if len(leading) == 1 else 'each'} of ")
        assert {one for one in counts.index if closings.brief(one) in said} == set(leading)

    def test_events_with_force_that_stand_beside_no_crossing_are_counted(self, evidence: Evidence) -> None:
        rows, kinds = evidence.read("incidents"), evidence.vocabulary("incident_kinds")["violent"]
        own = rows[(rows["category"] == "border") & (rows["kind"].map(kinds) == "yes") & (rows["date"] >= "2025-10-01")]
        exact = own["coordinate_precision"].isin(["town", "district"]) & own[["latitude", "country"]].notna().all(
            axis=1
        )
        shown = build(evidence, "crossings-calendar", start="2025-10")
        said = f"; {(~exact).sum()} events placed no closer than by province stand beside no crossing; "
        assert all(said in one.change for one in shown.facts[:2]) and (~exact).sum() > 1
        alone = build(evidence, "crossings-calendar", start="2022-04", end="2022-04")
        said = "; 1 event placed no closer than by province stands beside no crossing; "
        assert all(said in one.change for one in alone.facts[:2])

    def test_a_release_without_readings_says_so(self, evidence: Evidence) -> None:
        for figure_id in ("crossings-calendar", "days-shut"):
            shown = build(open_release("2026.11.1"), figure_id)
            assert shown.is_empty and shown.spec is None and shown.title == closings.NOT_READ


class TestDaysShut:
    def test_each_cell_is_the_range_of_its_year(self, evidence: Evidence) -> None:
        table = build(evidence, "days-shut").table.set_index(["crossing", "year"])
        assert tuple(table.loc[("Torkham", 2017), ["low", "high"]]) == (32, 32)
        # 2021: shut on 6 July and 15 August for certain, else perhaps from 6 July to the end of the year.
        assert tuple(table.loc[("Torkham", 2021), ["low", "high"]]) == (2, 179)
        assert ("Torkham", 2018) not in table.index

    def test_the_bars_are_shares_of_the_year(self, evidence: Evidence) -> None:
        shown = build(evidence, "days-shut")
        low, high = traces(shown)["days-low"], traces(shown)["days-high"]
        at = [(row.crossing, row.year) for row in shown.table.itertuples()].index(("Torkham", 2017))
        assert low["x"][at] == pytest.approx(0.9 * 32 / 365, abs=0.001) and low["base"][at] == 2017
        assert all(one <= other for one, other in zip(low["x"], high["x"], strict=True))

    def test_the_year_in_which_the_data_end_is_marked(self, evidence: Evidence) -> None:
        shown = build(evidence, "days-shut")
        partial = shown.table[shown.table["partial_year"].astype(bool)]
        assert set(partial["year"]) == {evidence.last_day().year}
        assert all(text.endswith("*") == bool(part) for text, part in zip(
            traces(shown)["days-words"]["text"], shown.table["partial_year"], strict=True
        ))  # fmt: skip
        assert (partial["high"] <= 326).all()

    def test_any_crossing_is_no_sum(self, evidence: Evidence) -> None:
        table = build(evidence, "days-shut").table
        assert table["high"].max() <= 366
        year = table[table["year"] == 2017].set_index("crossing")
        assert year.loc["Any crossing", "high"] < year.drop("Any crossing")["high"].sum()


class TestOpenedCrossing:
    def test_tells_all_its_closings_with_days_and_what_is_near(self, evidence: Evidence) -> None:
        shown = build(evidence, "crossing", crossing="kharlachi")
        own = closures.spans(evidence)
        own = own[own["crossing_id"] == "kharlachi"]
        told = [fact for fact in shown.facts if fact.label.startswith("Shut, ")]
        assert len(told) == len(own) and all("day" in fact.value for fact in told)
        assert f"{own['closure_id'].nunique()} closings on record" in shown.title
        assert evidence.row("crossings", "kharlachi")["status_note"] in {fact.change for fact in shown.facts}
        near = closures.near(evidence)
        assert set(near[near["crossing_id"] == "kharlachi"]["incident_id"]) <= {row.row_id for row in shown.rows}

    def test_none_is_opened(self, evidence: Evidence) -> None:
        assert build(evidence, "crossing").is_empty


class TestTrade:
    def test_every_window_stands_alone_at_its_figure(self, evidence: Evidence) -> None:
        shown = build(evidence, "crossings-trade")
        drawn = 0
        for trace in traces(shown).values():
            rows = shown.table[shown.table["what"] == trace["name"]]
            assert trace["connectgaps"] is False and trace["x"][2::3] == [None] * len(rows)
            assert trace["y"][::3] == list(rows["value"]) == trace["y"][1::3]
            drawn += len(rows)
        assert drawn == len(shown.table) > 0

    def test_returns_from_iran_too_stand_apart(self, evidence: Evidence) -> None:
        table = build(evidence, "crossings-trade").table
        both = table[table["what"] == "Afghans who returned from Pakistan, Iran or both"]
        assert len(both) and both["note"].str.contains("Iran").all()
        alone = table[table["what"] == "Afghans who returned from Pakistan"]
        assert not alone["note"].str.contains("Iran").any()

    def test_a_figure_printed_in_dollars_is_shown_in_millions(self, evidence: Evidence) -> None:
        table = build(evidence, "crossings-trade").table
        transit = table[(table["what"] == "Afghan transit trade through Pakistan") & (table["from"] == "2022-07-01")]
        assert transit["value"].tolist() == [7095.0] and transit["to"].tolist() == ["2023-06-30"]


class TestSectorsCompared:
    def test_its_numbers_are_those_of_the_strip_and_of_the_closings(self, evidence: Evidence) -> None:
        shown = build(evidence, "sectors-compared").table.set_index("sector")
        strip = build(evidence, "border-strip").table
        assert shown["incidents"].to_dict() == strip["sector"].value_counts().to_dict()
        assert (shown["attack"] + shown["border"] == shown["incidents"]).all()
        crossings = closings.in_order(evidence).set_index("crossing_id")["sector"]
        spans = closures.spans(evidence)
        first = spans["crossing_id"].map(crossings)
        wanted = spans.groupby(first)["closure_id"].nunique().to_dict()
        assert {one: count for one, count in shown["closings"].items() if count} == wanted

    def test_chosen_sectors_alone_are_compared_and_filter_the_strip(self, evidence: Evidence) -> None:
        chosen = ("khyber-nangarhar", "kurram")
        assert list(build(evidence, "sectors-compared", sector=chosen).table["sector"]) == list(chosen)
        for figure_id in ("border-strip", "border-map"):
            ids = set(build(evidence, figure_id, sector=chosen).table["incident_id"])
            assert ids and set(border.located(evidence).loc[list(ids), "sector"]) == set(chosen)

    def test_it_is_no_violence_and_has_no_percentage(self, evidence: Evidence) -> None:
        shown = build(evidence, "sectors-compared")
        told = " ".join([shown.title, *shown.notes])
        assert "not violence" in told and "%" not in told and "per cent" not in told

    def test_tolls_are_ranges_with_the_highest_as_a_ring(self, evidence: Evidence) -> None:
        shown = build(evidence, "sectors-compared")
        ring = traces(shown)["killed-high"]
        assert ring["marker"]["symbol"] == "circle-open"
        told = shown.table.dropna(subset=["killed_low", "killed_high"])
        assert (told["killed_low"] <= told["killed_high"]).all()
        assert [one for one in ring["x"] if one is not None] == list(told["killed_high"])


def test_the_states_hold_for_their_own_date(evidence: Evidence) -> None:
    shown = build(evidence, "crossings")
    assert len(shown.facts) == len(evidence.read("crossings"))
    assert all("as described for" in fact.change for fact in shown.facts)
    assert pd.Series(shown.notes).str.contains(f"As described in release {evidence.release}").any()


def test_years_left_out_on_a_narrow_screen_are_told_there_alone(evidence: Evidence) -> None:
    def told(**choices: object) -> list[str]:
        shown = build(evidence, "days-shut", **choices)
        assert shown.spec and "narrow" not in " ".join(shown.notes)
        written = shown.spec["layout"]["meta"]["narrow"]["annotations"]
        return [one["text"] for one in written if "the table has all years" in one["text"]]

    assert len(told()) == 1
    assert told(start="2024") == []
