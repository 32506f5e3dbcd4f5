"""A scripted stand-in for a coding agent: `stand-in-agent.py <what it does> [arguments]`, with the task as its input."""

import json
import os
import socket
import sys
import time
from urllib.parse import urlsplit

TASK = sys.stdin.read()


def edit(old, new, file="experiment.py"):
    with open(file, encoding="utf-8") as source:
        text = source.read()
    with open(file, "w", encoding="utf-8") as target:
        target.write(text.replace(old, new))


def tell(message, **more):
    usage = {"input_tokens": 1200, "cache_read_input_tokens": 800, "output_tokens": 90}
    result = {"type": "result", "subtype": "success", "is_error": False, "result": message}
    print(json.dumps({**result, "usage": usage, "total_cost_usd": 0.03, **more}), flush=True)


def through_proxy(host):
    """Asks the proxy for a tunnel and says hello; returns the status line or the tunnel's answer."""
    proxy = urlsplit(os.environ["HTTPS_PROXY"])
    with socket.create_connection((proxy.hostname, proxy.port), timeout=10) as connection:
        connection.sendall(f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        status = connection.recv(4096).decode().split("\r\n")[0]
        if " 200 " not in status:
            return status
        connection.sendall(b"hello")
        return connection.recv(100).decode()


def attempt(name, work):
    try:
        print(f"{name}: done {work()!r}", flush=True)
    except Exception as error:
        print(f"{name}: refused {type(error).__name__}", flush=True)


def write(path):
    with open(path, "a", encoding="utf-8") as file:
        file.write("planted")


def well():
    print("key", os.environ.get("STAND_IN_KEY"), file=sys.stderr, flush=True)
    edit("rate = 0", "rate = 1")
    tell("RUN: a faster rate\nI changed the rate.\n```python\nrate = 7\n```")


def out_of_scope():
    edit("rate = 0", "rate = 1")
    write("plot.py")
    os.makedirs("deeper/still")
    write("deeper/still/experiment.py")
    os.symlink("/proc/1/environ", "link.py")
    tell("I changed more than I should.")


def leave():
    allowed, forbidden, home, configuration = sys.argv[2:]
    edit("rate = 0", "rate = 1")
    attempt("allowed host", lambda: through_proxy(allowed))
    attempt("other host", lambda: through_proxy(forbidden))
    attempt("unlisted name", lambda: through_proxy("example.org:443"))
    attempt("plain request", lambda: plain(forbidden))
    attempt("direct socket", lambda: socket.create_connection(("127.0.0.1", int(forbidden.split(":")[1])), 3))
    attempt("outside address", lambda: socket.create_connection(("192.0.2.1", 443), 3))
    attempt("look-up", lambda: socket.getaddrinfo("example.org", 443))
    attempt("home folder", lambda: os.listdir(home))
    attempt("list of users", lambda: open("/etc/passwd", encoding="utf-8").read())
    attempt("writing beside the workspace", lambda: write("/planted"))
    attempt("writing to the system", lambda: write("/usr/lib/planted"))
    attempt("writing to its job", lambda: write("/agent/job.json"))
    attempt("replacing the proxy", lambda: os.rename("/agent/proxy.sock", "/agent/old.sock"))
    attempt("writing to its configuration", lambda: write(configuration))
    attempt("reading its configuration", lambda: open(configuration, encoding="utf-8").read())
    attempt("writing to its own home", lambda: write(os.path.join(os.environ["HOME"], "notes")))
    print("I tried to leave.")


def plain(host):
    proxy = urlsplit(os.environ["HTTP_PROXY"])
    with socket.create_connection((proxy.hostname, proxy.port), timeout=10) as connection:
        connection.sendall(f"GET http://{host}/ HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        status = connection.recv(4096).decode().split("\r\n")[0]
        if " 405 " in status:
            raise PermissionError
        return status


def fail():
    edit("rate = 0", "rate = 1")
    tell("the credit is used up", is_error=True)
    sys.exit(1)


def say():
    tell("ALL RUNS COMPLETED")


def linger():
    print("waiting", flush=True)
    time.sleep(600)


def show_task():
    print(TASK)
    print(os.listdir("."), sys.argv[2:])


actions = {
    "well": well,
    "out-of-scope": out_of_scope,
    "leave": leave,
    "fail": fail,
    "say": say,
    "linger": linger,
    "show-task": show_task,
}
actions[sys.argv[1]]()
