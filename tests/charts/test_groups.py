"""The figures of the groups page against the tables."""

from datetime import date

import pandas as pd
import pytest

from khyber.analysis import strength
from khyber.charts import catalogue, groups
from khyber.charts.strength import AT_LEAST, UP_TO
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters

GROUPS = list(open_release().read("groups")["group_id"])


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: object) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


class TestChosen:
    def test_the_link_leads_then_the_actor_then_the_example(self, evidence: Evidence) -> None:
        assert groups.chosen(evidence, Filters(group="iskp", actor="bla")).group == "iskp"
        assert groups.chosen(evidence, Filters(actor="bla")).group == "bla"
        assert groups.chosen(evidence, Filters(actor="pakistan")).group == groups.EXAMPLE

    def test_the_figure_says_why_where_nobody_named_the_group(self, evidence: Evidence) -> None:
        assert groups.chosen(evidence, Filters(group="ttp")).why == ""
        assert "BLA" in build(evidence, "group", actor="bla").notes[0]
        assert "example" in build(evidence, "groups-strength").notes[0]


class TestBases:
    def test_the_title_counts_the_table(self, evidence: Evidence) -> None:
        shown = build(evidence, "groups-bases")
        there = shown.table["based_in"].str.contains("Afghanistan")
        both = there & shown.table["based_in"].str.contains("Pakistan")
        assert shown.title == (
            f"{there.sum()} of {len(shown.table)} groups have bases or a presence in Afghanistan, "
            f"{both.sum()} of them in Pakistan too"
        )
        assert int(shown.facts[0].value) == there.sum()
        assert sum(int(fact.value) for fact in shown.facts[1:]) == len(shown.table) == len(GROUPS)

    def test_codes_stand_as_their_labels(self, evidence: Evidence) -> None:
        row = build(evidence, "groups-bases").table.set_index("group_id").loc["ttp"]
        assert row["based_in"] == "Afghanistan and Pakistan" and row["ambition"] == "Regional"
        assert "US foreign terrorist organization" in row["designations"]

    def test_an_actor_narrows_it_to_those_below(self, evidence: Evidence) -> None:
        assert set(build(evidence, "groups-bases", actor="ttp").table["group_id"]) == {"ttp", "jamaat-ul-ahrar"}
        assert build(evidence, "groups-bases", actor="pakistan").is_empty

    def test_estimates_that_place_men_elsewhere_are_told_once_known(self, evidence: Evidence) -> None:
        assert "LeT" in build(evidence, "groups-bases").notes[0]
        assert not any("LeT" in note for note in build(evidence, "groups-bases", known=date(2019, 1, 1)).notes)


def drawn(shown: catalogue.Figure) -> list[tuple[str, float, float, str]]:
    """Panel, position, value and sign of every mark of an estimate."""
    assert shown.spec
    return [
        (trace["yaxis"], x, y, sign)
        for trace in shown.spec["data"]
        if trace["type"] == "scatter" and trace["mode"] == "markers+text"
        for x, y, sign in zip(trace["x"], trace["y"], trace["text"], strict=True)
    ]


