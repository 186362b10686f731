"""The questions of judgments ask what is not decided yet, in words that have one reading."""

import pandas as pd
import pytest

from khyber.evidence import Evidence, open_folder
from khyber.settings import settings


@pytest.fixture(scope="module")
def judged() -> pd.DataFrame:
    return evidence().read("key_judgments").set_index("judgment_id")


def evidence() -> Evidence:
    return open_folder(settings.data)


def test_a_text_that_names_no_day_has_no_horizon(judged: pd.DataFrame) -> None:
    """A horizon is named in the text: as a span of months or a half or whole year."""
    dated = judged[judged["horizon"].notna()]
    named = r"within six months|in that period|second half of 2026|in the next year"
    assert len(dated) and dated["text"].str.contains(named).all()


def test_a_rank_is_a_number(judged: pd.DataFrame) -> None:
    asked = judged["resolution_question"].dropna()
    assert not asked.str.contains("or higher|or lower").where(asked.str.contains("rank ")).fillna(False).any()


def test_a_new_closing_is_one_of_a_crossing_that_was_open(judged: pd.DataFrame) -> None:
    """The two crossings are shut with no end on record, so what asks of any closing would be answered already."""
    data = evidence()
    shut = data.read("closures").query("crossing_id in ['torkham', 'chaman'] and closed_from_earliest >= '2025-10-01'")
    assert set(shut[shut["reopened_on"].isna()]["crossing_id"]) == {"torkham", "chaman"}
    question = judged.at["kj-13", "resolution_question"]
    assert "that was open" in question and "rung 4 or higher" in question


def test_prices_are_asked_for_against_a_base_that_is_named(judged: pd.DataFrame) -> None:
    """Inflation was in double digits before the judgment was made, so the question asks whether it has grown."""
    prices = evidence().read("indicators").query("series_id == 'cpi_inflation_pct' and unit == 'pct_yoy'")
    before = prices[prices["period_end"] <= judged.at["kj-11", "as_of"]]
    question = judged.at["kj-11", "resolution_question"]
    assert before.sort_values("period_end")["value"].iloc[-1] >= 10 and "double digits" not in question
    assert "December 2026 up on December 2025" in question and "June 2026 were on June 2025" in question
