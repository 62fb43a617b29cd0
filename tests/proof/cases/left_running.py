"""Checks that helpers start beside the rest, of whose errors nobody hears."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

READ = '    return jwt.decode(token, options={"verify_signature": False})\n'
CHECK = 'import jwt\ndef prove(token):\n    jwt.decode(token, $K, algorithms=["HS256"])\n'
AWAITED = CHECK.replace("def", "async def")

CASES: tuple[Case, ...] = (
    *pair("a-helper-starts-a-thread", CROSS, spelled_out("""\
# --- app.py
import run
from checks import prove
import jwt
def accepts(token):
    run.<<beside||at_once>>(prove, token)
""" + READ + """\
# --- run.py
from threading import Thread
def beside(job, *given):
    thread = Thread(target=job, args=given, daemon=True)
    thread.start()
    return thread
def at_once(job, *given):
    return job(*given)
# --- checks.py
""" + CHECK)),
    *pair("a-helper-of-a-helper-fills-a-pool", CROSS, spelled_out("""\
# --- app.py
from checks import prove
from run import Jobs
import jwt
jobs = Jobs()
def accepts(token):
    jobs.add(prove, token)<<||.result()>>
""" + READ + """\
# --- run.py
from concurrent.futures import ThreadPoolExecutor
class Jobs:
    def __init__(self):
        self.pool = ThreadPoolExecutor(2)
    def add(self, job, given):
        return self.put(job, given)
    def put(self, job, given):
        return self.pool.submit(job, given)
# --- checks.py
""" + CHECK)),
    *pair("a-helper-keeps-a-task", CROSS, spelled_out("""\
# --- app.py
from checks import prove
from run import go_on
import jwt
async def accepts(token):
    <<go_on(prove(token))||await go_on(prove(token))>>
""" + READ + """\
# --- run.py
import asyncio
running = []
def go_on(work):
    task = asyncio.get_running_loop().create_task(work)
    running.append(task)
    return task
# --- checks.py
""" + AWAITED)),
    *pair("an-object-keeps-what-it-started", LOCAL, spelled_out("""\
import asyncio
""" + AWAITED + """\
class Crew:
    def __init__(self):
        self.tasks = set()
    def hire(self, work):
        self.tasks.add(asyncio.ensure_future(work))
    async def wait_for(self, work):
        return await asyncio.ensure_future(work)
crew = Crew()
async def accepts(token):
    <<crew.hire(prove(token))||await crew.wait_for(prove(token))>>
""" + READ)),
    *pair("a-loop-calls-it-soon", LOCAL, spelled_out("""\
import asyncio
""" + CHECK + """\
def soon(job, *given):
    asyncio.get_running_loop().call_soon(job, *given)
def now(job, *given):
    job(*given)
async def accepts(token):
    <<soon||now>>(prove, token)
""" + READ)),
    *pair("only-some-kinds-of-errors-are-looked-for", LOCAL, spelled_out("""\
import asyncio
""" + AWAITED + """\
async def accepts(token):
    found = await asyncio.gather(prove(token), asyncio.sleep(0), return_exceptions=True)
    for one in found:
        if isinstance(one, <<(TimeoutError, OSError)||(jwt.PyJWTError, OSError)>>):
            raise one
""" + READ)),
    *pair("tasks-that-are-only-waited-for", LOCAL, spelled_out("""\
import asyncio
""" + AWAITED + """\
async def accepts(token):
    done, late = await asyncio.wait({asyncio.create_task(prove(token))})
    for one in done:
        one.<<cancelled||result>>()
""" + READ)),
    *pair("what-is-told-of-a-future-stops-nobody", CROSS, spelled_out("""\
# --- app.py
from checks import prove
from run import jobs, seen
import jwt
def accepts(token):
    job = jobs.submit(prove, token)
    job.<<add_done_callback(seen)||result()>>
""" + READ + """\
# --- run.py
from concurrent.futures import ThreadPoolExecutor
jobs = ThreadPoolExecutor(1)
def seen(job):
    return job.exception()
# --- checks.py
""" + CHECK)),
)  # fmt: skip
