# expect: ValueError in line 11 of broken-calc1-positions.py
import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", int(sys.argv[1])))

while True:
    data, addr = sock.recvfrom(1024)
    x = data.decode()
    a, op, b = int(x[0]), x[2], int(x[4] if x[4] != " " else x[3])
    result = a + b if op == "+" else a - b if op == "-" else a * b
    sock.sendto(str(result).encode(), addr)
