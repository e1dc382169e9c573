import socket

POST = ("127.0.0.1", 5562)

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(0.3)

with open("letter.txt", encoding="utf-8") as file:
    lines = file.read().splitlines()

for number, line in enumerate(lines, start=1):
    while True:
        client.sendto(f"{number} {line}".encode(), POST)
        try:
            answer, address = client.recvfrom(2048)
        except TimeoutError:
            continue
        if answer == f"ack {number}".encode():
            break

print("delivered")
client.close()
