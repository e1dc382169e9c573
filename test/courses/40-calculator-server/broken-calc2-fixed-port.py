# expect: received bytes has to be "0", but it is
# expect on linux: server has read the datagram, but sent nothing to the address that asked
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", int(sys.argv[1])))

while True:
    data, addr = sock.recvfrom(1024)
    x = data.decode().split()
    a, op, b = int(x[0]), x[1], int(x[2])
    result = a + b if op == "+" else a - b if op == "-" else a * b
    # The port that the client had when it was tried.
    sock.sendto(str(result).encode(), ("127.0.0.1", int(sys.argv[2])))
