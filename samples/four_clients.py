"""Four clients talk to a TCP echo server at once; one sends a megabyte: python3 four_clients.py

Start the saved server "echo" first; it listens on 127.0.0.1:5551. Traffic shows that one send is not one recv.
"""
import socket
import threading

SERVER = ("127.0.0.1", 5551)


def talk(name, text, piece):
    data = text.encode()
    with socket.create_connection(SERVER, timeout=10) as client:

        def send():
            for start in range(0, len(data), piece):
                client.sendall(data[start : start + piece])
            client.shutdown(socket.SHUT_WR)

        sender = threading.Thread(target=send)
        sender.start()
        received = b""
        reads = 0
        while chunk := client.recv(1024):
            received += chunk
            reads += 1
        sender.join()
    print(f"{name}: {len(received)} bytes back in {reads} reads, {'equal' if received == data else 'NOT EQUAL'}")


clients = [
    threading.Thread(target=talk, args=arguments)
    for arguments in [
        ("short", "hello\n", 100),
        ("lines", "".join(f"line {i}\n" for i in range(100)), 7),
        ("unicode", "Grüße, 世界, 🌍\n" * 20, 3),
        ("large", "0123456789abcde\n" * 65536, 5000),
    ]
]
for client in clients:
    client.start()
for client in clients:
    client.join()
