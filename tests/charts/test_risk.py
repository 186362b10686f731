"""The figures of the risk index: what they say follows from its tables, gaps stay gaps, and the command prints them."""

import subprocess
from datetime import date
from itertools import pairwise

import pytest

from khyber.analysis import risk, risk_inputs
from khyber.charts import catalogue, names, risk_marks
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, dates, open_release
from khyber.filters import Filters, open_link
from tests.charts import reading
from tests.choices import opened
from tests.conftest import khyber

FIGURES = [one.id for one in catalogue.entries() if one.page == "risk"]
OWN = "border-rung:50,economy:25,attack-tempo:25"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def shown(evidence: Evidence, figure_id: str, **parameters: str) -> Figure:
    return catalogue.build(figure_id, evidence, opened(**parameters))


def test_the_pillars_stand_on_the_page_before_any_total() -> None:
    page = (FIGURES.index("risk-now"), FIGURES.index("risk-pillars"), FIGURES.index("risk-total"))
    assert page == tuple(sorted(page))


def test_each_pillar_breaks_where_a_month_is_missing(evidence: Evidence) -> None:
    figure = shown(evidence, "risk-pillars")
    months = [f"{one:%Y-%m}-01" for one in risk_inputs.months(evidence)]
    lines = [one for one in reading.traces(figure) if one["mode"] == "lines"]
    assert [one["name"] for one in lines] == list(dict.fromkeys(figure.table["pillar"]))
    for line in lines:
        given = {f"{one}-01" for one in figure.table.loc[figure.table["pillar"] == line["name"], "month"]}
        drawn = dict(zip(line["x"], line["y"], strict=True))
        assert not line["connectgaps"] and list(drawn) == months
        assert {one for one, value in drawn.items() if value is not None} == given


def test_each_pillar_says_in_how_many_months_it_is_missing_and_why_where_that_is_most(evidence: Evidence) -> None:
    figure, inputs = shown(evidence, "risk-pillars"), evidence.read("risk_inputs")
    months = len(risk_inputs.months(evidence))
    (counts,) = [note for note in figure.notes if note.startswith("Missing, of")]
    for row in evidence.read("risk_pillars").itertuples():
        without = months - int((figure.table["pillar"] == row.label).sum())
        assert (f"{names.inside(row.label)} in {without}" in counts) == (without > 0)
        reasons = [note for note in figure.notes if note.startswith(f"{row.label}, which is mostly missing")]
        assert len(reasons) == (without > months / 2)
        for reason in reasons:
            assert all(one in reason for one in inputs.loc[inputs["pillar_id"] == row.pillar_id, "note"])


def test_a_value_that_is_not_of_its_month_alone_is_hollow_and_says_so(evidence: Evidence) -> None:
    figure = shown(evidence, "risk-pillars")
    aged = {(row.pillar, f"{row.month}-01"): row.age for row in figure.table.itertuples()}
    marks = [one for one in reading.traces(figure) if one["mode"] == "markers"]
    assert {one["marker"]["symbol"] for one in marks} == {"circle", "circle-open"}
    for trace in marks:
        for x, y, hover in zip(trace["x"], trace["y"], trace["hovertext"], strict=True):
            if y is not None:
                assert (trace["marker"]["symbol"] == "circle-open") == bool(aged[trace["name"], x])
                assert aged[trace["name"], x] in hover


def test_a_figure_that_is_carried_on_is_dated_by_itself(evidence: Evidence) -> None:
    figure = shown(evidence, "risk-now")
    carried = figure.table[figure.table["carried_to"] != ""]
    assert 0 < len(carried) < len(figure.table)
    for row in figure.table.to_dict("records"):
        end = risk_inputs.end_of(dates.bounds(row["month"])[0])
        is_before = date.fromisoformat(row["to"]) < dates.bounds(row["month"])[0]
        assert bool(row["carried_to"]) == is_before and bool(is_before) == ("old" in row["age"])
        assert date.fromisoformat(row["from"]) <= date.fromisoformat(row["to"]) and row["from"] <= f"{end}"
        (fact,) = [one for one in figure.facts if one.label.startswith(f"{row['pillar']}, ")]
        assert row["of"] in fact.label
        if is_before:
            told = f"of {row['of']}, carried to {risk_marks.month(dates.bounds(row['month'])[0])}"
            assert told in fact.change and any(told in note for note in figure.notes)
    top = figure.table.loc[figure.table["value"].idxmax()]
    assert top["of"] in figure.title and top["carried_to"] in figure.title


