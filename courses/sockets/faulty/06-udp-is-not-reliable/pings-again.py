# expect: misconception
# as: ping.py
# told: Count only where an answer has come
import socket
import time

SERVER = ("127.0.0.1", 5561)

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(0.3)
received = 0

for number in range(1, 11):
    start = time.perf_counter()
    client.sendto(f"ping {number}".encode(), SERVER)
    while True:
        try:
            answer, address = client.recvfrom(2048)
            break
        except TimeoutError:
            client.sendto(f"ping {number}".encode(), SERVER)
    received += 1
    print(f"ping {number}: {(time.perf_counter() - start) * 1000:.3f} ms")

print(f"10 sent, {received} received")
client.close()
