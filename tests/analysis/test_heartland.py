"""The heartland's share against sums made by hand from the file itself, and every reason to refuse one."""

import pandas as pd
import pytest

from khyber.analysis import change, counts, heartland
from khyber.evidence import Evidence, open_release
from khyber.settings import settings

INSIDE = ["punjab", "sindh", "islamabad", "azad-kashmir", "gilgit-baltistan"]
KP, SETTLED, TRIBAL, BALOCHISTAN = "khyber-pakhtunkhwa", "kp-settled", "kp-tribal-districts", "balochistan"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def shared(evidence: Evidence, metric: str) -> pd.DataFrame:
    areas = evidence.vocabulary("areas")
    rows = counts.series(evidence, metric, span="year", area=tuple(areas.index))
    return heartland.shares(rows, areas).set_index(["publisher", "year"])


def printed(publisher: str, year: int, metric: str) -> pd.Series:
    """The values of one publisher and whole year by area, straight from the file; one value an area."""
    rows = pd.read_csv(settings.data / "attack_counts.csv")
    rows = rows[(rows["publisher"] == publisher) & (rows["metric"] == metric) & (rows["actor"] == "all")]
    rows = rows[(rows["period_start"] == f"{year}-01-01") & (rows["period_end"] == f"{year}-12-31")]
    rows = rows[~rows["doubtful"].astype(str).str.lower().eq("true")]
    assert rows.groupby("area")["value"].nunique().eq(1).all(), "the test needs years without revisions"
    return rows.drop_duplicates("area").set_index("area")["value"]


@pytest.mark.parametrize(
    ("publisher", "year", "metric"),
    [
        ("picss", 2021, "attacks"),
        ("pips", 2008, "attacks"),
        ("pips", 2009, "attacks"),
        ("pips", 2011, "attacks"),
        ("pips", 2025, "attacks"),
        ("pips", 2025, "killed"),
        ("crss", 2017, "killed"),
        ("crss", 2022, "injured"),
    ],
)
def test_a_share_is_that_of_the_printed_figures(evidence: Evidence, publisher: str, year: int, metric: str) -> None:
    values = printed(publisher, year, metric)
    split = values[KP] if KP in values else values[SETTLED] + values[TRIBAL]
    inside = values.reindex(INSIDE).dropna()
    assert inside.sum() + split + values[BALOCHISTAN] == values["pakistan"]
    found = shared(evidence, metric).loc[(publisher, year)]
    assert found["reason"] == ""
    assert found["heartland"] == inside.sum() and found["national"] == values["pakistan"]
    assert found["headline"] == pytest.approx(inside.sum() / values["pakistan"])
    assert set(found["not_given"]) == set(INSIDE) - set(inside.index)
    assert set(found["given"]) >= set(inside.index) and found["given"][BALOCHISTAN] == values[BALOCHISTAN]


@pytest.mark.parametrize(
    ("publisher", "year", "metric", "reason"),
    [
        ("picss", 2011, "attacks", "no national figure"),
        ("pips", 2010, "attacks", "no national figure"),
        ("picss", 2012, "attacks", "a figure is doubtful"),
        ("picss", 2017, "attacks", "Khyber Pakhtunkhwa not given"),
        ("picss", 2022, "attacks", "Khyber Pakhtunkhwa only in part"),
        ("picss", 2018, "attacks", "its areas add up to 218, its national figure is 229"),
        ("pips", 2021, "attacks", "its areas add up to 200, its national figure is 207"),
        ("ispr", 2025, "attacks", "its areas add up to 5,368, its national figure is 5,397"),
        ("crss", 2021, "killed", "its areas add up to 855, its national figure is 850"),
        ("picss", 2024, "suicide_attacks", "its areas add up to 12, its national figure is 17"),
    ],
)
def test_a_share_is_refused_with_the_reason(
    evidence: Evidence, publisher: str, year: int, metric: str, reason: str
) -> None:
    found = shared(evidence, metric).loc[(publisher, year)]
    assert found["reason"] == reason
    assert found[["low", "high", "headline"]].isna().all()


def test_areas_that_add_up_without_any_of_the_heartland_give_no_share() -> None:
    # In this release a figure of the whole province stood under a part of it, so that the areas added up by chance.
    found = shared(open_release("2026.11.1"), "suicide_attacks").loc[("picss", 2024)]
    assert found["reason"] == "no unit of the heartland given"


