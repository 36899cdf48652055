from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefgen.stories.clusters import cluster, connect

SIZE = 8
PAIRS = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda p: p[0] < p[1])


def always(_first: object, _second: object) -> bool:
    return True


def test_connect_follows_chains():
    assert connect(5, [(3, 1), (1, 0)]) == [[0, 1, 3], [2], [4]]


def test_a_chain_of_likeness_is_no_cluster():
    likeness = {(0, 1): 0.9, (1, 2): 0.5}
    assert cluster(3, likeness, 0.4, always) == [[0, 1], [2]]


def test_average_likeness_joins():
    likeness = {(0, 1): 0.9, (1, 2): 0.5, (0, 2): 0.4}
    assert cluster(3, likeness, 0.4, always) == [[0, 1, 2]]


def test_a_forbidden_merger_does_not_happen():
    assert cluster(2, {(0, 1): 0.9}, 0.4, lambda _a, _b: False) == [[0], [1]]


@given(st.dictionaries(PAIRS, st.floats(0, 1), max_size=20), st.floats(0.05, 1))
def test_clusters_are_a_partition_whatever_the_order(
    likeness: dict[tuple[int, int], float], least: float
):
    found = cluster(SIZE, likeness, least, always)
    assert sorted(i for part in found for i in part) == list(range(SIZE))
    assert cluster(SIZE, dict(reversed(likeness.items())), least, always) == found
