"""Asks a UDP calculator: python3 calculator_client.py [EXPRESSION ...]

Start the saved server "calculator" first; it listens on 127.0.0.1:5550.
"""
import socket
import sys

SERVER = ("127.0.0.1", 5550)

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.settimeout(2)
    for expression in sys.argv[1:] or ["5 + 6", "(+, 5, 6)", "7 / 2", "2 ** 10", "1 / 0"]:
        client.sendto(expression.encode(), SERVER)
        reply, _ = client.recvfrom(1024)
        print(f"{expression:12} -> {reply.decode()}")
