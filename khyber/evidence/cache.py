"""Caches that belong to an evidence: what was computed from a release is dropped together with it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
K = TypeVar("K", bound="Keeper")


class Kept(Generic[T]):
    """Results by key, the most lately used `most` of them; threads that ask for one at a time wait for one making."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._found: OrderedDict[Hashable, Future[T]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._found)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result under a key, made where there is none. What `make` raises is not kept."""
        with self._lock:
            found = self._found.get(key)
            if found:
                self._found.move_to_end(key)
            else:
                made = self._found[key] = Future()
                if len(self._found) > self._most:
                    self._found.popitem(last=False)
        return found.result() if found else self._make(key, made, make)

    def _make(self, key: Hashable, made: Future[T], make: Callable[[], T]) -> T:
        try:
            result = make()
        except BaseException as error:
            with self._lock:
                if self._found.get(key) is made:
                    del self._found[key]
            made.set_exception(error)
            raise
        made.set_result(result)
        return result


class Keeper:
    """What keeps the results of the functions that are `cached`, by function; equal by `identity`."""

    def __init__(self, identity: Hashable) -> None:
        self.identity = identity
        self.kept: dict[Callable[..., Any], Kept[Any]] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keeper) and other.identity == self.identity

    def __hash__(self) -> int:
        return hash(self.identity)


def cached(most: int) -> Callable[[Callable[Concatenate[K, P], T]], Callable[Concatenate[K, P], T]]:
    """Keep the last `most` results of a function with its first argument, for as long as that lives.

    Another keeper among the arguments is told apart by its identity and is not kept alive; no result may hold one.
    """

    def decorate(function: Callable[Concatenate[K, P], T]) -> Callable[Concatenate[K, P], T]:
        @wraps(function)
        def call(keeper: K, /, *args: P.args, **named: P.kwargs) -> T:
            kept: Kept[T] | None = keeper.kept.get(function)
            if kept is None:
                kept = keeper.kept.setdefault(function, Kept(most))
            key = tuple([one.identity if isinstance(one, Keeper) else one for one in (*args, *named.items())])
            return kept.get(key, lambda: function(keeper, *args, **named))

        return call

    return decorate
