import socket

SERVER = ("127.0.0.1", 5620)

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(SERVER)

# 1. Send the request line and an empty line.
# 2. Receive until the server closes.
# 3. Split the answer at the first empty line. Print the status line, then the body.
client.close()
