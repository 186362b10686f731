"""Range: what it refuses, and that its arithmetic never promises more than its inputs do."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from khyber.evidence import Range
from khyber.evidence.ranges import number

COUNTS = st.integers(0, 10**6).map(float) | st.floats(0.001, 1e6)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """A range of a count, its ends open or given, with or without a headline."""
    least, lead, most = sorted(draw(st.tuples(COUNTS, COUNTS, COUNTS)))
    return Range(
        draw(st.sampled_from([None, least])),
        draw(st.sampled_from([None, most])),
        draw(st.sampled_from([None, lead])),
    )


@st.composite
def nested(draw: st.DrawFn) -> tuple[Range, Range]:
    """A range and a wider one with the same headline."""
    narrow = draw(ranges())
    low = high = None
    if narrow.low is not None:
        hair = max(0.0, math.nextafter(narrow.low, -math.inf))
        low = draw(st.sampled_from([None, narrow.low, hair]) | st.floats(0, narrow.low))
    if narrow.high is not None:
        hair = math.nextafter(narrow.high, math.inf)
        high = draw(st.sampled_from([None, narrow.high, hair]) | st.floats(narrow.high, 2e6))
    return narrow, Range(low, high, narrow.headline)


def value_in(data: st.DataObject, of: Range) -> float:
    return data.draw(st.floats(of.low or 0.0, 2e6 if of.high is None else of.high))


def holds(of: Range, value: float) -> bool:
    slack = 1e-9 * max(1.0, abs(value))
    return (of.low is None or of.low - slack <= value) and (of.high is None or value <= of.high + slack)


class TestWhatIsARange:
    @pytest.mark.parametrize(
        "ends",
        [(5, 3, None), (3, 5, 6), (3, 5, 2), (None, 5, 6), (3, None, 2), (math.nan, 1, None), (1, math.nan, None)],
    )
    def test_refuses_what_is_none(self, ends):
        with pytest.raises(ValueError):
            Range(*ends)

    def test_refuses_a_headline_that_is_no_number(self):
        with pytest.raises(ValueError):
            Range(1, 2, math.nan)

    def test_says_what_is_wrong(self):
        with pytest.raises(ValueError, match="low 5 lies above high 3"):
            Range(5, 3)
        with pytest.raises(ValueError, match="headline 6 lies outside 3 to 5"):
            Range(3, 5, 6)

    def test_one_value_is_exact(self):
        assert Range.exact(188) == Range(188, 188, 188)
        assert Range.exact(188).is_exact

    @pytest.mark.parametrize("ends", [(187, 188), (None, 188), (188, None), (None, None)])
    def test_everything_else_is_not(self, ends):
        assert not Range(*ends).is_exact

    @pytest.mark.parametrize(
        ("outer", "inner", "inside"),
        [
            (Range(1, 5), Range(1, 5), True),
            (Range(1, 5), Range(2, 4), True),
            (Range(1, 5), Range(0, 4), False),
            (Range(1, 5), Range(2, 6), False),
            (Range(None, 5), Range(None, 4), True),
            (Range(1, None), Range(2, None), True),
            (Range(1, 5), Range(None, 4), False),
            (Range(1, 5), Range(2, None), False),
            (Range(), Range(2, 3), True),
        ],
    )
    def test_contains(self, outer, inner, inside):
        assert outer.contains(inner) is inside


class TestSum:
    def test_ends_and_headlines_add(self):
        assert Range(376, 380, 380) + Range(187, 188, 188) == Range(563, 568, 568)

    def test_an_open_end_opens_the_sum(self):
        assert Range(3, None) + Range(1, 2) == Range(4, None)
        assert Range(None, 5) + Range(1, 2) == Range(None, 7)

    def test_a_missing_headline_leaves_none(self):
        assert (Range(1, 2, 1) + Range(3, 4)).headline is None

    @given(nested(), nested())
    def test_wider_in_never_narrower_out(self, one, two):
        assert (one[1] + two[1]).contains(one[0] + two[0])

    @given(ranges(), ranges(), st.data())
    def test_holds_every_sum_of_values(self, one, two, data):
        assert holds(one + two, value_in(data, one) + value_in(data, two))


class TestDifference:
    def test_it_is_as_wide_as_both_allow(self):
        assert Range(5, 13) - Range(3, 5) == Range(0, 10)
        assert Range(1, 2, 2) - Range(4, 6, 5) == Range(-5, -2, -3)

    def test_an_open_end_opens_the_difference(self):
        assert Range(5, None) - Range(1, 2) == Range(3, None)
        assert Range(5, 6) - Range(1, None) == Range(None, 5)

    @given(nested(), nested())
    def test_wider_in_never_narrower_out(self, one, two):
        assert (one[1] - two[1]).contains(one[0] - two[0])

    @given(ranges(), ranges(), st.data())
    def test_holds_every_difference_of_values(self, one, two, data):
        least, most = value_in(data, one), value_in(data, two)
        assert holds(one - two, least - most)

    @pytest.mark.parametrize(
        ("given_range", "words"),
        [
            (Range(3, 3), "+3"),
            (Range(-12, 35), "−12 to +35"),
            (Range(0, 0), "0"),
            (Range(-4, -1), "−4 to −1"),
            (Range(3, None), "at least +3"),
            (Range(None, -5), "up to −5"),
            (Range(), "not reported"),
        ],
    )
    def test_each_end_has_its_sign(self, given_range, words):
        assert given_range.signed() == words


class TestShare:
    def test_worked_example(self):
        """10 to 20 beside 60 to 80: from 10 of 90 to 20 of 80 (curated rule 8)."""
        share = Range(10, 20, 15).share_of_total_with(Range(60, 80, 75))
        assert share.low == pytest.approx(10 / 90)
        assert share.high == pytest.approx(20 / 80)
        assert share.headline == pytest.approx(15 / 90)

    def test_an_open_rest_opens_the_low_end(self):
        share = Range(10, 20).share_of_total_with(Range(60, None))
        assert (share.low, share.high) == (0, 0.25)

    def test_an_open_part_opens_the_high_end(self):
        share = Range(10, None).share_of_total_with(Range(60, 90))
        assert (share.low, share.high) == (0.1, 1)

    def test_a_total_that_may_be_zero_says_nothing(self):
        assert Range.exact(0).share_of_total_with(Range(0, 5, 0)) == Range(0, 1)

    def test_nothing_of_something_is_no_share(self):
        assert Range.exact(0).share_of_total_with(Range(3, 5, 4)) == Range.exact(0)

    def test_everything_is_the_whole(self):
        assert Range.exact(4).share_of_total_with(Range.exact(0)) == Range.exact(1)

    @pytest.mark.parametrize("wrong", [Range(-1, 2), Range(-3, -1), Range(None, None, -4)])
    def test_refuses_what_is_no_count(self, wrong):
        with pytest.raises(ValueError, match="at least zero"):
            wrong.share_of_total_with(Range.exact(1))
        with pytest.raises(ValueError, match="at least zero"):
            Range.exact(1).share_of_total_with(wrong)

    @given(nested(), nested())
    def test_wider_in_never_narrower_out(self, part, rest):
        assert part[1].share_of_total_with(rest[1]).contains(part[0].share_of_total_with(rest[0]))

    def test_a_wider_range_by_a_hair(self):
        """x / (x + y) rounded plainly would make some shares smaller where the part grows by one step."""
        for part in range(1, 2000):
            of = Range.exact(part / 7)
            wider = Range(math.nextafter(of.low, 0), math.nextafter(of.high, math.inf))
            share = of.share_of_total_with(Range.exact(29.9))
            assert wider.share_of_total_with(Range.exact(29.9)).contains(share)

    @given(ranges(), ranges())
    def test_lies_between_nothing_and_everything(self, part, rest):
        assert Range(0, 1).contains(part.share_of_total_with(rest))

    @given(ranges(), ranges(), st.data())
    def test_holds_every_share_of_values(self, part, rest, data):
        one, other = value_in(data, part), value_in(data, rest)
        assume(one + other > 0)
        assert holds(part.share_of_total_with(rest), one / (one + other))


class TestChange:
    def test_the_rise_of_2021(self):
        change = Range.exact(294).change_from(Range(187, 188, 188))
        assert change.low == pytest.approx(100 * 106 / 188)
        assert change.high == pytest.approx(100 * 107 / 187)
        assert change.headline == pytest.approx(100 * 106 / 188)

    def test_nothing_left_is_a_fall_by_all(self):
        assert Range.exact(0).change_from(Range.exact(7)) == Range.exact(-100)

    def test_no_percentage_of_nothing(self):
        with pytest.raises(ValueError, match="from zero"):
            Range.exact(3).change_from(Range.exact(0))

    def test_from_what_may_be_nothing_the_rise_has_no_limit(self):
        change = Range(3, 4, 4).change_from(Range(0, 2, 0))
        assert (change.low, change.high, change.headline) == (50, None, None)

    @pytest.mark.parametrize("earlier", [Range(5, None), Range()])
    def test_from_no_upper_limit_it_may_be_a_fall_by_all(self, earlier):
        assert Range(3, 4).change_from(earlier).low == -100

    def test_to_no_upper_limit_it_has_none(self):
        change = Range(15, None).change_from(Range(5, 10))
        assert (change.low, change.high) == (50, None)

    @pytest.mark.parametrize("wrong", [Range(-1, 2), Range(-3, -1), Range(None, None, -4)])
    def test_refuses_what_is_no_count(self, wrong):
        with pytest.raises(ValueError, match="at least zero"):
            wrong.change_from(Range.exact(1))
        with pytest.raises(ValueError, match="at least zero"):
            Range.exact(1).change_from(wrong)

    @given(nested(), nested())
    def test_wider_in_never_narrower_out(self, earlier, later):
        assume(earlier[0].high != 0)
        assert later[1].change_from(earlier[1]).contains(later[0].change_from(earlier[0]))

    @given(ranges(), ranges(), st.data())
    def test_holds_every_change_of_values(self, earlier, later, data):
        assume(earlier.high != 0)
        before = value_in(data, earlier)
        assume(before > 1e-3)
        assert holds(later.change_from(earlier), 100 * (value_in(data, later) / before - 1))

    @given(ranges(), ranges())
    def test_never_falls_by_more_than_all(self, earlier, later):
        assume(earlier.high != 0)
        assert later.change_from(earlier).low >= -100


class TestWords:
    @pytest.mark.parametrize(
        ("of", "text"),
        [
            (Range(376, 380, 380), "376 to 380"),
            (Range.exact(188), "188"),
            (Range(300, None), "at least 300"),
            (Range(None, 90), "up to 90"),
            (Range(), "not reported"),
            (Range(None, None, 400), "400"),
            (Range(1823, 62096), "1,823 to 62,096"),
            (Range(10.2, 10.4), "10"),
            (Range(-12, 3), "−12 to 3"),
            (Range(0, 5), "0 to 5"),
        ],
    )
    def test_text(self, of, text):
        assert of.text() == text

    def test_digits(self):
        assert Range(10.21, 10.44).text(1) == "10.2 to 10.4"

    @pytest.mark.parametrize(
        ("value", "digits", "text"),
        [
            (None, 0, "not reported"),
            (math.nan, 1, "not reported"),
            (0, 0, "0"),
            (-0.2, 0, "0"),
            (-0.04, 1, "0.0"),
            (-1234.5, 1, "−1,234.5"),
            (1e6, 0, "1,000,000"),
        ],
    )
    def test_number(self, value, digits, text):
        assert number(value, digits) == text

    @given(ranges())
    def test_something_is_said_of_every_range(self, of):
        assert (of.text() == "not reported") is (of == Range())
