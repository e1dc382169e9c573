# expect: requests.exceptions.MissingSchema in line 7 of broken-no-scheme.py
import sys

import requests

url = sys.argv[1].replace("https://", "")
r = requests.get(url)
print(r.status_code)
print(r.reason)
print(r.content.decode())
