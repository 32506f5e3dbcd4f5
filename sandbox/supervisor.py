"""First process of a sandbox container: runs one job as another user, watches it, and tells what happened.

Its arguments are this text and a JSON object; what it prints are lines of JSON. The job cannot signal, trace or write
to it: it is another user without capabilities. When it exits, the kernel ends every process of the container.
"""

import base64, collections, ctypes, json, os, resource, select, signal, sys, time

settings = json.loads(sys.argv[1])
limits = settings["limits"]
WORKSPACE = "/workspace"
TEMPORARY = ("/tmp", "/dev/shm")
LOOK_SECONDS = 0.05
DISK_SECONDS = 0.1
USE_SECONDS = 1.0
LEAST_BYTES = 4096
# A name has at most 255 bytes, so that a path of these stays below the kernel's 4096.
FOLDERS_AT_A_TIME = 15
libc = ctypes.CDLL(None, use_errno=True)


def tell(**frame):
    data = (json.dumps(frame) + "\n").encode("ascii")
    while data:
        data = data[os.write(1, data):]


# Privileges. Numbers are those of linux/capability.h and linux/prctl.h.
KILL, DAC_READ_SEARCH, SYS_PTRACE = 5, 2, 19
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 24, 38, 47, 4


def keep_capabilities(*kept):
    """Everything else is given up for good, the bounding set included."""
    for number in range(64):
        if number not in kept:
            libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    mask = sum(1 << number for number in kept)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)(mask, mask, 0, 0, 0, 0)
    if libc.capset(header, data) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def become_job(output, errors):
    os.setsid()
    signal.set_wakeup_fd(-1)
    nothing = os.open("/dev/null", os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (errors, 2)):
        os.dup2(source, target)
    os.closerange(3, 65536)
    with open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")
    for name, value in settings["resourceLimits"].items():
        number = getattr(resource, name)
        hard = resource.getrlimit(number)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))
    for number in range(1, signal.NSIG):
        if number not in (signal.SIGKILL, signal.SIGSTOP):
            try:
                signal.signal(number, signal.SIG_DFL)
            except (OSError, ValueError):
                pass
    for number in range(64):
        libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
    os.setgroups([])
    os.setresgid(settings["userId"], settings["userId"], settings["userId"])
    os.setresuid(settings["userId"], settings["userId"], settings["userId"])
    keep_capabilities()
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    os.umask(0o022)
    os.chdir(WORKSPACE)
    command = settings["command"]
    os.execvpe(command[0], command, settings["environment"])


def start_job():
    """The id of the job's first process, and the reading ends of its stdout and stderr."""
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            become_job(out_write, err_write)
        except BaseException as error:
            os.write(2, f"{settings['command'][0]}: {error}\n".encode())
        os._exit(127)
    os.close(out_write)
    os.close(err_write)
    for descriptor in (out_read, err_read):
        os.set_blocking(descriptor, False)
    return child, out_read, err_read


class Output:
    """Passes on the first bytes up to the limit, and keeps the last ones for the end."""

    def __init__(self, name):
        self.name, self.total, self.kept = name, 0, 0
        self.tail = collections.deque()
        self.tail_limit = limits["outputBytes"] // 2

    def take(self, data):
        live = data[: max(0, limits["outputBytes"] - self.total)]
        if live:
            tell(**{self.name: base64.b64encode(live).decode("ascii")})
        self.total += len(data)
        self.tail.append(data)
        self.kept += len(data)
        while self.kept - len(self.tail[0]) >= self.tail_limit:
            self.kept -= len(self.tail.popleft())

    def ending(self):
        """What the receiver lacks: the last bytes, when some in between were dropped."""
        dropped = self.total - limits["outputBytes"]
        tail = b"".join(self.tail)[-self.tail_limit:] if dropped > 0 and self.tail_limit > 0 else b""
        return {"totalBytes": self.total, "tail": base64.b64encode(tail).decode("ascii")}


# What the kernel counts for the whole container: one hierarchy for all (version 2), or one for each resource.
def read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def fields(text):
    return {line.split()[0]: int(line.split()[1]) for line in text.splitlines() if len(line.split()) == 2}


UNIFIED = os.path.exists("/sys/fs/cgroup/cgroup.controllers")
own_ticks = lambda: sum(os.times()[:2])


def cpu_milliseconds():
    if UNIFIED:
        used = fields(read("/sys/fs/cgroup/cpu.stat")).get("usage_usec", 0) / 1000
    else:
        used = int(read("/sys/fs/cgroup/cpuacct/cpuacct.usage") or 0) / 1e6
    return max(0, round(used - own_ticks() * 1000 - overhead_milliseconds))


