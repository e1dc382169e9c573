import sys

import requests

r = requests.get(sys.argv[1])
print(r.status_code)
if r.status_code == 200:
    print(r.reason)
    print(r.content.decode())
else:
    print("Error:", r.reason)
