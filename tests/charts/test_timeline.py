"""The figures of the timeline against its table: what is drawn, listed, and told of one event."""

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from khyber.analysis import timeline
from khyber.charts import catalogue, event_marks, theme
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters

OPEN_ENDED, ENDED_BY = "2022-06-02-open-ended-ttp-ceasefire", "2022-11-28-ttp-ends-its-ceasefire"
FIGURES_WITH_MARKS = ("timeline", "attacks-monthly")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: object) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


def marks(shown: catalogue.Figure) -> list[dict[str, Any]]:
    """The traces of a figure that carry events."""
    assert shown.spec
    return [trace for trace in shown.spec["data"] if "customdata" in trace]


def stated(shown: catalogue.Figure) -> dict[str, catalogue.Fact]:
    return {fact.label: fact for fact in shown.facts}


class TestTimeline:
    def test_every_event_is_drawn_once_on_its_day_with_the_symbol_of_its_category(self, evidence: Evidence) -> None:
        drawn = {
            event: (day, trace["marker"]["symbol"])
            for trace in marks(build(evidence, "timeline"))
            for event, day in zip(trace["customdata"], trace["x"], strict=True)
        }
        assert drawn == {
            row.event_id: (f"{row.date:%Y-%m-%d}", theme.EVENT_SYMBOLS[row.category])
            for row in evidence.read("timeline").itertuples()
        }

    def test_the_title_counts_what_the_table_holds(self, evidence: Evidence) -> None:
        shown = build(evidence, "timeline", actor="ttp")
        counted = shown.table["category"].value_counts()
        assert shown.title.startswith(f"{len(shown.table)} events of the timeline, ")
        told = {int(count) for count in re.findall(r"(\d+) [a-z]+(?:,| and|$)", shown.title.split(": ")[1])}
        assert told == set(counted)
        for category, count in counted.items():
            assert f"{count} {category}" in shown.title

    def test_one_event_is_told_in_the_singular(self, evidence: Evidence) -> None:
        shown = build(evidence, "timeline", start="2018-05-31", end="2018-05-31")
        assert shown.title == "1 event of the timeline, 31 May 2018: 1 political"
        assert shown.spec and shown.spec["layout"]["xaxis"]["range"][0] < "2018-05-31"

    def test_bars_run_from_the_first_to_the_last_day(self, evidence: Evidence) -> None:
        shown = build(evidence, "timeline")
        assert shown.spec
        drawn = set()
        for trace in (one for one in shown.spec["data"] if one["mode"] == "lines"):
            assert trace["x"][2::3] == [None] * (len(trace["x"]) // 3)
            drawn |= set(zip(trace["x"][::3], trace["x"][1::3], strict=True))
        long = timeline.with_ends(evidence).dropna(subset="until")
        assert drawn == {(f"{row.date:%Y-%m-%d}", f"{row.until:%Y-%m-%d}") for row in long.itertuples()}

    def test_truces_are_shaded_and_named_until_the_event_that_ended_them(self, evidence: Evidence) -> None:
        shown = build(evidence, "timeline", topic=("economic",))
        assert shown.spec
        spans = {(one["x0"], one["x1"]) for one in shown.spec["layout"]["shapes"] if one["type"] == "rect"}
        assert ("2025-10-19", "2026-02-26") not in spans, "it begins after the newest economic event"
        shaded = build(evidence, "timeline", topic=("economic",), start="2022", end="2026")
        assert shaded.spec
        spans = {(one["x0"], one["x1"]) for one in shaded.spec["layout"]["shapes"] if one["type"] == "rect"}
        assert {("2022-06-02", "2022-11-28"), ("2025-10-19", "2026-02-26")} <= spans
        assert any("Open-ended TTP ceasefire (2 June 2022 to 28 November 2022)" in note for note in shaded.notes)
        assert catalogue.Row("timeline", OPEN_ENDED) in shaded.rows

    def test_a_truce_whose_end_was_not_known_is_named_and_not_shaded(self, evidence: Evidence) -> None:
        shown = build(evidence, "timeline", known=date(2026, 1, 1))
        assert shown.spec
        starts = {one["x0"] for one in shown.spec["layout"]["shapes"] if one["type"] == "rect"}
        assert "2025-10-19" not in starts
        said = "Not shaded, as no end of it is known: Ceasefire agreed in Doha (19 October 2025)."
        assert said in shown.notes

    def test_it_says_that_the_marks_are_no_count_of_violence(self, evidence: Evidence) -> None:
        assert "no count of violence" in build(evidence, "timeline").notes[0]

    def test_an_empty_choice_says_so(self, evidence: Evidence) -> None:
        for figure_id in ("timeline", "timeline-events"):
            shown = build(evidence, figure_id, start="1950", end="1951")
            assert shown.is_empty and shown.title.startswith("No event")


class TestMarks:
    @pytest.mark.parametrize("figure_id", FIGURES_WITH_MARKS)
    def test_no_mark_hides_another(self, evidence: Evidence, figure_id: str) -> None:
        shown = build(evidence, figure_id)
        assert shown.spec
        places = [place for trace in marks(shown) for place in zip(trace["x"], map(float, trace["y"]), strict=True)]
        assert len(places) == len(set(places)) > 50
        days = pd.DataFrame(places, columns=["day", "height"]).assign(day=lambda t: pd.to_datetime(t["day"]))
        width = days["day"].max() - days["day"].min()
        for _, lane in days.groupby("height"):
            between = lane["day"].sort_values().diff().dropna()
            assert between.empty or between.min() >= width / 70

    @pytest.mark.parametrize("figure_id", FIGURES_WITH_MARKS)
    def test_each_row_holds_its_own_category(self, evidence: Evidence, figure_id: str) -> None:
        shown = build(evidence, figure_id)
        assert shown.spec
        layout = shown.spec["layout"]
        axis = layout["yaxis2"] if figure_id == "attacks-monthly" else layout["yaxis"]
        assert axis["ticktext"] == [trace["name"] for trace in marks(shown)]
        spans = [(min(trace["y"]), max(trace["y"])) for trace in marks(shown)]
        assert all(above[1] < below[0] for above, below in zip(spans, spans[1:], strict=False))
        assert axis["tickvals"] == pytest.approx([(low + high) / 2 for low, high in spans])
        assert axis["range"][0] > spans[-1][1] and axis["range"][1] == 0

    @pytest.mark.parametrize("figure_id", FIGURES_WITH_MARKS)
    def test_a_figure_does_not_change_with_the_event_that_is_open(self, evidence: Evidence, figure_id: str) -> None:
        assert build(evidence, figure_id, event=OPEN_ENDED) is build(evidence, figure_id)

    def test_each_category_has_a_symbol_a_sign_and_a_colour_of_its_own(self, evidence: Evidence) -> None:
        categories = list(evidence.labels("timeline_category"))
        assert categories == [one for one in categories if one in theme.EVENT_SYMBOLS and one in theme.EVENT_SIGNS]
        for looks in (theme.EVENT_SYMBOLS, theme.EVENT_SIGNS):
            assert len({looks[one] for one in categories}) == len(categories)
        assert len({event_marks.colour(evidence, one) for one in categories}) == len(categories)


class TestList:
    def test_it_holds_every_event_newest_first(self, evidence: Evidence) -> None:
        table = build(evidence, "timeline-events").table
        assert set(table["event_id"]) == set(evidence.read("timeline")["event_id"])
        assert table["date"].is_monotonic_decreasing
        assert not table[["title", "description", "who"]].isna().any(axis=None)

    def test_actors_stand_by_name(self, evidence: Evidence) -> None:
        who = build(evidence, "timeline-events").table.set_index("event_id")["who"]
        assert who[ENDED_BY] == "Tehrik-i-Taliban Pakistan and Government of Pakistan"


class TestEvent:
    def test_it_tells_the_row_and_how_a_truce_ended(self, evidence: Evidence) -> None:
        shown, row = build(evidence, "event", event=OPEN_ENDED), evidence.row("timeline", OPEN_ENDED)
        told = stated(shown)
        assert shown.title == f"2 June 2022: {row['title']}"
        assert told["What happened"].value == row["description"]
        assert told["Truce"].value == "Truce with the TTP"
        assert told["Truce"].change == "until 28 November 2022, ended by: TTP ends its ceasefire"
        ended = stated(build(evidence, "event", event=ENDED_BY))
        assert ended["Ended this truce"].value == row["title"] and "Truce" not in ended

    def test_its_sources_are_those_of_its_row(self, evidence: Evidence) -> None:
        for event_id in evidence.read("timeline")["event_id"]:
            shown = build(evidence, "event", event=event_id)
            behind = {one.source_id for one in catalogue.sources_of(evidence, shown)}
            assert set(evidence.row("timeline", event_id)["source_ids"].split(";")) <= behind

    def test_an_end_not_yet_known_is_not_told(self, evidence: Evidence) -> None:
        doha = build(evidence, "event", event="2025-10-19-ceasefire-agreed-in-doha", known=date(2026, 1, 1))
        assert stated(doha)["Truce"].change == "no end known by that day"
        assert any("later" in note for note in doha.notes)

    def test_an_event_not_yet_known_says_so(self, evidence: Evidence) -> None:
        shown = build(evidence, "event", event=ENDED_BY, known=date(2020, 1, 1))
        assert shown.title == "The event of this link was not known by that day" and shown.is_empty
        assert build(evidence, "event").title == "No event is opened"


class TestIncidentsOfTheDays:
    def test_they_are_told_as_matched_by_date_alone(self, evidence: Evidence) -> None:
        event_id = "2025-10-09-explosions-in-kabul-open-a"
        shown = build(evidence, "event-incidents", event=event_id)
        assert shown.title == f"{len(shown.table)} notable incidents are recorded on this day, 9 October 2025"
        assert set(shown.table["date"]) == {pd.Timestamp("2025-10-09")}
        assert [fact.change for fact in shown.facts] == list(shown.table["summary"])
        assert shown.notes[0].startswith("Matched by date alone")

    def test_a_day_without_any_says_so(self, evidence: Evidence) -> None:
        shown = build(evidence, "event-incidents", event=ENDED_BY)
        assert shown.title == "No notable incident is recorded on this day, 28 November 2022" and shown.is_empty
        assert build(evidence, "event-incidents", event=ENDED_BY, known=date(2020, 1, 1)).is_empty
