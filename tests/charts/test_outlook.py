"""The outlook's figures: misses first, whoever wins is shown, and a clear reason where there is no outlook."""

from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner

from khyber.analysis.outlook import backtest, months, scores
from khyber.analysis.outlook.distributions import probabilities
from khyber.analysis.outlook.models import BASELINES, MODELS
from khyber.analysis.outlook.months import Series
from khyber.charts import catalogue, outlook, outlook_document, outlook_months, outlook_scores, readable
from khyber.cli import main
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters

ATTACKS = Series("picss")
THEN = date(2025, 12, 5)
JANUARY = Filters(known=date(2023, 1, 5))
OF_THE_CHOICE = ("outlook-misses", "outlook-scores", "outlook-months", "outlook-backtest")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def built(evidence: Evidence, figure_id: str, filters: Filters | None = None) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, filters or Filters())


def test_the_misses_stand_first_on_the_page_and_are_all_there(evidence):
    page = (outlook_document.settings.root / "pages" / "outlook.py").read_text(encoding="utf-8")
    assert page.index("outlook-misses") == min(page.index(one) for one in outlook_document.FIGURES)
    assert outlook_document.FIGURES[0] == "outlook-misses"
    scored = backtest.enough(evidence, ATTACKS)
    outside = scored[(scored["came"] < scored["low"]) | (scored["came"] > scored["high"])]
    expected = {
        (outlook.month_written(r.month), outlook.LOOKS[r.model].name, str(r.ahead)) for r in outside.itertuples()
    }
    table = built(evidence, "outlook-misses").table
    told = {(r.month, r.model, one) for r in table.itertuples() for one in r.months_ahead.split(", ")}
    assert told == expected and len(expected) == table["missed"].sum()


def test_the_months_ahead_are_the_quantiles_of_the_model_with_the_lowest_score(evidence):
    shown = built(evidence, "outlook-months")
    verdict = scores.verdict(evidence, ATTACKS)
    known = months.known(evidence, ATTACKS, None)
    made = MODELS[verdict.model](months.past(evidence, ATTACKS, None))
    foretold = shown.table[shown.table["ahead"].notna()]
    assert list(foretold["ahead"]) == verdict.distances
    for row in foretold.itertuples():
        chance = probabilities(made.mean[int(row.ahead) - 1], made.size[int(row.ahead) - 1])
        below = chance.cumsum()
        assert chance.sum() == pytest.approx(1)
        for name, share in zip(backtest.QUANTILES, backtest.SHARES, strict=True):
            assert getattr(row, name) == (below >= share).argmax()
        assert row.more == pytest.approx(100 * (1 - below[int(known["value"].iloc[-1])]), abs=0.051)
        assert row.month == outlook.month_written(known.index[-1] + int(row.ahead))
    assert outlook.LOOKS[verdict.model].name in shown.title
    assert outlook.month_words(known.index[-1]) in " ".join(shown.notes)


@pytest.mark.parametrize("known", [None, THEN])
def test_months_that_were_over_when_they_were_foretold_are_called_a_nowcast(evidence, known):
    shown = built(evidence, "outlook-months", Filters(known=known))
    told = next(note for note in shown.notes if "not from today" in note)
    ahead = shown.table.loc[shown.table["ahead"].notna(), "month"]
    over = [one for one in ahead if pd.Period(one, "M").end_time.date() <= (known or evidence.searched_until)]
    assert ("None of them was over by then" in told) == (not over) == ("nowcast" not in told)
    for one in {*over[:1], *over[-1:]}:
        assert f"{pd.Period(one, 'M').start_time:%B %Y}" in told


@pytest.mark.parametrize("figure_id", ["outlook-misses", "outlook-scores", "outlook-backtest"])
def test_the_first_month_ahead_is_called_a_nowcast_where_it_ends_on_the_day_of_the_origin(evidence, figure_id):
    ended = [day.replace(day=1) == months.first_day(newest + 1) for day, newest in months.origins(evidence, ATTACKS)]
    assert all(ended)
    assert any(
        "At every origin here the first month ahead ends on the day of the origin" in note and "a nowcast" in note
        for note in built(evidence, figure_id).notes
    )


@pytest.mark.parametrize(
    ("series", "said"),
    [("pips", "At most origins here the first month ahead had ended by"), ("crss", "At every origin here the first")],
)
def test_it_is_said_of_the_origins_of_the_series_that_is_chosen(evidence, series, said):
    days = months.origins(evidence, Series(series))
    assert any(months.last_day(newest + 1) != day for day, newest in days)
    told = outlook.nowcast(evidence, Filters(series=series))
    assert told.startswith(said) and "k − 1" not in told


def test_a_gap_in_the_months_is_a_gap_in_the_line(evidence):
    shown = built(evidence, "outlook-months")
    known = months.known(evidence, ATTACKS, None)["value"]
    line = shown.spec["data"][0]
    assert line["connectgaps"] is False and None in line["y"]
    for day, value in zip(line["x"], line["y"], strict=True):
        assert known.get(months.number(date.fromisoformat(day))) == value


