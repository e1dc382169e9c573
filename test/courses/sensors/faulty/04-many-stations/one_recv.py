# expect: misconception
# as: collector.py
# told: are one line
import socket
import threading

highest = float("-inf")


def serve(station):
    global highest
    while data := station.recv(1024):
        for line in data.decode().splitlines():
            if line.startswith("temp "):
                highest = max(highest, float(line[5:]))
            elif line == "max":
                station.sendall(f"{highest}\n".encode())


listener = socket.create_server(("127.0.0.1", 6104))
while True:
    station, address = listener.accept()
    threading.Thread(target=serve, args=(station,), daemon=True).start()
