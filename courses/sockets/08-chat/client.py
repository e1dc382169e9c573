import socket
import threading

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 5581))


def listen():
    # Print each line that arrives.
    pass


threading.Thread(target=listen, daemon=True).start()

while True:
    line = input()
    # End at "/quit". Send any other line, with its line end.
    break

client.close()
