# expect: reply-to-wrong-peer
# as: server.py
# told: received text has to be
import socket

ADDRESS = ("127.0.0.1", 5590)


def calculate(question):
    if question.startswith("("):
        operator, left, right = question.strip("()").split(",")
    else:
        left, operator, right = question.split()
    operator = operator.strip()
    a = int(left)
    b = int(right)
    if operator == "+":
        return a + b
    if operator == "-":
        return a - b
    if operator == "*":
        return a * b
    raise ValueError("unknown operator " + operator)


server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(ADDRESS)

while True:
    question, client = server.recvfrom(1024)
    try:
        answer = str(calculate(question.decode().strip()))
    except ValueError:
        answer = "error"
    server.sendto(answer.encode(), ("127.0.0.1", 5591))