def held_bytes():
    """Memory that cannot be given back to the system by forgetting a file's cache, without this process's own."""
    if UNIFIED:
        found = fields(read("/sys/fs/cgroup/memory.stat"))
        held = found.get("anon", 0) + found.get("shmem", 0)
    else:
        found = fields(read("/sys/fs/cgroup/memory/memory.stat"))
        held = found.get("total_rss", 0) + found.get("total_shmem", 0)
    statm = read("/proc/self/statm").split()
    return max(0, held - (int(statm[1]) - int(statm[2])) * resource.getpagesize())


def memory_kills():
    path = "/sys/fs/cgroup/memory.events" if UNIFIED else "/sys/fs/cgroup/memory/memory.oom_control"
    return fields(read(path)).get("oom_kill", 0)


def job_processes():
    return [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def tasks_of(processes):
    count = 0
    for name in processes:
        try:
            count += os.stat(f"/proc/{name}/task").st_nlink - 2
        except OSError:
            pass
    return count


def open_folder(path):
    """The kernel takes no path over 4096 bytes, and by nesting folders a job makes longer ones: opened some folders at a time."""
    names = path.split("/")
    descriptor = os.open("/", os.O_RDONLY | os.O_DIRECTORY)
    for begin in range(0, len(names), FOLDERS_AT_A_TIME):
        above = descriptor
        try:
            part = "/".join(names[begin : begin + FOLDERS_AT_A_TIME]).lstrip("/") or "."
            descriptor = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=above)
        finally:
            os.close(above)
    return descriptor


def used_bytes():
    status = os.statvfs(WORKSPACE)
    return (status.f_blocks - status.f_bfree) * status.f_frsize


def descriptors_in_flight():
    """Sent through a socket and not yet received: no process has them, and they keep removed files alive."""
    count = 0
    for name in job_processes():
        try:
            for descriptor in os.listdir(f"/proc/{name}/fdinfo"):
                for line in read(f"/proc/{name}/fdinfo/{descriptor}").splitlines():
                    if line.startswith("scm_fds:"):
                        count += int(line.split()[1])
        except OSError:
            pass
    return count


class Disk:
    def __init__(self):
        self.device = os.stat(WORKSPACE).st_dev
        self.peak = self.largest = self.files = 0
        self.others = None

    def folder(self):
        """Space really taken below the workspace; stops adding up once it is too much."""
        total = files = 0
        waiting = [WORKSPACE]
        while waiting and total <= limits["diskBytes"] and files <= settings["maximumFiles"]:
            path = waiting.pop()
            try:
                descriptor = open_folder(path)
            except OSError:
                continue
            try:
                with os.scandir(descriptor) as entries:
                    for entry in entries:
                        try:
                            status = entry.stat(follow_symlinks=False)
                        except OSError:
                            continue
                        files += 1
                        total += max(LEAST_BYTES, status.st_blocks * 512)
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(f"{path}/{entry.name}")
                        elif entry.is_file(follow_symlinks=False):
                            self.largest = max(self.largest, status.st_size)
                        if total > limits["diskBytes"] or files > settings["maximumFiles"]:
                            break
            except OSError:
                continue
            finally:
                os.close(descriptor)
        self.files = files
        return total

    def removed(self):
        """Files without a name that a process still holds open or mapped: they fill the disk and no folder shows them."""
        counted = {}
        for name in job_processes():
            try:
                for descriptor in os.listdir(f"/proc/{name}/fd"):
                    try:
                        status = os.stat(f"/proc/{name}/fd/{descriptor}")
                    except OSError:
                        continue
                    if status.st_nlink == 0 and status.st_dev == self.device:
                        counted[status.st_ino] = status.st_blocks * 512
            except OSError:
                pass
            for line in read(f"/proc/{name}/maps").splitlines():
                if line.endswith("(deleted)"):
                    addresses, _, _, device, inode = line.split(None, 5)[:5]
                    major, minor = (int(part, 16) for part in device.split(":"))
                    if os.makedev(major, minor) == self.device:
                        begin, end = (int(part, 16) for part in addresses.split("-"))
                        counted[int(inode)] = max(counted.get(int(inode), 0), end - begin)
        return sum(counted.values())

    def unseen(self, counted):
        """
        What the device has gained beyond what is counted, while descriptors are in flight: then the job can hold files
        that nobody sees. Other programs write to the device too, so without such descriptors nothing is laid to the job.
        """
        used = used_bytes()
        if self.others is None:
            self.others = used - counted
        return max(0, used - self.others - counted) if descriptors_in_flight() > 0 else 0

    def look(self):
        temporary = 0
        for path in TEMPORARY:
            status = os.statvfs(path)
            temporary += (status.f_blocks - status.f_bfree) * status.f_frsize
        counted = self.folder() + self.removed()
        total = counted + self.unseen(counted) + temporary
        self.peak = max(self.peak, total)
        if total > limits["diskBytes"]:
            return {"limit": "diskBytes", "value": total}
        if self.files > settings["maximumFiles"]:
            return {"limit": "files", "value": self.files}
        status = os.statvfs(WORKSPACE)
        if status.f_bavail * status.f_frsize < settings["freeDiskBytes"]:
            return {"limit": "freeDisk", "value": status.f_bavail * status.f_frsize}
        return None


