# expect: datagram-not-resent
# check: client-lossy
import select
import socket
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b"ping", ("127.0.0.1", int(sys.argv[1])))
ready, _, _ = select.select([s], [], [], 0.3)
print(s.recv(100) if ready else "lost")
