# expect: output must not contain "Nothing here"
import sys

import requests

r = requests.get(sys.argv[1])
print(r.status_code, r.reason)
print(r.content.decode())