class TestStrength:
    @pytest.mark.parametrize("group", ["ttp", "iskp", "afghan-taliban", "bla", "imu", "nrf"])
    def test_every_end_of_every_estimate_is_drawn_and_nothing_else(self, evidence: Evidence, group: str) -> None:
        shown = build(evidence, "groups-strength", group=group)
        wanted = []
        for row in shown.table.itertuples():
            low, high, best = (None if pd.isna(v) else int(v) for v in (row.low, row.high, row.best))
            if low is None and high is None:
                wanted.append((best, ""))
            elif high is None:
                wanted.append((low, AT_LEAST))
            elif low is None:
                wanted.append((high, UP_TO))
            else:
                wanted += [(low, ""), (high, "")]
        assert sorted((value, sign) for _, _, value, sign in drawn(shown)) == sorted(wanted)

    @pytest.mark.parametrize("group", ["ttp", "iskp", "afghan-taliban"])
    def test_a_panel_holds_one_definition_and_lines_join_only_the_ends_of_one_estimate(
        self, evidence: Evidence, group: str
    ) -> None:
        shown = build(evidence, "groups-strength", group=group)
        assert shown.spec
        definitions = shown.table[["counts_what", "location"]].drop_duplicates()
        assert len({panel for panel, *_ in drawn(shown)}) == len(definitions)
        ranges = {(int(r.low), int(r.high)) for r in shown.table.itertuples() if pd.notna(r.low) and pd.notna(r.high)}
        for trace in shown.spec["data"]:
            if trace["mode"] == "lines":
                for at in range(0, len(trace["x"]), 3):
                    assert trace["x"][at] == trace["x"][at + 1] and trace["x"][at + 2] is None
                    assert tuple(trace["y"][at : at + 2]) in ranges

    def test_its_note_is_in_the_hover_label_and_in_the_table(self, evidence: Evidence) -> None:
        shown = build(evidence, "groups-strength", group="al-qaeda")
        assert shown.spec
        hovers = " ".join(h for trace in shown.spec["data"] for h in trace.get("hovertext", [])).replace("<br>", " ")
        for note in shown.table["note"]:
            assert catalogue.escape(note) in hovers

    def test_estimates_of_a_later_day_are_not_known(self, evidence: Evidence) -> None:
        shown = build(evidence, "groups-strength", group="ttp", known=date(2023, 1, 5))
        assert shown.table["as_of"].max() <= pd.Timestamp("2023-01-05")
        assert len(shown.table) < len(build(evidence, "groups-strength", group="ttp").table)

    def test_the_title_gives_the_newest_estimate_with_its_estimator(self, evidence: Evidence) -> None:
        title = build(evidence, "groups-strength", group="ttp").title
        assert "6,000 fighters in Afghanistan (UN monitoring team, February 2026)" in title
        assert "at least 8,000 members in Pakistan (Pakistani officials, September 2025)" in title

    def test_every_estimate_stands_in_words_once_and_groups_without_any_are_named(self, evidence: Evidence) -> None:
        shown = build(evidence, "groups-strength-words")
        assert len(shown.table) == len(evidence.read("group_strength"))
        assert shown.table["newest"].sum() == len(strength.newest(strength.estimates(evidence)))
        assert "Tehrik-i-Taliban Pakistan (TTP)" in set(shown.table["group"]) and "BLF" in shown.notes[0]
        one = shown.table[shown.table["rows"].map(str).str.contains("gs-0080")].iloc[0]
        assert one["said"].startswith("2021, US State Department: 3,000 to 5,000 fighters")


class TestAttacks:
    def test_claims_counts_and_estimates_stand_apart_over_the_same_years(self, evidence: Evidence) -> None:
        shown = build(evidence, "groups-attacks", group="ttp")
        assert shown.spec
        axes = {name: axis for name, axis in shown.spec["layout"].items() if name.startswith("xaxis")}
        assert len(axes) == 2 and len({tuple(axis["range"]) for axis in axes.values()}) == 1
        assert not any("overlaying" in axis for axis in shown.spec["layout"].values() if isinstance(axis, dict))
        assert set(shown.table["what"]) == {"claimed", "attributed", "estimated"}
        claimed = shown.table[shown.table["what"] == "claimed"].set_index("year")["value"]
        assert claimed[2024] == 1758 and 2015 not in claimed.index
        assert "1,758 in Pakistan" in shown.title

    def test_countries_are_never_mixed(self, evidence: Evidence) -> None:
        shown = build(evidence, "groups-attacks", group="iskp")
        assert shown.spec
        headings = [one["text"] for one in shown.spec["layout"]["annotations"]]
        assert [h for h in headings if "Attacks" in h] == [
            "<b>Attacks a year in Afghanistan</b>",
            "<b>Attacks a year in Pakistan</b>",
        ]
        alone = build(evidence, "groups-attacks", group="iskp", area="pakistan")
        assert set(alone.table["area"]) == {"pakistan", ""}

    def test_one_definition_of_strength_is_shown_and_named(self, evidence: Evidence) -> None:
        shown = build(evidence, "groups-attacks", group="ttp")
        rows = shown.table[shown.table["what"] == "estimated"]
        assert rows["said"].str.endswith("fighters in Afghanistan").all()
        assert any("fighters in Afghanistan" in note for note in shown.notes)