def test_a_strength_is_of_the_day_of_its_estimate(evidence: Evidence) -> None:
    table = shown(evidence, "risk-now").table
    (row,) = table[table["pillar"] == risk_marks.pillar(evidence, "group-strength")].to_dict("records")
    days = {f"{evidence.row(one.table, one.row_id)['as_of']:%Y-%m-%d}" for one in row["rows"]}
    assert days == {row["from"]} == {row["to"]}


def test_disagreement_is_between_publishers_and_no_range(evidence: Evidence) -> None:
    figure = shown(evidence, "risk-total")
    told = [fact for fact in figure.facts if fact.label.startswith("Disagreement")]
    index = figure.table.query("what == 'Risk index'").dropna(subset="apart")
    assert len(told) == index["from"].nunique() > 0
    for fact, (_, rows) in zip(told, index.groupby("from"), strict=True):
        assert fact.value == f"{rows['apart'].iloc[0]:.1f} points apart"
        assert all(f"{row.who} {row.value:.1f}" in fact.change for row in rows.itertuples())
        assert rows["apart"].iloc[0] == pytest.approx(rows["value"].max() - rows["value"].min(), abs=0.11)


def test_a_line_of_the_total_joins_no_months_of_different_pillars(evidence: Evidence) -> None:
    figure = shown(evidence, "risk-total")
    index = figure.table.query("what == 'Risk index'")
    of = {(row["who"], row["from"]): row["missing"] for row in index.to_dict("records")}
    drawn, joined = set(), 0
    for line in [one for one in reading.traces(figure) if one["uid"].startswith("risk-index")]:
        assert not line["connectgaps"]
        points = list(zip(line["x"], line["y"], strict=True))
        drawn |= {(line["name"], x) for x, y in points if y is not None}
        for (x, y), (next_x, next_y) in pairwise(points):
            if y is not None and next_y is not None:
                joined += 1
                assert of[line["name"], x] == of[line["name"], next_x]
    assert drawn == set(of) and joined


def test_a_total_is_called_the_highest_only_among_those_of_its_own_pillars(evidence: Evidence) -> None:
    title = shown(evidence, "risk-total").title
    for publisher in ("picss", "pips"):
        totals = risk.totals(evidence, publisher, risk.published(evidence)).dropna(subset="value")
        same = totals[totals["present"] == totals.iloc[-1]["present"]]
        who, others = names.publisher(evidence, publisher), totals.drop(same.index)
        told = title.partition(f"{who} ")[2].partition("; ")[0]
        if len(same) == 1:
            assert "no other month has the same pillars" in told
        else:
            assert f"the highest of {len(same)} months with the same pillars" in told
            assert risk_marks.points(same["value"].max()) in told
        assert not any(risk_marks.month(one) in told for one in others["month"])


def test_the_reader_s_weights_change_the_total_and_the_page_says_whose_they_are(evidence: Evidence) -> None:
    own, published = (shown(evidence, "risk-total", **one) for one in ({"weights": OWN}, {}))
    assert own.title != published.title
    for figure_id in ("risk-total", "risk-moves", "risk-weights", "risk-validation"):
        notes = " ".join(shown(evidence, figure_id, weights=OWN).notes)
        assert "reader's own" in notes and "reader's own" not in " ".join(shown(evidence, figure_id).notes)
    weights = shown(evidence, "risk-weights", weights=OWN).table.set_index("pillar")["chosen_pct"]
    assert weights[risk_marks.pillar(evidence, "border-rung")] == 50 and weights.sum() == pytest.approx(100)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("oil:50", "the pillars are attack-tempo"),
        ("economy", "a number from 0 to 100"),
        ("economy:-5", "a number from 0 to 100"),
        ("economy:101", "a number from 0 to 100"),
        ("economy:5,economy:6", "economy has two weights"),
        ("economy:0,lethality:0", "must be above 0"),
    ],
)
def test_weights_that_mean_nothing_are_left_out_with_a_sentence(text: str, reason: str) -> None:
    link = open_link({"weights": [text]})
    assert link.filters.weights == () and len(link.ignored) == 1
    assert reason in link.ignored[0]


