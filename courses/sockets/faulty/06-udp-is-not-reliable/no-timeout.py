# expect: no-timeout
# as: ping.py
# told: within 6 s
import socket
import time

SERVER = ("127.0.0.1", 5561)

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
received = 0

for number in range(1, 11):
    start = time.perf_counter()
    client.sendto(f"ping {number}".encode(), SERVER)
    answer, address = client.recvfrom(2048)  # If the answer is lost, this waits for ever.
    received += 1
    print(f"ping {number}: {(time.perf_counter() - start) * 1000:.3f} ms")

print(f"10 sent, {received} received")
client.close()
