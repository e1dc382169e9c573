# A browser behind a slow network: its request arrives in two pieces, and it prints the answer.
import socket
import time

with socket.create_connection(("127.0.0.1", 5621), timeout=3) as browser:
    browser.sendall(b"GET /")
    time.sleep(0.2)
    browser.sendall(b" HTTP/1.0\r\n\r\n")
    answer = b""
    while part := browser.recv(1024):
        answer += part
print(answer.decode().replace("\r\n", "\n"))