def test_a_sum_within_the_published_range_is_not_the_national_figure(evidence: Evidence) -> None:
    own = counts.series(evidence, "killed", span="year", publishers=("crss",)).set_index("period_start").loc["2022"]
    found = shared(evidence, "killed").loc[("crss", 2022)]
    total = sum(found["given"].values())
    assert own["low"].item() < total < own["high"].item() and own["headline"].item() != total
    assert found["reason"].startswith("its areas add up")


@pytest.mark.parametrize("metric", ["attacks", "killed", "injured", "suicide_attacks", "violent_incidents"])
def test_what_is_given_adds_up_and_names_every_unit_once(evidence: Evidence, metric: str) -> None:
    for row in shared(evidence, metric).itertuples():
        told = set(row.given)
        assert not told & set(row.not_given)
        assert not (KP in told and told & {SETTLED, TRIBAL}), "a province never stands beside its own parts"
        if row.reason == "":
            assert sum(row.given.values()) == row.national
            assert 0 <= row.low <= row.headline <= row.high <= 1
            units = told | set(row.not_given)
            assert units - {KP, SETTLED, TRIBAL, BALOCHISTAN} == set(INSIDE)
            assert KP in told or {SETTLED, TRIBAL} <= told


def made(values: dict[str, tuple[float, float, float]], year: int = 2020, status: str = "headline") -> pd.DataFrame:
    """Rows of `headlines` of one publisher: area to low, headline and high."""
    return pd.DataFrame(
        [
            {
                "publisher": "picss",
                "area": area,
                "period_start": pd.Timestamp(year, 1, 1),
                "headline": headline,
                "low": low,
                "high": high,
                "status": status,
                "row_ids": (f"{area}-{year}",),
            }
            for area, (low, headline, high) in values.items()
        ]
    )


def test_the_published_ranges_are_carried_into_the_share(evidence: Evidence) -> None:
    rows = made({"pakistan": (100, 100, 110), KP: (60, 70, 72), BALOCHISTAN: (10, 10, 10), "sindh": (15, 20, 30)})
    found = heartland.shares(rows, evidence.vocabulary("areas")).iloc[0]
    assert found["headline"] == pytest.approx(20 / 100)
    assert found["low"] == pytest.approx(15 / (15 + 82)) and found["high"] == pytest.approx(30 / (30 + 70))
    assert set(found["row_ids"]) == {f"{area}-2020" for area in ("pakistan", KP, BALOCHISTAN, "sindh")}


def test_from_year_to_year_a_change_is_one_only_beyond_the_published_ranges(evidence: Evidence) -> None:
    years = [
        made({"pakistan": (100, 100, 100), KP: (90, 90, 90), "sindh": (10, 10, 10)}, 2018),
        made({"pakistan": (100, 100, 100), KP: (80, 88, 91), "sindh": (9, 12, 20)}, 2019),
        made({"pakistan": (100, 100, 100), KP: (60, 60, 60), "sindh": (40, 40, 40)}, 2021),
        made({"pakistan": (100, 100, 100), KP: (70, 70, 70)}, 2022),
        made({"pakistan": (100, 100, 100), KP: (95, 95, 95), "sindh": (5, 5, 5)}, 2023),
    ]
    found = heartland.steps(heartland.shares(pd.concat(years), evidence.vocabulary("areas")))
    assert [(one.earlier, one.later, one.verdict) for one in found] == [
        (2018, 2019, change.WITHIN),
        (2019, 2021, change.RISE),
        (2021, 2023, change.FALL),
    ]


@pytest.mark.parametrize("status", [counts.LATER, counts.UNDATED])
def test_a_share_is_as_sure_as_its_least_sure_figure(evidence: Evidence, status: str) -> None:
    rows = made({"pakistan": (100, 100, 100), KP: (90, 90, 90)})
    rows = pd.concat([rows, made({"sindh": (10, 10, 10)}, status=status)])
    assert heartland.shares(rows, evidence.vocabulary("areas")).iloc[0]["status"] == status


def test_no_rows_give_no_shares(evidence: Evidence) -> None:
    none = counts.series(evidence, "attacks", span="year", publishers=("unama",))
    assert heartland.shares(none, evidence.vocabulary("areas")).empty
