"""The DICOM that scripts/chaos speaks: just enough to send dose reports and to misbehave. Standard library only."""
import glob
import re
import socket
import struct
import time
import zlib

DOSE_SR = b"1.2.840.10008.5.1.4.1.1.88.67"
VERIFICATION = b"1.2.840.10008.1.1"
IMPLICIT = b"1.2.840.10008.1.2"
EXPLICIT = b"1.2.840.10008.1.2.1"
DEFLATED = b"1.2.840.10008.1.2.1.99"
ECHO_CONTEXT, STORE_CONTEXT, DEFLATED_CONTEXT = 1, 3, 5
STEP = 120_000  # bytes of a data set in one PDU; the agent announces 131072


def item(kind, body):
    return struct.pack(">BBH", kind, 0, len(body)) + body


def associate(calling):
    """Returns an A-ASSOCIATE-RQ (PS3.8 9.3.2)."""
    contexts = b""
    for number, sop_class, syntax in ((ECHO_CONTEXT, VERIFICATION, IMPLICIT), (STORE_CONTEXT, DOSE_SR, EXPLICIT),
                                      (DEFLATED_CONTEXT, DOSE_SR, DEFLATED)):
        contexts += item(0x20, struct.pack("BBBB", number, 0, 0, 0) + item(0x30, sop_class) + item(0x40, syntax))
    user = item(0x50, item(0x51, struct.pack(">I", 16384)) + item(0x52, b"1.2.3.4"))
    body = (struct.pack(">HH", 1, 0) + b"DOSE_AGENT".ljust(16) + calling.encode().ljust(16) + bytes(32)
            + item(0x10, b"1.2.840.10008.3.1.1.1") + contexts + user)
    return struct.pack(">BBI", 1, 0, len(body)) + body


def element(number, value):
    value += b"\0" * (len(value) % 2)
    return struct.pack("<HHI", 0, number, len(value)) + value


def command(context, elements):
    body = element(0, struct.pack("<I", len(elements))) + elements
    return piece(context, 3, body)


def piece(context, control, body):
    """Returns a P-DATA-TF of one value; control: bit 0 command, bit 1 last."""
    return struct.pack(">BBIIBB", 4, 0, len(body) + 6, len(body) + 2, context, control) + body


def echo():
    return command(ECHO_CONTEXT, element(2, VERIFICATION) + element(0x100, b"\x30\0") + element(0x110, b"\1\0")
                   + element(0x800, b"\1\1"))


def store_command(context, uid):
    return command(context, element(2, DOSE_SR) + element(0x100, b"\1\0") + element(0x110, b"\1\0")
                   + element(0x700, b"\0\0") + element(0x800, b"\0\0") + element(0x1000, uid))


def store_message(context, uid, data):
    pieces = [store_command(context, uid)]
    for at in range(0, len(data), STEP):
        part = data[at:at + STEP]
        pieces.append(piece(context, 2 if at + STEP >= len(data) else 0, part))
    return b"".join(pieces)


def receive(sock, count):
    data = bytearray()
    while len(data) < count:
        chunk = sock.recv(count - len(data))
        if not chunk:
            raise EOFError("closed")
        data += chunk
    return bytes(data)


def read_pdu(sock):
    head = receive(sock, 6)
    return head[0], receive(sock, struct.unpack(">I", head[2:])[0])


def connect(address, source, timeout=10):
    sock = socket.socket()
    try:
        sock.settimeout(timeout)
        sock.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT: the port is chosen by connect
        sock.bind((source, 0))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect(address)
        return sock
    except OSError:
        sock.close()
        raise


def open_association(address, source, calling):
    """Returns the socket of an accepted association; OSError where it is rejected."""
    sock = connect(address, source)
    try:
        sock.sendall(associate(calling))
        kind, _ = read_pdu(sock)
        if kind != 2:
            raise OSError("not accepted")
        return sock
    except (OSError, EOFError):
        sock.close()
        raise


