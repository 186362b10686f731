"""The figures of the actors page: what stands in a cell, what is called lapsed, the two days, and known-by."""

import re
from datetime import date

import pandas as pd
import pytest

from khyber.analysis import economy, stances
from khyber.charts import campaign, catalogue, theme
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, dates, open_release
from khyber.filters import Filters
from tests.choices import opened

FIGURES = [one.id for one in catalogue.entries() if one.page == "actors"]
KNOWN = date(2023, 1, 5)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def built(evidence: Evidence, figure_id: str, **query: str) -> Figure:
    return catalogue.build(figure_id, evidence, opened(**query))


def cells(shown: Figure) -> dict[str, tuple[str, bool]]:
    """By the row of each cell: what is written in it, and whether it has a frame or a filling."""
    assert shown.spec
    return {
        row_id: (written, trace["marker"]["line"]["width"] > 0 or not trace["marker"]["color"].endswith(",0)"))
        for trace in shown.spec["data"]
        if trace["type"] == "bar"
        for row_id, written in zip(trace["customdata"], trace["text"], strict=True)
        if row_id
    }


class TestMatrix:
    @pytest.mark.parametrize("query", [{}, {"on": "2022-12-31"}, {"on": "2021-08-28"}, {"known": "2023-01-05"}])
    def test_each_cell_has_the_sign_of_its_position_and_brackets_where_it_has_lapsed(
        self, evidence: Evidence, query: dict[str, str]
    ) -> None:
        shown = built(evidence, "actors-stances", **query)
        drawn = cells(shown)
        codes = {label: one for one, label in evidence.labels("stance_position").items()}
        assert len(drawn) == len(shown.table)
        for row in shown.table.itertuples():
            written, framed = drawn[row.rows[0].row_id]
            sign = theme.POSITIONS[codes[row.position]][0]
            assert (f"<b>{sign}</b>" in written) == framed == (row.state == stances.HELD)
            assert (f"({sign})" in written) == (row.state == stances.LAPSED)

    def test_under_each_cell_stands_its_age_in_months(self, evidence: Evidence) -> None:
        shown = built(evidence, "actors-stances", on="2022-12-31")
        assert shown.spec
        ages = next(trace for trace in shown.spec["data"] if trace["type"] == "scatter")
        found = stances.at(evidence, date(2022, 12, 31)).set_index("row_id")["months"]
        assert dict(zip(ages["customdata"], ages["text"], strict=True)) == {one: f"{m} mo" for one, m in found.items()}

    def test_a_day_after_the_last_one_is_the_last_one(self, evidence: Evidence) -> None:
        shown = built(evidence, "actors-stances", on="2026-05-01", known="2023-01-05")
        assert set(shown.table["on"]) == {"2023-01-05"}

    def test_the_signs_and_colours_of_positions_tell_them_apart(self, evidence: Evidence) -> None:
        assert list(theme.POSITIONS) == list(evidence.labels("stance_position"))
        signs = [sign for sign, _, _ in theme.POSITIONS.values()]
        assert len(set(signs)) == len(signs)
        assert len({look[1:] for look in theme.POSITIONS.values()}) == len(signs)

    def test_every_actor_and_issue_has_a_place(self, evidence: Evidence) -> None:
        shown = built(evidence, "actors-stances")
        assert shown.spec
        written = [one["text"].replace("<br>", " ") for one in shown.spec["layout"]["annotations"]]
        short = evidence.names("actors", "short_name")
        lines = {f"<b>{short[one]}</b>" for one in evidence.read("stances")["actor"]}
        assert sorted(written) == sorted([*lines, *evidence.labels("stance_issue").values()])


def test_a_cell_opened_tells_each_declaration_newest_first(evidence: Evidence) -> None:
    shown = built(evidence, "actors-stance", stance="china,mediation")
    rows = evidence.read("stances").query("actor == 'china' and issue == 'mediation'").sort_values("as_of")
    assert [row.row_id for rows in shown.table["rows"] for row in rows] == list(rows["row_id"])[::-1]
    assert [fact.change for fact in shown.facts] == list(rows["statement"])[::-1]
    nothing = built(evidence, "actors-stance", stance="ttp,border-fence")
    assert nothing.is_empty and "no declaration on record" in nothing.title


