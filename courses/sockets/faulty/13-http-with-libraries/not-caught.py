# expect: crashed
# as: ask.py
# told: HTTPError
import json
import urllib.error
import urllib.parse
import urllib.request

SERVER = "http://127.0.0.1:5630"
PERSON = {"name": "Ada Lovelace", "born": 1815}

with urllib.request.urlopen(SERVER + "/get", timeout=3) as answer:
    print(answer.status, answer.reason)

form = urllib.parse.urlencode(PERSON).encode()
with urllib.request.urlopen(SERVER + "/post", form, timeout=3) as answer:
    print(json.load(answer)["form"]["name"])

request = urllib.request.Request(
    SERVER + "/post",
    data=json.dumps(PERSON).encode(),
    headers={"Content-Type": "application/json"},
)
with urllib.request.urlopen(request, timeout=3) as answer:
    print(json.load(answer)["json"]["born"])

try:
    urllib.request.urlopen(SERVER + "/status/404", timeout=3)
except ValueError as error:
    print(error.code)
