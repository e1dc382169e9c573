import socket
import threading

highest = float("-inf")
lock = threading.Lock()


def serve(station):
    global highest
    with station, station.makefile("r", encoding="ascii", newline="\n") as lines:
        for line in lines:
            word, *values = line.split()
            with lock:
                if word == "temp":
                    highest = max(highest, float(values[0]))
                    continue
                answer = f"{highest}\n"
            station.sendall(answer.encode())


with socket.create_server(("127.0.0.1", 6104)) as listener:
    while True:
        station, address = listener.accept()
        threading.Thread(target=serve, args=(station,), daemon=True).start()