def end_all():
    """Every process but this one; a signal to -1 reaches all of them at once, whatever they are doing."""
    while True:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            if not job_processes():
                return
        time.sleep(0.002)


def supervise():
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    # The end of a process is seen at once, not at the next look.
    signal.signal(signal.SIGCHLD, lambda *_: None)
    woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    os.chown(WORKSPACE, settings["userId"], settings["userId"])
    child, out, err = start_job()
    keep_capabilities(KILL, DAC_READ_SEARCH, SYS_PTRACE)
    begun = time.monotonic()
    tell(begun=True)
    outputs = {out: Output("stdout"), err: Output("stderr")}
    poll = select.poll()
    for descriptor in (*outputs, woken):
        poll.register(descriptor, select.POLLIN)
    disk = Disk()
    peak_memory = 0
    breach = status = None
    next_look = next_disk = next_use = begun

    def drain(descriptor, most):
        for _ in range(most):
            try:
                data = os.read(descriptor, 65536)
            except BlockingIOError:
                return True
            if not data:
                return False
            outputs[descriptor].take(data)
        return True

    while status is None and breach is None:
        now = time.monotonic()
        if stopped:
            breach = {"limit": "stopped", "value": 0}
        elif (now - begun) * 1000 > settings["deadlineMs"]:
            breach = {"limit": "wallTimeMs", "value": limits["wallTimeMs"]}
        if now >= next_look:
            next_look = now + LOOK_SECONDS
            processes = job_processes()
            if len(processes) > limits["processes"]:
                breach = breach or {"limit": "processes", "value": len(processes)}
            tasks = tasks_of(processes)
            if tasks >= settings["taskCeiling"]:
                breach = breach or {"limit": "tasks", "value": tasks}
            memory = held_bytes()
            peak_memory = max(peak_memory, memory)
            if memory_kills() > 0:
                peak_memory = max(peak_memory, limits["memoryBytes"])
                breach = breach or {"limit": "memoryBytes", "value": peak_memory}
            elif memory > limits["memoryBytes"]:
                breach = breach or {"limit": "memoryBytes", "value": memory}
        if now >= next_disk:
            breach = breach or disk.look()
            next_disk = now + max(DISK_SECONDS, 4 * (time.monotonic() - now))
        if now >= next_use:
            next_use = now + USE_SECONDS
            tell(use=dict(wallTimeMs=round((now - begun) * 1000), cpuTimeMs=cpu_milliseconds(), memoryBytes=held_bytes(), diskBytes=disk.peak))
        if breach is not None:
            break
        for descriptor, _ in poll.poll(max(1, (min(next_look, next_disk) - time.monotonic()) * 1000)):
            if descriptor == woken:
                os.read(woken, 4096)
            elif not drain(descriptor, 64):
                poll.unregister(descriptor)
        try:
            while True:
                ended, how = os.waitpid(-1, os.WNOHANG)
                if ended == 0:
                    break
                if ended == child:
                    status = os.waitstatus_to_exitcode(how)
        except ChildProcessError:
            pass
    wall = time.monotonic() - begun
    used = cpu_milliseconds()
    # A job that was killed for want of memory may be gone before the count is looked at.
    if breach is None and memory_kills() > 0:
        peak_memory = max(peak_memory, limits["memoryBytes"])
        breach = {"limit": "memoryBytes", "value": peak_memory}
    end_all()
    for descriptor in outputs:
        drain(descriptor, 1024)
    breach = breach or disk.look()
    tell(end=dict(
        breach=breach,
        status=137 if status is None else 128 - status if status < 0 else status,
        wallTimeMs=round(wall * 1000),
        cpuTimeMs=used,
        peakMemoryBytes=peak_memory,
        diskBytes=disk.peak,
        largestFileBytes=disk.largest,
        stdout=outputs[out].ending(),
        stderr=outputs[err].ending(),
    ))


overhead_milliseconds = 0
overhead_milliseconds = cpu_milliseconds()
supervise()
