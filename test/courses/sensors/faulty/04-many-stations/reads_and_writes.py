# expect: misconception
# as: collector.py
# told: are one line
import socket
import threading

highest = float("-inf")


def serve(station):
    """Loses what makefile() has read ahead: a text file for both ways forgets it with each write."""
    global highest
    with station, station.makefile("rw", encoding="ascii", newline="\n") as lines:
        for line in lines:
            word, *values = line.split()
            if word == "temp":
                highest = max(highest, float(values[0]))
            else:
                lines.write(f"{highest}\n")
                lines.flush()


with socket.create_server(("127.0.0.1", 6104)) as listener:
    while True:
        station, address = listener.accept()
        threading.Thread(target=serve, args=(station,), daemon=True).start()
