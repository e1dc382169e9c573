import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    sock.bind(("127.0.0.1", 6101))
    while True:
        data, station = sock.recvfrom(1024)
        try:
            name, value = data.decode().split()
            float(value)
            answer = f"stored {name}"
        except ValueError:
            answer = "error"
        sock.sendto(answer.encode(), station)
