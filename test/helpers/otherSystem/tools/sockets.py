"""The sockets of this machine with the programs that have them, as Linux tells. For the stand-ins of the tools of other systems."""
import glob
import os
import re
import socket
import struct

STATES = {
    "01": "ESTABLISHED", "02": "SYN_SENT", "03": "SYN_RECEIVED", "04": "FIN_WAIT_1", "05": "FIN_WAIT_2", "06": "TIME_WAIT",
    "07": "CLOSED", "08": "CLOSE_WAIT", "09": "LAST_ACK", "0A": "LISTEN", "0B": "CLOSING",
}


def address(text):
    host, port = text.split(":")
    words = [struct.pack("<I", int(host[i:i + 8], 16)) for i in range(0, len(host), 8)]
    family = socket.AF_INET if len(words) == 1 else socket.AF_INET6
    return socket.inet_ntop(family, b"".join(words)), int(port, 16)


def owners():
    """By the inode of a socket: the first process that has it, the number of its file."""
    found = {}
    for link in sorted(glob.glob("/proc/[0-9]*/fd/*"), key=lambda each: int(each.split("/")[2])):
        try:
            match = re.match(r"socket:\[(\d+)\]", os.readlink(link))
        except OSError:
            continue
        if match:
            _, _, pid, _, file = link.split("/")
            found.setdefault(match[1], (int(pid), file))
    return found


def name_of(pid):
    try:
        with open(f"/proc/{pid}/comm", encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return ""


def rows():
    """Transport, version of IP, local address, address of the peer, state, process id or 0, file, bytes in both queues."""
    owner = owners()
    for transport in ("tcp", "udp"):
        for version in ("", "6"):
            with open(f"/proc/net/{transport}{version}", encoding="ascii") as table:
                for line in table.readlines()[1:]:
                    columns = line.split()
                    pid, file = owner.get(columns[9], (0, "0"))
                    sending, receiving = (int(each, 16) for each in columns[4].split(":"))
                    yield (transport, version or "4", address(columns[1]), address(columns[2]), STATES[columns[3]], pid, file,
                           sending, receiving)
