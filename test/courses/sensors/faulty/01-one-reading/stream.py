# expect: wrong-transport
# as: collector.py
import socket

with socket.create_server(("127.0.0.1", 6101)) as listener:
    while True:
        client, station = listener.accept()
        with client:
            name = client.recv(1024).decode().split()[0]
            client.sendall(f"stored {name}".encode())
