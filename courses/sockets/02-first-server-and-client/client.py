import socket

SERVER = ("127.0.0.1", 5521)

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

# 1. Connect to the server.
# 2. Send the name and a line end, as bytes.
# 3. Receive the answer, print it as text, and close.
