"""Where the votes are counted changes no digit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from stadtgespraech.engines.opinion import Opinion, analyse, on_dask, on_executor
from tests.engines.opinion.conversations import made


def the_same(one: Opinion, two: Opinion) -> None:
    assert one.map.places.tolist() == two.map.places.tolist()
    assert one.groups.label.tolist() == two.groups.label.tolist()
    for first, second in (
        (one.main.consensus.agreement.bound, two.main.consensus.agreement.bound),
        (one.main.consensus.rejection.bound, two.main.consensus.rejection.bound),
        (one.by_group.informed.product, two.by_group.informed.product),
        (one.divisive.bound, two.divisive.bound),
    ):
        assert np.array_equal(first, second, equal_nan=True)


BLOCK = 500  # several blocks although the conversation is small


def test_threads_change_nothing() -> None:
    conversation = made(people=300, statements=40)
    weight = np.random.default_rng(1).uniform(0.5, 2, 300)
    alone = analyse(conversation.votes, seed=1, sector=conversation.camp, weight=weight, runs=0, block=BLOCK)
    with ThreadPoolExecutor(2) as threads:
        both = analyse(
            conversation.votes,
            seed=1,
            sector=conversation.camp,
            weight=weight,
            runs=0,
            block=BLOCK,
            run=on_executor(threads),
        )
    the_same(alone, both)


@pytest.mark.slow
def test_worker_processes_of_a_dask_cluster_change_nothing() -> None:
    distributed = pytest.importorskip("distributed")
    conversation = made(people=300, statements=40)
    alone = analyse(conversation.votes, seed=1, sector=conversation.camp, runs=0, block=BLOCK)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        workers = client.run(lambda: __import__("os").getpid())
        both = analyse(conversation.votes, seed=1, sector=conversation.camp, runs=0, block=BLOCK, run=on_dask(client))
        assert len(set(workers.values())) == 2
    the_same(alone, both)
