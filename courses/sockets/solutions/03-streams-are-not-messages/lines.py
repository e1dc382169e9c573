import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5530))
server.listen()

while True:
    conn, address = server.accept()
    buffer = b""
    while data := conn.recv(1024):
        buffer += data
        while b"\n" in buffer:
            line, buffer = buffer.split(b"\n", 1)
            conn.sendall(f"{len(line.decode())}\n".encode())
    conn.close()
