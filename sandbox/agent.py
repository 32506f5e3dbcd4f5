"""Runs a coding agent in its box.

The box has no network but a loopback device of its own. This program listens there and passes each connection on to the
Unix socket of the proxy outside, which decides. It then starts the agent, gives it the task as its input, and ends with
its status.
"""

import asyncio
import json
import os
import sys

FOLDER = "/agent"


async def copy(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except OSError:
        pass


async def forward(reader, writer):
    try:
        proxy_reader, proxy_writer = await asyncio.open_unix_connection(f"{FOLDER}/proxy.sock")
    except OSError:
        writer.close()
        return
    await asyncio.gather(copy(reader, proxy_writer), copy(proxy_reader, writer))
    proxy_writer.close()
    writer.close()


async def main():
    with open(f"{FOLDER}/job.json", encoding="utf-8") as file:
        job = json.load(file)
    server = await asyncio.start_server(forward, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    names = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
    proxies = {name: address for upper in names for name in (upper, upper.lower())}
    environment = {**os.environ, **job["environment"], **proxies}
    with open(f"{FOLDER}/task.md", "rb") as task:
        try:
            child = await asyncio.create_subprocess_exec(*job["command"], stdin=task, env=environment)
        except OSError as error:
            print(f"{job['command'][0]} does not start: {error.strerror}", file=sys.stderr, flush=True)
            os._exit(127)
    status = await child.wait()
    os._exit(status if status >= 0 else 128 - status)


asyncio.run(main())
