import socket

highest = None

with socket.create_server(("127.0.0.1", 6104)) as listener:
    while True:
        station, address = listener.accept()
        with station, station.makefile("r", encoding="ascii", newline="\n") as lines:
            for line in lines:
                word, *values = line.split()
                if word == "temp":
                    highest = float(values[0])
                else:
                    station.sendall(f"{highest}\n".encode())
