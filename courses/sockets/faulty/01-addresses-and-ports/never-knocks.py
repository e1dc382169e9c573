# expect: client-never-connected
# as: knock.py
# told: connections has to be
print("5511 open")
print("5512 closed")
print("5513 open")
