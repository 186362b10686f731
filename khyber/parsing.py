"""What the texts of a link mean: readers for each kind of parameter, with a reason where a text means nothing.

A reader takes all texts given for a parameter, in order, and the evidence that the link opens; of a parameter that
takes one value the last text counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date

from khyber.evidence import Evidence, cached, dates
from khyber.evidence.releases import NEWEST, identifiers

ALL = "all"
NOWHERE = "none"
MOST_SEARCHED = 80
MOST_OF_A_SENTENCE = 400
FILLS = ("incidents", "killed", "attacks")
LAYERS = ("fata", "bands", "density")
MOST_CORNERS = 40
LONGEST_BRIEF = 6_000
LONGEST_WINDOW = 3650
NATURAL_EARTH = "natural-earth"
DISTRICT_ALIASES = "district_aliases"
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)
_BRIEF = re.compile(r"[a-z0-9-]+|[0-9]+\.[A-Za-z0-9_-]+")


class Partly(ValueError):
    """Some of the ids in a list mean nothing: `unknown` names them, `value` is what the others mean."""

    def __init__(self, reason: str, value: tuple[str, ...], unknown: Sequence[str]) -> None:
        super().__init__(reason)
        self.value = value
        self.unknown = unknown


def one_of(table: str, what: str, *, or_all: bool = False) -> Callable[[Sequence[str], Evidence], str]:
    """A reader of one id of a vocabulary table, or of "all" where `or_all`."""

    def read(texts: Sequence[str], evidence: Evidence) -> str:
        if not (or_all and texts[-1] == ALL) and texts[-1] not in evidence.vocabulary(table).index:
            raise ValueError(f"there is no such {what}")
        return texts[-1]

    return read


def several_of(table: str, what: str) -> Callable[[Sequence[str], Evidence], tuple[str, ...]]:
    """A reader of ids of a vocabulary table, joined by commas or repeated; none of them for "all"."""
    return _several(lambda evidence: evidence.vocabulary(table).index, what)


def several_labels(vocabulary: str, what: str) -> Callable[[Sequence[str], Evidence], tuple[str, ...]]:
    """A reader of codes of one vocabulary of `labels`, as `several_of`."""
    return _several(lambda evidence: evidence.labels(vocabulary), what)


def _several(
    ids_of: Callable[[Evidence], Collection[str]], what: str
) -> Callable[[Sequence[str], Evidence], tuple[str, ...]]:
    def read(texts: Sequence[str], evidence: Evidence) -> tuple[str, ...]:
        if set(texts) == {ALL}:
            return ()
        wanted = [one for text in texts for one in text.split(",") if one]
        ids = ids_of(evidence)
        found = tuple(one for one in ids if one in wanted)
        unknown = [one for one in dict.fromkeys(wanted) if one not in ids]
        if unknown:
            raise Partly(f"there is no such {what}", found, unknown)
        if not found:
            raise ValueError(f"there is no such {what}")
        return found

    return read


def choice(*options: str) -> Callable[[Sequence[str], Evidence], str]:
    """A reader of one of these options."""

    def read(texts: Sequence[str], evidence: Evidence) -> str:
        if texts[-1] not in options:
            raise ValueError(f"choose {' or '.join(filter(None, [', '.join(options[:-1]), options[-1]]))}")
        return texts[-1]

    return read


def several_choices(options: Sequence[str]) -> Callable[[Sequence[str], Evidence], tuple[str, ...]]:
    """A reader of some of these options, joined by commas or repeated; none of them for "none"."""
    read = _several(lambda evidence: options, "choice")
    return lambda texts, evidence: () if set(texts) == {"none"} else read(texts, evidence)


def border_views(evidence: Evidence) -> list[str]:
    """The ids of the border views that a release describes; one without such a table was drawn by Natural Earth."""
    return list(evidence.vocabulary("border_views").index) if "border_views" in evidence.counts else [NATURAL_EARTH]


def border_view(texts: Sequence[str], evidence: Evidence) -> str:
    """The id of a border view."""
    return choice(*border_views(evidence))(texts, evidence)


def release(texts: Sequence[str], evidence: Evidence) -> str:
    """The id of a frozen release."""
    if texts[-1] not in identifiers():
        raise ValueError("there is no such release")
    return texts[-1]


def day(texts: Sequence[str], evidence: Evidence) -> date | None:
    """A whole day on which something was known, None for "all"."""
    if texts[-1] == ALL:
        return None
    first, last = dates.bounds(texts[-1])
    if first != last:
        raise ValueError("a whole day is needed, such as 2023-01-05")
    if not first_known(evidence) <= first <= evidence.searched_until:
        raise ValueError(f"pages were read from {dates.words(first_known(evidence), evidence.searched_until)}")
    return first


@cached(1)
def first_known(evidence: Evidence) -> date:
    """The first day by which some page had certainly been published."""
    first: date = evidence.read("sources")["published_latest"].min().date()
    return first


def partial(texts: Sequence[str], evidence: Evidence) -> str:
    """A year, a month or a day that the data reach, "" for "all"."""
    if texts[-1] == ALL:
        return ""
    if "/" in texts[-1]:
        raise ValueError("a year, a month or a day is needed, such as 2021-03")
    first, last = dates.bounds(texts[-1])
    begins, ends = evidence.starts, evidence.searched_until
    if last < begins or first > ends:
        raise ValueError(f"the data run from {dates.words(begins, ends)}")
    return texts[-1]


def month(texts: Sequence[str], evidence: Evidence) -> str:
    """A month that the data reach, such as 2025-10."""
    if dates.span(*dates.bounds(texts[-1])) != "month":
        raise ValueError("a month is needed, such as 2025-10")
    return dates.written(*dates.bounds(partial(texts, evidence)))


def period(texts: Sequence[str], evidence: Evidence) -> str:
    """A period for which some publisher gives a figure, as the data have it; "" for "newest"."""
    if texts[-1] == NEWEST:
        return ""
    given = dates.bounds(texts[-1])
    if given not in _periods(evidence):
        raise ValueError("no figure is given for just that period")
    return dates.written(*given)


def span(texts: Sequence[str], evidence: Evidence) -> str:
    """A year, a month, a day or an interval that the data reach, written in the shortest way; "" for "newest"."""
    if texts[-1] == NEWEST:
        return ""
    first, last = dates.bounds(texts[-1])
    begins, ends = evidence.starts, evidence.searched_until
    if last < begins or first > ends:
        raise ValueError(f"the data run from {dates.words(begins, ends)}")
    return dates.written(first, last)


@cached(1)
def _periods(evidence: Evidence) -> frozenset[tuple[date, date]]:
    rows = evidence.read("attack_counts")
    return frozenset(zip(rows["period_start"].dt.date, rows["period_end"].dt.date, strict=True))


def two_years(texts: Sequence[str], evidence: Evidence) -> tuple[int, int]:
    """Two different years that the data reach, the earlier first."""
    parts = texts[-1].split(",")
    if len(parts) != 2 or not all(part.isdecimal() and len(part) == 4 and int(part) >= 1000 for part in parts):
        raise ValueError("two years are needed, such as 2020,2021")
    first, second = map(int, parts)
    if first == second:
        raise ValueError("the two years are the same")
    begins, ends = evidence.starts.year, evidence.searched_until.year
    if not (begins <= first <= ends and begins <= second <= ends):
        raise ValueError(f"the data run from {begins} to {ends}")
    return min(first, second), max(first, second)


def kilometres(texts: Sequence[str], evidence: Evidence) -> int:
    """A distance in whole kilometres, 0 for "all"."""
    if texts[-1] == ALL:
        return 0
    if not texts[-1].isdecimal() or not 0 < len(texts[-1]) <= 4 or int(texts[-1]) == 0:
        raise ValueError("a number of kilometres is needed, such as 50")
    return int(texts[-1])


def days(texts: Sequence[str], evidence: Evidence) -> int:
    """A number of whole days."""
    given = texts[-1]
    if not given.isdecimal() or len(given) > 4 or given[0] == "0" or int(given) > LONGEST_WINDOW:
        raise ValueError(f"a number of days is needed, {LONGEST_WINDOW} at most, such as 90")
    return int(given)


def day_of_play(texts: Sequence[str], evidence: Evidence) -> date:
    """A whole day that the data reach."""
    first, last = dates.bounds(texts[-1])
    if first != last:
        raise ValueError("a whole day is needed, such as 2022-03-01")
    if not evidence.starts <= first <= evidence.searched_until:
        raise ValueError(f"the data run from {dates.words(evidence.starts, evidence.searched_until)}")
    return first


def stance(texts: Sequence[str], evidence: Evidence) -> str:
    """An actor and an issue of declared positions, joined by a comma."""
    actor, _, issue = texts[-1].partition(",")
    if actor not in evidence.used("stances", "actor") or issue not in evidence.labels("stance_issue"):
        raise ValueError("an actor and an issue of declared positions are needed, such as china,mediation")
    return texts[-1]


def weights(texts: Sequence[str], evidence: Evidence) -> tuple[tuple[str, float], ...]:
    """Weights of pillars of the risk index in per cent, as "economy:30,border-rung:10", in the order of the pillars."""
    pillars = list(evidence.vocabulary("risk_pillars").index)
    if not pillars:
        raise ValueError("this release has no risk index")
    given: dict[str, float] = {}
    for part in texts[-1].split(","):
        pillar, _, percent = part.partition(":")
        if pillar not in pillars:
            raise ValueError(f"the pillars are {', '.join(pillars)}")
        if not _PERCENT.fullmatch(percent) or float(percent) > 100:
            raise ValueError("a weight is a number from 0 to 100, such as economy:30")
        if pillar in given:
            raise ValueError(f"{pillar} has two weights")
        given[pillar] = float(percent)
    if not any(given.values()):
        raise ValueError("one of the weights must be above 0")
    return tuple((one, given[one]) for one in pillars if one in given)


def shape(texts: Sequence[str], evidence: Evidence) -> str:
    """What is selected on the map: the id of a sector or an area, or the corners of a polygon, 4 decimals each."""
    given = texts[-1]
    if given in evidence.names("sectors") or given in evidence.names("areas"):
        return given
    corners_of = given.split(",")
    if len(corners_of) % 2 or not 6 <= len(corners_of) <= 2 * MOST_CORNERS:
        raise ValueError(f"a sector, an area, or 3 to {MOST_CORNERS} corners are needed, as latitude and longitude")
    try:
        numbers = [round(float(one), 4) for one in corners_of]
    except ValueError:
        raise ValueError("the corners of a shape are numbers: latitude, longitude, and so on") from None
    if not all(abs(one) <= limit for one, limit in zip(numbers, [85, 180] * MOST_CORNERS, strict=False)):
        raise ValueError("that shape lies outside the map")
    return ",".join(f"{one:.7g}" for one in numbers)


def killed(texts: Sequence[str], evidence: Evidence) -> int:
    """A number of people killed, 0 for "all"."""
    if texts[-1] == ALL:
        return 0
    if not texts[-1].isdecimal() or not 0 < len(texts[-1]) <= 4 or int(texts[-1]) == 0:
        raise ValueError("a number of people is needed, such as 10")
    return int(texts[-1])


def provinces(texts: Sequence[str], evidence: Evidence) -> tuple[str, ...]:
    """Ids of the areas that are provinces or units, by which incidents are recorded."""
    return _several(recorded_provinces, "province")(texts, evidence)


@cached(1)
def recorded_provinces(evidence: Evidence) -> tuple[str, ...]:
    """The ids of the areas that are provinces or units, in their order."""
    areas = evidence.vocabulary("areas")
    return tuple(areas.index[areas["level"].isin(["unit", "province"])])


def several_districts(texts: Sequence[str], evidence: Evidence) -> tuple[str, ...]:
    """Slugs of the districts on record; that of any spelling stands for its district."""
    first = {slug(one): name for name, spelt in district_spellings(evidence).items() for one in spelt}
    named = [first.get(one, one) for text in texts for one in text.split(",") if one]
    return _several(districts, "district on record")(named or texts, evidence)


@cached(1)
def districts(evidence: Evidence) -> dict[str, str]:
    """The districts of incidents in every spelling of the sources, by a slug of the first, in alphabetical order."""
    return {name: " / ".join(spelt) for name, spelt in district_spellings(evidence).items()}


@cached(1)
def district_spellings(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """The spellings of each district of incidents, by a slug of the first; aliases tell which are the same."""
    same: dict[str, str] = {}
    if DISTRICT_ALIASES in evidence.counts:
        aliases = evidence.read(DISTRICT_ALIASES)
        spelt = aliases[aliases["kind"] == "spelling"]
        same = dict(zip(spelt["spelling"], spelt["district"], strict=True))
    found: dict[str, list[str]] = {}
    for one in sorted(evidence.used("incidents", "admin2")):
        found.setdefault(same.get(one, one), []).append(one)
    return {slug(spellings[0]): tuple(spellings) for spellings in found.values()}


def slug(text: str) -> str:
    """A text in small letters, digits and hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def row_of(table: str, what: str) -> Callable[[Sequence[str], Evidence], str]:
    """A reader of the permanent id of a row of a table."""

    def read(texts: Sequence[str], evidence: Evidence) -> str:
        if not evidence.has_row(table, texts[-1]):
            raise ValueError(f"there is no such {what} in this release")
        return texts[-1]

    return read