def test_a_last_declaration_is_in_force_or_lapsed_by_the_last_day(evidence: Evidence) -> None:
    last = evidence.last_day()
    for row in stances.at(evidence, last).itertuples():
        shown = built(evidence, "actors-stance", stance=f"{row.actor},{row.issue}")
        assert shown.table["state"].iloc[0] == row.state
        assert ("has lapsed" in shown.title) == (row.state == stances.LAPSED)


class TestCampaign:
    def test_two_days_stand_side_by_side_and_one_where_nothing_later_is_known(self, evidence: Evidence) -> None:
        two = built(evidence, "actors-campaign")
        assert set(two.table["side"]) == {"January 2023", dates.words(evidence.last_day())}
        one = built(evidence, "actors-campaign", known=KNOWN.isoformat())
        assert set(one.table["side"]) == {dates.words(KNOWN)}

    def test_the_title_counts_who_declared_what_on_strikes(self, evidence: Evidence) -> None:
        shown = built(evidence, "actors-campaign")
        told = [part.partition(": ")[2] for part in shown.title.partition(" – ")[2].split("; by ")]
        for day, said in zip((campaign.THEN, evidence.last_day()), told, strict=True):
            found = stances.at(evidence, day)
            found = found[(found["issue"] == campaign.STRIKES) & (found["actor"] != campaign.ASKER)]
            held = found[found["state"] == stances.HELD]
            for side in (stances.FOR, stances.AGAINST):
                own = held[held["position"].map(stances.side) == side]
                assert f"{len(own) or 'none'} {side}" in said
                assert all(evidence.names("actors", "short_name")[one] in said for one in own["actor"])

    def test_the_asker_is_no_backer_and_every_statement_is_told(self, evidence: Evidence) -> None:
        shown = built(evidence, "actors-campaign")
        assert campaign.ASKER not in set(shown.table["actor"])
        for row in shown.table.itertuples():
            assert evidence.row("stances", row.rows[0].row_id)["statement"] == row.statement

    def test_it_says_that_nobody_was_asked(self, evidence: Evidence) -> None:
        assert any("that is not known" in note for note in built(evidence, "actors-campaign").notes)


class TestMeans:
    def test_sources_that_differ_are_lines_of_their_own_and_a_range_in_short(self, evidence: Evidence) -> None:
        shown = built(evidence, "actors-means", known="2023-03-01")
        own = shown.table[shown.table["what"] == "Import cover"]
        newest = own[own["to"] == own["to"].max()]
        fact = next(one for one in shown.facts if one.label == "Import cover")
        assert f"{newest['value'].min():g}" in fact.value and f"{newest['value'].max():g}" in fact.value

    def test_a_figure_that_is_old_has_its_age_beside_it(self, evidence: Evidence) -> None:
        shown = built(evidence, "actors-means")
        series = {one.name for one in economy.MEANS if one.pick == economy.LAST}
        days = {"January 2023": campaign.THEN}
        last = evidence.last_day()
        days[dates.words(last)] = last
        own = shown.table[shown.table["what"].isin(series)]
        for row in own.to_dict("records"):
            months = economy.age(date.fromisoformat(row["to"]), days[row["side"]])
            assert row["age"] == (f"{months} months old" if months else "")
        assert own["age"].astype(bool).any() and not own["age"].astype(bool).all()
        rupee = next(one for one in shown.facts if one.label == "Rupees to the US dollar")
        for row in own[(own["what"] == rupee.label) & own["age"].astype(bool)].drop_duplicates("side").itertuples():
            assert row.age in f"{rupee.value} {rupee.change}"

    def test_a_payment_stands_where_no_row_gives_a_programme(self, evidence: Evidence) -> None:
        """January 2023: no row holds the day, but the IMF had paid after reviews of a programme in August 2022."""
        shown = built(evidence, "actors-means")
        then = shown.table[shown.table["side"] == "January 2023"]
        assert not (then["what"] == economy.PROGRAMME).any()
        paid = then[then["what"] == economy.PAYMENT].iloc[0]
        fact = next(one for one in shown.facts if one.label == economy.PROGRAMME)
        assert paid["note"] in fact.change and paid["rows"][0] in fact.rows

    def test_every_line_is_a_row_as_published(self, evidence: Evidence) -> None:
        for row in built(evidence, "actors-means").table.to_dict("records"):
            own = evidence.row("indicators", row["rows"][0].row_id)
            assert pd.isna(own["value"]) and pd.isna(row["value"]) or own["value"] == row["value"]
            assert row["said"].startswith(own["note"] if pd.isna(own["value"]) else f"{own['value']:,.10g}")

    def test_no_cost_of_a_campaign_is_made_up(self, evidence: Evidence) -> None:
        assert any("No table holds what a campaign would cost" in one for one in built(evidence, "actors-means").notes)


