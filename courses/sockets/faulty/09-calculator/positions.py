# expect: crashed
# as: server.py
# told: ValueError
from socket import AF_INET, SOCK_DGRAM, socket

server = socket(AF_INET, SOCK_DGRAM)
server.bind(("127.0.0.1", 5590))
while True:
    question, client = server.recvfrom(1024)
    text = question.decode()
    a, op, b = int(text[0]), text[2], int(text[4])
    result = a + b if op == "+" else a - b if op == "-" else a * b
    server.sendto(str(result).encode(), client)
