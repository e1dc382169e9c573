# expect: served-once
# as: server.py
# told: server ended (exit status 0)
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 5590))
question, client = server.recvfrom(1024)
left, op, right = question.decode().split()
a, b = int(left), int(right)
result = {"+": a + b, "-": a - b, "*": a * b}[op]
server.sendto(str(result).encode(), client)