def words(texts: Sequence[str], evidence: Evidence) -> str:
    """Words to search for, spaces folded."""
    found = " ".join(texts[-1].split())
    if not found or len(found) > MOST_SEARCHED or not found.isprintable():
        raise ValueError(f"some words are needed, {MOST_SEARCHED} characters at most")
    return found


def sentence(texts: Sequence[str], evidence: Evidence) -> str:
    """A sentence to check, spaces folded."""
    found = " ".join(texts[-1].split())
    if not found or len(found) > MOST_OF_A_SENTENCE or not found.isprintable():
        raise ValueError(f"a sentence is needed, {MOST_OF_A_SENTENCE} characters at most")
    return found


def slide(texts: Sequence[str], evidence: Evidence) -> int:
    """The number of a slide, from 1."""
    if not texts[-1].isdecimal() or not 0 < len(texts[-1]) <= 2 or int(texts[-1]) == 0:
        raise ValueError("the number of a slide is needed, such as 3")
    return int(texts[-1])


def brief(texts: Sequence[str], evidence: Evidence) -> str:
    """The name of a standard brief, or a brief as `briefing.links` packs it; here it is not opened."""
    if len(texts[-1]) > LONGEST_BRIEF:
        raise ValueError(f"a brief in a link has at most {LONGEST_BRIEF:,} characters")
    if not _BRIEF.fullmatch(texts[-1]):
        raise ValueError("the name of a standard brief, or a brief that this dashboard packed, is needed")
    return texts[-1]


def map_view(texts: Sequence[str], evidence: Evidence) -> tuple[float, ...]:
    """Latitude and longitude in degrees and the zoom."""
    try:
        latitude, longitude, zoom = (float(part) for part in texts[-1].split(","))
    except ValueError:
        raise ValueError("latitude, longitude and zoom are needed, such as 33.5,69.9,5.2") from None
    if not (-85 <= latitude <= 85 and -180 <= longitude <= 180 and 0 <= zoom <= 22):
        raise ValueError("that view lies outside the map")
    return round(latitude, 4), round(longitude, 4), round(zoom, 4)
