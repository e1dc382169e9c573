import socket
import sys

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", int(sys.argv[1])))
print("calculator is ready")

while True:
    data, addr = sock.recvfrom(1024)
    x = data.decode().split()
    a = int(x[0])
    b = int(x[2])
    if x[1] == "+":
        result = a + b
    elif x[1] == "-":
        result = a - b
    elif x[1] == "*":
        result = a * b
    else:
        result = "?"
    print(a, x[1], b, "=", result)
    sock.sendto(str(result).encode(), addr)
