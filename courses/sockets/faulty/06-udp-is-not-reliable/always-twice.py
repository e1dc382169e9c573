# expect: misconception
# as: letter.py
# told: received text has to be
import socket

POST = ("127.0.0.1", 5562)

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(0.3)

with open("letter.txt", encoding="utf-8") as file:
    lines = file.read().splitlines()

for number, line in enumerate(lines, start=1):
    for attempt in range(2):
        client.sendto(f"{number} {line}".encode(), POST)
        try:
            client.recvfrom(2048)
        except TimeoutError:
            pass

print("delivered")
client.close()
