# check: long
import selectors
import socket
import sys

chooser = selectors.DefaultSelector()
s = socket.create_server(("127.0.0.1", int(sys.argv[1])))
chooser.register(s, selectors.EVENT_READ)
while True:
    for key, _ in chooser.select():
        if key.fileobj is s:
            c, address = s.accept()
            chooser.register(c, selectors.EVENT_READ)
        elif data := key.fileobj.recv(4096):
            key.fileobj.sendall(data)
        else:
            chooser.unregister(key.fileobj)
            key.fileobj.close()