def test_weights_are_read_in_any_order_and_written_in_that_of_the_pillars() -> None:
    assert opened(weights="economy:25,attack-tempo:25.50").query() == {"weights": "attack-tempo:25.5,economy:25"}


def test_an_older_release_has_no_index_and_says_so() -> None:
    older = open_release("2026.11.1")
    for figure_id in FIGURES:
        figure = catalogue.build(figure_id, older, Filters())
        assert figure.is_empty and figure.title == risk_marks.NO_INDEX and not reading.marks(figure)
    link = open_link({"release": ["2026.11.1"], "weights": ["economy:5"]})
    assert "no risk index" in link.ignored[0]


def test_in_january_2023_the_ruler_is_said_to_be_later_and_no_month_is_newer(evidence: Evidence) -> None:
    for figure_id in ("risk-now", "risk-pillars", "risk-total"):
        figure = shown(evidence, figure_id, known="2023-01-05")
        assert any("a ruler, not known then" in note for note in figure.notes)
        months = figure.table["to" if "to" in figure.table else "month"]
        assert max(months) < "2023-01"


def test_the_title_says_what_the_analysis_says(evidence: Evidence) -> None:
    weights = risk.published(evidence)
    for publisher in ("picss", "pips"):
        totals = risk.totals(evidence, publisher, weights).dropna(subset="value")
        newest = totals.iloc[-1]
        told = f"{risk_marks.points(newest['value'])} in {risk_marks.month(newest['month'])}"
        assert told in shown(evidence, "risk-total").title


def test_the_command_prints_the_numbers_of_the_page(evidence: Evidence) -> None:
    printed = subprocess.run(
        khyber("index", "--weights", OWN, "--known", "2024-12-31"), capture_output=True, text=True, check=True
    ).stdout
    for figure_id in FIGURES:
        figure = shown(evidence, figure_id, weights=OWN, known="2024-12-31", series="picss")
        assert f"# {figure_id}: {figure.title}\n" in printed
        assert catalogue.plain_table(figure).drop(columns="rows").to_csv(index=False) in printed


def test_the_command_names_what_it_cannot_read() -> None:
    told = subprocess.run(khyber("index", "--weights", "oil:3"), capture_output=True, text=True)
    assert told.returncode == 1 and "the pillars are" in told.stderr and "Traceback" not in told.stderr


def test_a_pillar_that_is_carried_on_is_dated_by_itself_in_the_title(evidence: Evidence) -> None:
    shown = catalogue.build("risk-pillars", evidence, Filters())
    newest = shown.table.drop_duplicates("pillar", keep="last")
    top = newest.loc[newest["value"].idxmax()]
    assert top["age"] and f"({top['age']})" in shown.title


def test_attacks_are_no_comparison_with_themselves(evidence: Evidence) -> None:
    table = shown(evidence, "risk-validation-pillars").table
    compared = set(zip(table["measure"], table["against"], strict=True))
    assert ("Attacks alone", "killed") in compared and ("Attacks alone", "attacks") not in compared


def test_what_only_one_lead_can_be_held_to_is_not_said_to_follow() -> None:
    """By these weights the months with a total are just enough at no lead, and too few at every other."""
    evidence = open_release("2026.11.5")
    others = (
        "attack-tempo:12.5,lethality:12.5,heartland-share:12.5,group-strength:12.5,displacement:12.5,diplomacy:12.5"
    )
    figure = shown(evidence, "risk-validation", weights=f"{others},border-rung:50")
    own = figure.table[(figure.table["measure"] == "The index") & (figure.table["against"] == "attacks")]
    assert list(own["lead"]) == [0]
    assert "follows" not in figure.title and "too few months at other leads" in figure.title


@pytest.mark.parametrize("figure_id", ["risk-now", "risk-pillars"])
@pytest.mark.parametrize("known", ["", "2023-01-05"])
def test_a_pillar_that_may_be_the_highest_is_named_with_it(evidence: Evidence, figure_id: str, known: str) -> None:
    figure = shown(evidence, figure_id, **({"known": known} if known else {}))
    newest = figure.table.drop_duplicates("pillar", keep="last").set_index("pillar")
    top = newest["value"].idxmax()
    rivals = [one for one in newest.index if one != top and newest.at[one, "high"] > newest.at[top, "low"]]
    assert rivals and names.inside(top) in figure.title
    for one in newest.index.drop(top):
        assert (names.inside(one) in figure.title) == (one in rivals)
