import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5530))
server.listen()

while True:
    conn, address = server.accept()
    data = conn.recv(1024)
    while data:
        # A recv is not a line. Keep the bytes in a buffer, and answer each whole line in it.
        conn.sendall(f"{len(data.decode())}\n".encode())
        data = conn.recv(1024)
    conn.close()
