"""The words of the vocabularies, as charts and sentences use them."""

from __future__ import annotations

from collections.abc import Sequence

from khyber.evidence import Evidence, cached
from khyber.filters import Filters
from khyber.parameters import ALL

NATION = "pakistan"


def of(evidence: Evidence, table: str, one: str, column: str = "name") -> str:
    """The name of an id in a vocabulary table; the id itself where the vocabulary has none."""
    found = evidence.names(table, column).get(one)
    return found if isinstance(found, str) else one


def publisher(evidence: Evidence, one: str) -> str:
    """A publisher's short name."""
    return of(evidence, "publishers", one)


def area(evidence: Evidence, filters: Filters) -> str:
    """The area whose counts are shown: the one chosen, or the nation."""
    return of(evidence, "areas", counted_area(filters))


def time_chosen(filters: Filters) -> str:
    """What a title says of a chosen period before its verb, with a space; "" where none was chosen."""
    return "in the time chosen " if filters.start or filters.end else ""


def counted_area(filters: Filters) -> str:
    """The id of the area whose counts are shown."""
    return NATION if filters.area == ALL else filters.area


def metric(evidence: Evidence, one: str) -> str:
    """A metric's label as it stands inside a sentence."""
    return inside(of(evidence, "metrics", one, "label"))


def inside(label: str) -> str:
    """A label as it stands inside a sentence."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def what(evidence: Evidence, filters: Filters) -> str:
    """What is counted, inside a sentence: the metric, and the actor where one is chosen."""
    counted = metric(evidence, filters.metric)
    if filters.actor == ALL:
        return counted
    return f"{counted} attributed to {of(evidence, 'actors', filters.actor, 'short_name')}"


def wider_scope(evidence: Evidence, publisher_id: str, metric_id: str) -> str:
    """The scope of a publisher's figures where it is not that of the metric, such as "attacks and operations"."""
    own = scope_notes(evidence).get((publisher_id, metric_id))
    if not own or own[0] == evidence.names("metrics", "scope")[metric_id]:
        return ""
    return evidence.labels("metric_scope")[own[0]].lower()


@cached(1)
def scope_notes(evidence: Evidence) -> dict[tuple[str, str], tuple[str, str]]:
    """By publisher and metric: the scope of its figures and what must be read with them."""
    rows = evidence.read("publisher_metrics").itertuples()
    return {(row.publisher_id, row.metric_id): (row.scope, row.note) for row in rows}


def digits(evidence: Evidence, metric_id: str) -> int:
    """How many decimals the figures of a metric are written with."""
    return 2 if evidence.names("metrics", "unit")[metric_id] == "score" else 0


def in_words(items: Sequence[str], most: int = 4) -> str:
    """A list in words: "a, b and c", or "a, b, c and 5 others"."""
    if len(items) > most:
        items = [*items[: most - 1], f"{len(items) - most + 1} others"]
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
