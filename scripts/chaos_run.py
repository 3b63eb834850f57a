"""Measures an honest sender before, during and after each attack, and whether /readyz was true. Called by scripts/chaos."""
import argparse
import http.client
import os
import resource
import subprocess
import sys
import threading
import time

import chaos_attacks
import chaos_wire as wire

ATTACKER = "127.0.0.1"
OTHER = "127.0.0.2"
SERVED_WITHIN = 30  # seconds after an attack
SERVED_COUNT = 20  # reports that count as service
MIN_SHARE = 0.5
# The readiness page may lag: its check runs up to 15 s, and an answer holds for 5 s.
MAX_LAG = 20
MAX_LOG_BYTES = 5_000_000  # of one attack


class Watch(threading.Thread):
    """Asks /readyz twice a second."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port = port
        self.answers = []  # (time, ready or not, text)
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(0.5):
            ready, text = self.ask()
            self.answers.append((time.monotonic(), ready, text))

    def ask(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=6)
        try:
            connection.request("GET", "/readyz")
            response = connection.getresponse()
            return response.status == 200, response.read().decode(errors="replace").strip()
        except (OSError, http.client.HTTPException) as error:
            return False, "no answer: " + type(error).__name__
        finally:
            connection.close()


def untrue_seconds(answers, served, begin, end):
    """Returns the longest time that the page claimed the contrary of what the honest sender saw, and the claim."""
    longest, claim, since, text = 0.0, "", {}, ""
    for at, ready, text in [answer for answer in answers if begin <= answer[0] <= end]:
        was_served = any(abs(moment - at) < 1.5 for moment in served)
        if was_served == ready:
            since.clear()
            continue
        since.setdefault(ready, at)
        if at - since[ready] > longest:
            longest, claim = at - since[ready], "ready" if ready else text[:60]
    return longest, claim


class Agent:
    """What the script must know of the running agent."""

    def __init__(self, pid, dicom, health, log):
        self.pid = pid
        self.dicom = dicom
        self.health = health
        self.log = log

    def status(self, key):
        with open("/proc/%d/status" % self.pid) as file:
            return next((int(line.split()[1]) for line in file if line.startswith(key)), 0)

    def is_alive(self):
        return os.path.exists("/proc/%d" % self.pid)

    def log_bytes(self):
        return os.path.getsize(self.log)


class Table:
    HEAD = ("attack", "honest from", "before", "left", "during", "of before", "of left", "gap s", "after s", "untrue s", "threads", "MB",
            "log kB", "verdict")

    def __init__(self):
        self.failed = 0
        print("Objects a second of the honest sender. left: what it reaches while a listener that does nothing is attacked instead, so what\n"
              "the attacker leaves of the machine. gap: longest time without a stored object. after: seconds until %d objects are stored.\n"
              "untrue: longest time that /readyz was wrong. A line passes with at least half of before or of left, served within %d s\n"
              "after, untrue for at most %d s, and at most %d kB of log.\n"
              % (SERVED_COUNT, SERVED_WITHIN, MAX_LAG, MAX_LOG_BYTES // 1000))
        self.line(self.HEAD)

    def line(self, values):
        widths = (14, 12, 7, 7, 7, 9, 7, 6, 7, 8, 7, 5, 7, 0)
        print(" ".join(str(value).ljust(width) for value, width in zip(values, widths)).rstrip(), flush=True)

    def verdict(self, problems):
        self.failed += 1 if problems else 0
        return "FAIL: " + "; ".join(problems) if problems else "ok"


def attack_once(agent, honest, watch, table, options, name, source):
    """Before, beside the stand-in, during, in alternated rounds, because the machine is never equally fast; then after: one line."""
    target = agent.health if name == "half-requests" else agent.dicom
    stand_in, end_stand_in = chaos_attacks.start_stand_in()
    log_before, begin = agent.log_bytes(), time.monotonic()
    rates = {"before": 0.0, "left": 0.0, "during": 0.0}
    gap, threads = 0.0, 0
    try:
        for _ in range(options.rounds):
            rates["before"] += honest.send_for(source, options.seconds)[0] / options.rounds
            end = chaos_attacks.start(name, stand_in, ATTACKER)
            honest.send_for(source, 1)
            rates["left"] += honest.send_for(source, options.seconds)[0] / options.rounds
            end()
            end = chaos_attacks.start(name, target, ATTACKER)
            honest.send_for(source, 3)
            during, gap_now = honest.send_for(source, options.seconds)
            rates["during"] += during / options.rounds
            gap, threads = max(gap, gap_now), max(threads, agent.status("Threads"))
            end()
            after = honest.seconds_until_served(source, SERVED_COUNT, SERVED_WITHIN)
    finally:
        end_stand_in()
    before, left, during = rates["before"], rates["left"], rates["during"]
    peak = agent.status("VmHWM") // 1024
    untrue, claim = untrue_seconds(watch.answers, honest.served_at, begin, time.monotonic())
    log_kilobytes = (agent.log_bytes() - log_before) // 1000
    problems = problems_of(agent, after, untrue, claim, log_kilobytes)
    if during < MIN_SHARE * min(before, left):
        problems.append("below half")
    table.line((name, "same" if source == ATTACKER else "another", "%.0f" % before, "%.0f" % left, "%.0f" % during,
                "%.0f %%" % (100 * during / max(before, 1)), "%.0f %%" % (100 * during / max(left, 1)), "%.2f" % gap,
                "-" if after is None else "%.1f" % after, "%.0f" % untrue, threads, peak, log_kilobytes, table.verdict(problems)))


def problems_of(agent, after, untrue, claim, log_kilobytes):
    problems = []
    if not agent.is_alive():
        problems.append("the agent has ended")
    if after is None:
        problems.append("not served after")
    if untrue > MAX_LAG:
        problems.append("/readyz wrong: " + claim)
    if log_kilobytes * 1000 > MAX_LOG_BYTES:
        problems.append("log")
    return problems


def run_descriptors(agent, honest, watch, table, options):
    """Leaves the agent few file descriptors, then connects: the log must stay small and service must come back."""
    soft, hard = resource.prlimit(agent.pid, resource.RLIMIT_NOFILE)
    opened = len(os.listdir("/proc/%d/fd" % agent.pid))
    before, _ = honest.send_for(OTHER, options.seconds)
    log_before, begin = agent.log_bytes(), time.monotonic()
    end = chaos_attacks.start("connects", agent.dicom, ATTACKER)
    try:
        resource.prlimit(agent.pid, resource.RLIMIT_NOFILE, (opened + 12, hard))
        during, gap = honest.send_for(OTHER, options.seconds + 5)
        threads, peak = agent.status("Threads"), agent.status("VmHWM") // 1024
    finally:
        resource.prlimit(agent.pid, resource.RLIMIT_NOFILE, (soft, hard))
        end()
    after = honest.seconds_until_served(OTHER, SERVED_COUNT, SERVED_WITHIN)
    untrue, claim = untrue_seconds(watch.answers, honest.served_at, begin, time.monotonic())
    log_kilobytes = (agent.log_bytes() - log_before) // 1000
    problems = problems_of(agent, after, untrue, claim, log_kilobytes)
    table.line(("descriptors", "another", "%.0f" % before, "-", "%.0f" % during, "%.0f %%" % (100 * during / max(before, 1)), "-",
                "%.2f" % gap, "-" if after is None else "%.1f" % after, "%.0f" % untrue, threads, peak, log_kilobytes,
                table.verdict(problems)))


def run_disk_full(agent, honest, watch, table, options):
    """The data directory is a small file system: it is filled, and then given room again."""
    ballast = os.path.join(options.disk, "ballast")
    before, _ = honest.send_for(OTHER, 1)  # short: the honest sender itself must not fill the disk, for nothing would make room again
    begin = time.monotonic()
    with open(ballast, "wb") as file:
        try:
            while True:
                file.write(bytes(1 << 20))
                file.flush()
        except OSError:
            pass  # full, as intended
    statuses = {}
    while time.monotonic() - begin < 3 * MAX_LAG and not statuses.get(0xA700, 0) > 50:
        statuses_of_one(agent, honest, statuses)
    time.sleep(MAX_LAG)
    was_red = any(not ready for at, ready, _ in watch.answers if at > begin)
    os.remove(ballast)
    after = honest.seconds_until_served(OTHER, SERVED_COUNT, SERVED_WITHIN)
    time.sleep(MAX_LAG)
    problems = problems_of(agent, after, 0, "", 0)
    if set(statuses) - {0, 0xA700}:
        problems.append("statuses " + ", ".join("%04XH" % status for status in statuses))
    if 0xA700 in statuses and not was_red:
        problems.append("/readyz stayed green")
    if 0xA700 not in statuses:
        problems.append("the disk did not fill")
    if not watch.answers[-1][1]:
        problems.append("/readyz stayed red: " + watch.answers[-1][2][:60])
    table.line(("disk full", "another", "%.0f" % before, "-", "-", "-", "-", "-", "-" if after is None else "%.1f" % after, "-",
                agent.status("Threads"), agent.status("VmHWM") // 1024, "-", table.verdict(problems)))


def statuses_of_one(agent, honest, statuses):
    try:
        sock = wire.open_association(agent.dicom, OTHER, "HONEST")
        try:
            for _ in range(honest.PER_ASSOCIATION):
                uid, data = honest.reports.next()
                sock.sendall(wire.store_message(wire.STORE_CONTEXT, uid, data))
                status = wire.response_status(sock)
                statuses[status] = statuses.get(status, 0) + 1
        finally:
            wire.close(sock)
    except (OSError, EOFError):
        statuses.setdefault(-1, 0)
        time.sleep(0.05)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--dicom", type=int, required=True)
    parser.add_argument("--health", type=int, required=True)
    parser.add_argument("--log", required=True)
    parser.add_argument("--reports", required=True)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--disk", default="", help="the small file system that holds the data directory")
    parser.add_argument("attacks", nargs="*")
    options = parser.parse_args()
    agent = Agent(options.pid, (ATTACKER, options.dicom), (ATTACKER, options.health), options.log)
    honest = wire.Honest(agent.dicom, wire.Reports(options.reports, options.pid))
    watch = Watch(options.health)
    watch.start()
    if options.disk:
        honest.seconds_until_served(OTHER, 500, SERVED_WITHIN)
    else:
        honest.send_for(OTHER, 2 * options.seconds)  # warm
        honest.send_for(ATTACKER, options.seconds)
    table = Table()
    if options.disk:
        run_disk_full(agent, honest, watch, table, options)
    for name in [] if options.disk else options.attacks or [*chaos_attacks.ATTACKS, "descriptors"]:
        if name == "descriptors":
            run_descriptors(agent, honest, watch, table, options)
        elif name in chaos_attacks.ATTACKS:
            for source in (OTHER, ATTACKER):
                attack_once(agent, honest, watch, table, options, name, source)
        else:
            raise SystemExit("chaos: no attack " + name + "; there are " + ", ".join([*chaos_attacks.ATTACKS, "descriptors"]))
    watch.ended.set()
    sys.exit(1 if table.failed else 0)


if __name__ == "__main__":
    main()
