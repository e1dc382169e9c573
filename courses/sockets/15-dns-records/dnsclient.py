"""A small client for DNS over UDP (RFC 1035), for this lab. Your program imports it: from dnsclient import ask"""

import random
import socket
import struct
from collections import namedtuple

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}
NAMES = {number: name for name, number in TYPES.items()}

Record = namedtuple("Record", "name type ttl value")


def ask(name, type, port, host="127.0.0.1"):
    """Asks the server for the records of a name, and gives a list of them. It is empty if there are none.

    The value of a record is the list of its fields: of A and AAAA the address, of CNAME, NS and PTR the name, of MX
    the preference and the host, of SRV the priority, the weight, the port and the host, of SOA the server, the mailbox
    and five numbers, of which the first is the serial. Numbers are numbers, and all else is text.
    """
    number = random.randrange(65536)
    labels = [label.encode() for label in name.rstrip(".").split(".")]
    question = b"".join(bytes([len(label)]) + label for label in labels) + b"\0" + struct.pack("!HH", TYPES[type], 1)
    query = struct.pack("!HHHHHH", number, 0, 1, 0, 0, 0) + question
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(2)
        client.connect((host, int(port)))
        client.send(query)
        answer = client.recv(4096)
    if struct.unpack("!H", answer[:2])[0] != number:
        raise OSError("This is the answer to another question.")
    return _records(answer)


def _records(answer):
    questions, count = struct.unpack("!HH", answer[4:8])
    at = 12
    for _ in range(questions):
        at = _name(answer, at)[1] + 4
    records = []
    for _ in range(count):
        name, at = _name(answer, at)
        type, _, ttl, length = struct.unpack("!HHIH", answer[at : at + 10])
        at += 10
        records.append(Record(name, NAMES.get(type, str(type)), ttl, _value(answer, type, at, length)))
        at += length
    return records


def _value(answer, type, at, length):
    kind = NAMES.get(type)
    data = answer[at : at + length]
    if kind == "A":
        return [socket.inet_ntoa(data)]
    if kind == "AAAA":
        return [socket.inet_ntop(socket.AF_INET6, data)]
    if kind in ("NS", "CNAME", "PTR"):
        return [_name(answer, at)[0]]
    if kind == "MX":
        return [struct.unpack("!H", data[:2])[0], _name(answer, at + 2)[0]]
    if kind == "SRV":
        return [*struct.unpack("!HHH", data[:6]), _name(answer, at + 6)[0]]
    if kind == "SOA":
        server, at = _name(answer, at)
        mailbox, at = _name(answer, at)
        return [server, mailbox, *struct.unpack("!IIIII", answer[at : at + 20])]
    return [data.hex()]


def _name(answer, at):
    """The name at a place, and the place behind it. Two bits of a length lead to a name that stands earlier."""
    labels = []
    behind = None
    for _ in range(128):
        length = answer[at]
        if length >= 192:
            behind = behind or at + 2
            at = struct.unpack("!H", answer[at : at + 2])[0] & 0x3FFF
        elif length == 0:
            return ".".join(labels), behind or at + 1
        else:
            labels.append(answer[at + 1 : at + 1 + length].decode("ascii", "replace"))
            at += 1 + length
    raise OSError("This name has no end.")