class TestTies:
    @pytest.mark.parametrize("group", GROUPS)
    def test_each_tie_is_drawn_with_kind_direction_and_years(self, evidence: Evidence, group: str) -> None:
        shown = build(evidence, "groups-ties", group=group)
        assert shown.spec
        lines = [t for t in shown.spec["data"] if t["mode"] == "lines"][1:]
        heads = [t for t in shown.spec["data"] if t["mode"] == "markers"]
        words = [str(word) for t in shown.spec["data"] if t["mode"] == "text" for word in t["text"]]
        assert len(lines) == len(heads) == len(shown.table)
        for line, head, row in zip(lines, heads, shown.table.itertuples(), strict=True):
            assert len(head["x"]) == (2 if row.direction == "Both ways" else 1)
            ended = pd.notna(row.until_year)
            assert (None in line["x"]) == ended
            assert all(symbol.endswith("-open") == ended for symbol in head["marker"]["symbol"])
            assert any(word.startswith(row.relation) for word in words)
            assert pd.isna(row.since_year) or any(str(row.since_year) in word for word in words)

    def test_an_arrow_points_from_the_first_to_the_second(self, evidence: Evidence) -> None:
        shown = build(evidence, "groups-ties", group="brg")
        assert shown.spec and shown.table["said"].iloc[0].startswith("BRG → BRAS")
        (head,) = [t for t in shown.spec["data"] if t["mode"] == "markers"]
        assert head["marker"]["symbol"] == ["triangle-right"]
        (back,) = [
            t
            for t in build(evidence, "groups-ties", group="bras").spec["data"]  # type: ignore[index]
            if t["mode"] == "markers" and "BRG" in t["hovertext"][0]
        ]
        assert back["marker"]["symbol"] == ["triangle-left"]

    def test_the_grid_holds_every_tie_and_mutual_ones_twice(self, evidence: Evidence) -> None:
        shown = build(evidence, "groups-ties-all")
        assert shown.spec
        marks = sum(len(trace["x"]) for trace in shown.spec["data"])
        mutual = (shown.table["direction"] == "Both ways").sum()
        assert marks == len(shown.table) + mutual
        assert shown.title.startswith(f"{len(evidence.read('group_relations'))} ties between {len(GROUPS)} groups")
        assert set(shown.spec["layout"]["xaxis"]["ticktext"]) == set(evidence.read("groups")["short_name"])


class TestCard:
    @pytest.mark.parametrize("group", GROUPS)
    def test_every_line_stands_on_a_row_of_the_group(self, evidence: Evidence, group: str) -> None:
        shown = build(evidence, "group", group=group)
        assert evidence.row("groups", group)["name"] in shown.title
        for rows in shown.table["rows"]:
            for row in rows:
                assert evidence.has_row(row.table, row.row_id)
        assert shown.facts and all(fact.rows == groups.group_rows(group) for fact in shown.facts)
        assert set(shown.table["section"]) <= {"Newest estimates", "Own claims", "Notable incidents", "Ties"}

    def test_incidents_follow_the_filters(self, evidence: Evidence) -> None:
        shown = build(evidence, "group", group="iskp", area="af-kabul", start="2022", end="2022")
        ids = [one for one in shown.table["incident_id"] if one]
        found = evidence.read("incidents").set_index("incident_id").loc[ids]
        assert len(ids) > 0
        assert set(found["admin1"]) == {"Kabul"} and set(found["date"].dt.year) == {2022}

    def test_claims_and_estimates_are_as_known_by_the_day(self, evidence: Evidence) -> None:
        then = build(evidence, "group", group="ttp", known=date(2023, 1, 5)).table
        now = build(evidence, "group", group="ttp").table
        for section in ("Newest estimates", "Own claims", "Notable incidents", "Ties"):
            assert (then["section"] == section).sum() < (now["section"] == section).sum()


class TestKnownByADay:
    """Groups and ties have no day of their own: what began in a year not over by the day is left out, and counted."""

    DAY = date(2023, 1, 5)

    @pytest.mark.parametrize("figure_id", ["groups-ties", "groups-ties-all"])
    def test_ties_that_began_later_are_left_out_and_counted(self, evidence: Evidence, figure_id: str) -> None:
        then, now = (build(evidence, figure_id, known=day) for day in (self.DAY, None))
        assert not (then.table["since_year"] > 2022).any()
        later = len(now.table) - len(then.table)
        assert later > 0 and f"Left out, as of a year after 2022: {later} ties." in then.notes
        assert not any(note.startswith("Left out") for note in now.notes)

    def test_groups_founded_later_are_left_out_and_counted(self, evidence: Evidence) -> None:
        then = build(evidence, "groups-bases", known=self.DAY)
        assert not {"tjp", "ittehad-ul-mujahideen-pakistan"} & set(then.table["group_id"])
        assert "Left out, as of a year after 2022: 2 groups." in then.notes

    def test_ties_on_a_card_too(self, evidence: Evidence) -> None:
        then, now = (build(evidence, "group", group="ttp", known=day).table["section"] for day in (self.DAY, None))
        later = (now == "Ties").sum() - (then == "Ties").sum()
        notes = build(evidence, "group", group="ttp", known=self.DAY).notes
        assert f"Left out, as of a year after 2022: {later} ties." in notes

    def test_a_group_founded_later_is_not_told(self, evidence: Evidence) -> None:
        then = build(evidence, "group", group="tjp", known=self.DAY)
        assert then.is_empty and not then.facts and "not told" in then.title
        assert build(evidence, "group", group="tjp", known=date(2023, 12, 31)).facts
