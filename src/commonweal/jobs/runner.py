"""The runner of slow and timed work: every few seconds it does what the database says is due."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from django.db import close_old_connections, connection

from commonweal.jobs.mail import send_check_ins, send_invitations

log = logging.getLogger(__name__)
Job = Callable[[datetime], object]
LOOK = 5.0
"""Seconds between looks."""
JOBS: tuple[Job, ...] = (send_invitations, send_check_ins)
"""Each does what is due at a moment, and nothing a second time."""


class Runner:
    """Runs the jobs one after another in a thread of its own; one that fails does not keep the others from running."""

    def __init__(self, jobs: Sequence[Job] = JOBS, look: float = LOOK) -> None:
        self.jobs, self.look = jobs, look
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="jobs")
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await loop.run_in_executor(self._pool, self._pass)
            await asyncio.sleep(self.look)

    def _pass(self) -> None:
        for job in self.jobs:
            try:
                job(datetime.now(UTC))
            except Exception:
                log.exception("a job failed; it is tried again in a moment")
                connection.close()
        close_old_connections()

    async def close(self) -> None:
        """Lets the mail that is being sent go out, for as long as a server may take to stop, and ends."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)