def response_status(sock):
    """Reads a response in one P-DATA-TF and returns its status."""
    kind, body = read_pdu(sock)
    if kind != 4:
        raise OSError("association ended")
    at = 6
    while at + 8 <= len(body):
        number, length = struct.unpack("<HI", body[at + 2:at + 8])
        if number == 0x900:
            return struct.unpack("<H", body[at + 8:at + 10])[0]
        at += 8 + length
    return -1


def close(sock):
    try:
        sock.sendall(struct.pack(">BBII", 5, 0, 4, 0))
        read_pdu(sock)
    except (OSError, EOFError):
        pass
    finally:
        sock.close()


class Reports:
    """Dose reports without end: those of test-data, with UIDs of their own each time."""

    UID = re.compile(rb"2\.25\.\d{30,}")

    def __init__(self, folder, run):
        self.run = run
        self.number = 0
        self.templates = [self.template(path) for path in sorted(glob.glob(folder + "/*.dcm"))[:100]]
        if not self.templates:
            raise SystemExit("chaos: no reports in " + folder)

    def template(self, path):
        with open(path, "rb") as file:
            content = file.read()
        meta_end = 144 + struct.unpack("<I", content[140:144])[0]
        data = content[meta_end:]
        if DEFLATED in content[:meta_end]:
            data = zlib.decompress(data, -15)
        sop = self.UID.search(content[:meta_end]).group()
        return [part for part in re.split(rb"(2\.25\.\d{30,})", data)], sop

    def unique(self, uid):
        """Keeps the length, the beginning and the last four digits, so that equal UIDs stay equal and others differ."""
        return uid[:-15] + b"%04d%07d" % (self.run % 10000, self.number) + uid[-4:]

    def next(self):
        """Returns the UID and the data set of one more report."""
        parts, sop = self.templates[self.number % len(self.templates)]
        self.number += 1
        renamed = list(parts)
        for index in range(1, len(renamed), 2):
            renamed[index] = self.unique(renamed[index])
        return self.unique(sop), b"".join(renamed)


class Honest:
    """A PACS: associations of 50 reports, one after the other; a refused association is tried again after 10 ms."""

    PER_ASSOCIATION = 50

    def __init__(self, address, reports):
        self.address = address
        self.reports = reports
        self.served_at = []  # every tenth of a second in which something was stored
        self.refused_at = []

    def send_for(self, source, seconds):
        """Sends for so long; returns stored objects a second and the longest gap in seconds."""
        begin = last = time.monotonic()
        stored, gap = 0, 0.0
        while last - begin < seconds:
            try:
                sock = open_association(self.address, source, "HONEST")
                try:
                    for _ in range(self.PER_ASSOCIATION):
                        now = self.send_one(sock)
                        if now:
                            stored += 1
                            gap = max(gap, now - last)
                            last = now
                        if time.monotonic() - begin > seconds:
                            break
                finally:
                    close(sock)
            except (OSError, EOFError):
                self.note(self.refused_at, time.monotonic())
                time.sleep(0.01)
            if time.monotonic() - begin > seconds:
                break
        return stored / seconds, max(gap, time.monotonic() - last)

    def send_one(self, sock):
        uid, data = self.reports.next()
        sock.sendall(store_message(STORE_CONTEXT, uid, data))
        status = response_status(sock)
        now = time.monotonic()
        self.note(self.served_at if status == 0 else self.refused_at, now)
        if status != 0:
            time.sleep(0.01)
        return now if status == 0 else None

    @staticmethod
    def note(times, now):
        if not times or now - times[-1] > 0.1:
            times.append(now)

    def seconds_until_served(self, source, count, limit):
        """Returns how long it takes until so many reports are stored; None above the limit."""
        begin = time.monotonic()
        left = count
        while time.monotonic() - begin < limit:
            try:
                sock = open_association(self.address, source, "HONEST")
                try:
                    while left > 0 and time.monotonic() - begin < limit:
                        left -= 1 if self.send_one(sock) else 0
                finally:
                    close(sock)
                if left <= 0:
                    return time.monotonic() - begin
            except (OSError, EOFError):
                self.note(self.refused_at, time.monotonic())
                time.sleep(0.05)
        return None
