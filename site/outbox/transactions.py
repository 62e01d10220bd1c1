from django.db import connection


def in_real_transaction() -> bool:
    """Whether a transaction of ours is open; the test runner's own does not count, as for
    `atomic(durable=True)`.
    """
    blocks = getattr(connection, "atomic_blocks", [])
    return any(not getattr(block, "_from_testcase", False) for block in blocks)