@pytest.mark.parametrize("winner", ["last", "smoothing"])
def test_whoever_has_the_lowest_score_is_shown_and_a_baseline_is_called_one(evidence, winner):
    """The verdict of the same backtest, had one of them had a CRPS of zero: the figures follow it."""
    found = scores.verdict(evidence, ATTACKS).scored
    better = found.assign(crps=found["crps"].where(found["model"] != winner, 0.0))
    verdict = scores.Verdict(better, scores.means(better), scores.best(better), scores.best(better, tuple(BASELINES)))
    name = outlook.LOOKS[winner].name
    told = outlook_scores.scores_of(evidence, Filters(), verdict).title
    ahead = outlook_months.months_of(evidence, Filters(), verdict)
    is_baseline = winner in BASELINES
    assert name in told and ("no model does better than a baseline" in told) == is_baseline
    assert f"by the {'baseline' if is_baseline else 'model'} that did best, {name}" in ahead.title
    if is_baseline:
        newest = months.known(evidence, ATTACKS, None)["value"].iloc[-1]
        assert set(ahead.table["mean"].dropna()) == {newest}


def test_in_january_2023_there_is_none_and_every_card_says_why(evidence):
    scored = backtest.origins_scored(backtest.scored(evidence, ATTACKS, JANUARY.known))
    assert max(scored.values()) < backtest.LEAST_ORIGINS
    for figure_id in OF_THE_CHOICE:
        shown = built(evidence, figure_id, JANUARY)
        assert shown.is_empty and "no outlook" in shown.title and shown.rows
        assert f"{backtest.LEAST_ORIGINS} scored origins" in shown.title
        assert f"only {max(scored.values())} can be had" in shown.title
    table = built(evidence, "outlook-where-not", JANUARY).table
    assert set(table["outlook"]) == {"no"}


def test_as_known_by_an_earlier_day_it_stands_on_what_was_known(evidence):
    then = Filters(known=THEN)
    newest = months.known(evidence, ATTACKS, THEN).index[-1]
    shown = built(evidence, "outlook-months", then)
    assert list(shown.table["month"][shown.table["known"].notna()])[-1] == outlook.month_written(newest)
    past = built(evidence, "outlook-backtest", then).table
    assert past["month"].max() <= outlook.month_written(newest)
    known = set(evidence.read("attack_counts", THEN)["row_id"])
    assert {row.row_id for figure_id in OF_THE_CHOICE for row in built(evidence, figure_id, then).rows} <= known


def test_every_series_of_the_publisher_is_told_with_its_reason(evidence):
    table = built(evidence, "outlook-where-not").table
    given = [one for one in months.every(evidence) if one.publisher == "picss" and one.metric in outlook.METRICS]
    assert {(row.area, row.metric) for row in table.itertuples()} == {(one.area, one.metric) for one in given}
    for row in table.itertuples():
        there = scores.verdict(evidence, Series("picss", row.metric, row.area)) is not None
        assert row.outlook == ("yes" if there else "no") == ("yes" if row.scored >= 24 else "no")
        assert row.scored <= row.later_month_on_record <= row.origins <= row.months_on_record
        shown = built(evidence, "outlook-months", Filters(area=row.area, metric=row.metric))
        assert shown.is_empty != there


def test_no_regression_takes_the_rung_as_too_few_origins_have_one(evidence):
    shown = built(evidence, "outlook-where-not")
    ladder = built(evidence, "escalation-months").table
    ranked = set(ladder["month"][ladder["rung"].notna()])
    for row in shown.table.itertuples():
        newest = {month for _, month in months.origins(evidence, Series("picss", row.metric, row.area))}
        assert row.with_a_rung == len({outlook.month_written(one) for one in newest} & ranked)
    most = shown.table["with_a_rung"].max()
    assert 0 < most < backtest.LEAST_ORIGINS
    assert any(
        f"on {most} at most, fewer than {backtest.LEAST_ORIGINS}, so there is none" in note for note in shown.notes
    )


class TestCommand:
    def test_it_prints_the_numbers_of_the_page(self, evidence):
        printed = CliRunner().invoke(main, ["outlook"])
        assert printed.exit_code == 0, printed.output
        for figure_id in outlook_document.FIGURES:
            shown = built(evidence, figure_id)
            assert f"{shown.title}." in printed.output
            for row in readable.table(evidence, shown).drop(columns="Rows of data").astype(object).to_numpy():
                assert f"| {' | '.join('' if pd.isna(cell) else str(cell) for cell in row)} |\n" in printed.output

    def test_it_follows_what_is_asked_for(self, evidence):
        asked = ["outlook", "--known", "2023-01-05", "--release", evidence.release]
        assert built(evidence, "outlook-misses", JANUARY).title in CliRunner().invoke(main, asked).output
        asked = ["outlook", "--metric", "killed", "--area", "balochistan", "--by", "picss"]
        shown = built(evidence, "outlook-misses", Filters(metric="killed", area="balochistan"))
        assert shown.title in CliRunner().invoke(main, asked).output

    @pytest.mark.parametrize("wrong", [["--by", "nobody"], ["--metric", "x"], ["--release", "1"], ["--known", "soon"]])
    def test_what_means_nothing_is_refused_in_a_sentence(self, wrong):
        found = CliRunner().invoke(main, ["outlook", *wrong])
        assert found.exit_code == 2 and "Error: " in found.output and "Traceback" not in found.output

    def test_the_document_is_current(self):
        assert CliRunner().invoke(main, ["outlook", "--check"]).exit_code == 0