class TestThroughTime:
    def test_no_line_joins_two_figures(self, evidence: Evidence) -> None:
        """A line is as long as the window of one row, or upright between two figures for one day."""
        shown = built(evidence, "actors-economy")
        assert shown.spec
        for trace in shown.spec["data"]:
            if trace["mode"] == "lines":
                points = list(zip(trace["x"], trace["y"], strict=True))
                for first, second, gap in zip(points[::3], points[1::3], points[2::3], strict=True):
                    assert gap == (None, None)
                    assert first[1] == second[1] or first[0] == second[0]
                assert trace["connectgaps"] is False

    def test_figures_of_one_day_that_differ_are_marked(self, evidence: Evidence) -> None:
        table = built(evidence, "actors-economy").table
        marked = table[table["differs"] != ""]
        for _, own in marked.groupby(["what", "from", "to", "unit"]):
            assert own["value"].nunique() > 1
        rest = table[table["differs"] == ""].groupby(["what", "from", "to", "unit"])["value"].nunique()
        assert len(marked) and (rest == 1).all()

    def test_the_lowest_and_the_newest_reserves_are_those_of_the_table(self, evidence: Evidence) -> None:
        shown = built(evidence, "actors-economy")
        rows = economy.rows(evidence, economy.RESERVES)
        assert f"lowest at {rows['value'].min():g} " in shown.title
        assert f"newest {rows['value'].iloc[-1]:g} " in shown.title

    def test_programmes_are_bars_and_all_else_is_of_a_day(self, evidence: Evidence) -> None:
        table = built(evidence, "actors-events").table
        own = table[table["line"] == "IMF programmes"]
        assert len(own) and (own["from"] < own["to"]).all()
        payments = table[table["line"] == "IMF payments"]
        assert len(payments) and (payments["from"] == payments["to"]).all()

    def test_a_move_names_both_of_its_declarations(self, evidence: Evidence) -> None:
        for row in built(evidence, "actors-moves").table.itertuples():
            later, earlier = (evidence.row("stances", one.row_id) for one in row.rows)
            assert (later["actor"], later["issue"]) == (earlier["actor"], earlier["issue"])
            assert later["position"] != earlier["position"] and earlier["as_of"] < later["as_of"]


@pytest.mark.parametrize("figure_id", FIGURES)
def test_nothing_published_later_is_told_under_known_by(evidence: Evidence, figure_id: str) -> None:
    shown = catalogue.build(
        figure_id, evidence, Filters(known=KNOWN, stance="pakistan,border-fence", on=date(2026, 1, 1))
    )
    for row in shown.rows:
        assert evidence.row(row.table, row.row_id)["known_from"] <= pd.Timestamp(KNOWN), row
    later = evidence.read("stances")
    words = " ".join([shown.title, shown.alt, *(f"{one.value} {one.change}" for one in shown.facts)])
    for statement in later["statement"][later["known_from"] > pd.Timestamp(KNOWN)]:
        assert statement not in words
    years = {int(one) for one in re.findall(r"\b20\d\d\b", shown.title)}
    assert all(year <= KNOWN.year for year in years), shown.title


def test_an_opened_cell_ends_at_the_day_of_the_matrix(evidence: Evidence) -> None:
    on = date(2026, 1, 31)
    declared = stances.declared(evidence, "china", "mediation")
    assert (declared["as_of"] > pd.Timestamp(on)).any() and (declared["as_of"] <= pd.Timestamp(on)).any()
    shown = built(evidence, "actors-stance", stance="china,mediation", on=on.isoformat())
    assert set(shown.table["as_of"]) == {f"{one:%Y-%m-%d}" for one in declared["as_of"] if one <= pd.Timestamp(on)}
